#include "store/database.hpp"

#include "ledger_fixture.hpp"

using namespace pm;
using namespace pm::test;
using store::Access;
using store::Database;
using store::Transaction;

namespace {

std::unique_ptr<Database> opened_database(const std::string& path) {
    auto database = Database::open(path, Access::write);
    REQUIRE(database);
    return std::move(*database);
}

}  // namespace

TEST_CASE("values go in and come out unchanged", "[store][database]") {
    auto db = opened_database(":memory:");
    REQUIRE(db->run_script("CREATE TABLE t(n INTEGER, s TEXT) STRICT;"));
    const std::string hostile{"'); DROP TABLE t; --\0\xff", 22};
    REQUIRE(db->run("INSERT INTO t VALUES(?, ?)",
                    {std::int64_t{-9'223'372'036'854'775'807 - 1}, std::string_view{hostile}}));
    REQUIRE(db->run("INSERT INTO t VALUES(?, ?)", {store::Value{}, std::string_view{}}));
    int rows = 0;
    REQUIRE(db->query("SELECT n, s FROM t ORDER BY rowid", {}, [&](const store::Row& row) {
        if (++rows == 1) {
            CHECK(row.integer(0) == -9'223'372'036'854'775'807 - 1);
            CHECK(row.text(1) == hostile);
        } else {
            CHECK(row.is_null(0));
            CHECK_FALSE(row.is_null(1));  // empty is not absent
            CHECK(row.text(1).empty());
        }
        return Result<void>{};
    }));
    CHECK(rows == 2);
}

TEST_CASE("a wrong statement is a storage error in SQLite's words", "[store][database]") {
    auto db = opened_database(":memory:");
    const auto done = db->run("SELECT * FROM nowhere");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::storage);
    CHECK(done.error().message.find("no such table: nowhere") != std::string::npos);
    // And the handle is still good.
    CHECK(*db->integer("SELECT 41 + 1") == 42);
}

TEST_CASE("a transaction that is not committed leaves nothing", "[store][database]") {
    auto db = opened_database(":memory:");
    REQUIRE(db->run_script("CREATE TABLE t(n INTEGER PRIMARY KEY) STRICT;"));
    {
        auto change = Transaction::begin(*db);
        REQUIRE(change);
        REQUIRE(db->run("INSERT INTO t VALUES(1)"));
        CHECK(*db->integer("SELECT count(*) FROM t") == 1);
    }
    CHECK(*db->integer("SELECT count(*) FROM t") == 0);
    {
        auto change = Transaction::begin(*db);
        REQUIRE(db->run("INSERT INTO t VALUES(1)"));
        CHECK_FALSE(db->run("INSERT INTO t VALUES(1)"));  // a repeat
        REQUIRE(db->run("INSERT INTO t VALUES(2)"));
        REQUIRE(change->commit());
    }
    CHECK(*db->integer("SELECT count(*) FROM t") == 2);
    CHECK_FALSE(db->in_transaction());
}

TEST_CASE("a full disk is a storage error, and what was there stays", "[store][database]") {
    const Folder folder;
    auto db = opened_database(folder.file());
    REQUIRE(db->run_script("CREATE TABLE t(n INTEGER PRIMARY KEY, s TEXT) STRICT;"));
    REQUIRE(db->run("INSERT INTO t VALUES(1, 'kept')"));
    REQUIRE(db->run_script("PRAGMA max_page_count = 4;"));
    const std::string big(100'000, 'x');
    {
        auto change = Transaction::begin(*db);
        REQUIRE(db->run("INSERT INTO t VALUES(2, 'small')"));
        const auto full = db->run("INSERT INTO t VALUES(3, ?)", {std::string_view{big}});
        REQUIRE_FALSE(full);
        CHECK(full.error().code == Errc::storage);
        CHECK(full.error().message.find("full") != std::string::npos);
        CHECK_FALSE(full.error().hint.empty());
    }
    CHECK(*db->integer("SELECT count(*) FROM t") == 1);
    REQUIRE(db->run("INSERT INTO t VALUES(2, 'fits')"));  // full is no reason to give up
}

TEST_CASE("a reader's handle refuses to write", "[store][database]") {
    const Folder folder;
    REQUIRE(opened_database(folder.file())->run_script("CREATE TABLE t(n INTEGER) STRICT;"));
    auto db = Database::open(folder.file(), Access::read);
    REQUIRE(db);
    const auto done = (*db)->run("INSERT INTO t VALUES(1)");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::storage);
    CHECK_FALSE(Database::open(folder.file("absent"), Access::read));
}
