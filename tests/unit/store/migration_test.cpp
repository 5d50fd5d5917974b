/// A ledger of an older release is brought up to date, or left as it was.

#include "ledger_fixture.hpp"
#include "store/database.hpp"
#include "store/reader.hpp"
#include "store/schema.hpp"

using namespace pm;
using namespace pm::test;
using store::Ledger;

namespace {

/// A file of schema 1, made by the statements of the release that wrote it.
void make_schema_1(const std::string& path) {
    auto db = store::Database::open(path, store::Access::write);
    REQUIRE(db);
    REQUIRE((*db)->run_script(bytes_of(std::string{PM_TEST_DATA} + "/store/ledger-schema-1.sql")));
}

std::int64_t version_of(const std::string& path) {
    auto db = store::Database::open(path, store::Access::read);
    REQUIRE(db);
    return (*db)->integer("PRAGMA user_version").value();
}

}  // namespace

TEST_CASE("a ledger of schema 1 is brought up to date with all that is in it", "[store][schema]") {
    const Folder folder;
    make_schema_1(folder.file());
    REQUIRE(version_of(folder.file()) == 1);
    auto ledger = Ledger::open(folder.file(), paper);
    if (!ledger) FAIL(ledger.error().message);
    CHECK(version_of(folder.file()) == store::schema_version);
    const auto books = (*ledger)->load(at(10));
    REQUIRE(books);
    CHECK(books->cash == Money{993'330'000});
    CHECK(books->realized_today == Money{226'000});
    REQUIRE(books->positions.size() == 1);
    CHECK(books->positions[0].settled == Size{16'000'000});
    CHECK(books->positions[0].cost == Money{6'896'000});
    REQUIRE(books->open_orders.size() == 2);
    const auto& resting = books->open_orders[0];
    CHECK(resting.order_id == "paper-2");
    CHECK(resting.filled == Size{10'000'000});
    CHECK(resting.paid == Money{4'500'000});  // 10 shares at 0.45
    CHECK_FALSE(resting.intent.by_dollars());
    CHECK_FALSE(resting.intent.expires.has_value());
    CHECK(books->open_orders[1].intent.client_id == "pm-5");
    CHECK(books->provisional.empty());
    CHECK(books->bodies.empty());
    CHECK(books->halts.empty());
    CHECK(books->settled_once);
    CHECK(*(*ledger)->note("k") == "v");
    CHECK(*(*ledger)->take_numbers("client", 1) == 201);
    const auto first = (*ledger)->recall("paper-1");
    REQUIRE(*first);
    REQUIRE((*first)->fills.size() == 1);
    CHECK((*first)->fills[0].cost == Money{4'120'000});  // with its fee
    const auto life = (*ledger)->queries().life_of("pm-4");
    REQUIRE(life->size() == 1);
    CHECK((*life)[0].cause == "migrated");
    CHECK((*life)[0].status == OrderStatus::cancelled);
}

TEST_CASE("a migrated ledger goes on like a new one", "[store][schema]") {
    const Folder folder;
    make_schema_1(folder.file());
    {
        auto ledger = Ledger::open(folder.file(), paper);
        REQUIRE(ledger);
        REQUIRE((*ledger)->record_intent(order(9), "bytes"));
    }
    auto ledger = Ledger::open(folder.file(), paper);
    REQUIRE(ledger);
    CHECK((*ledger)->load(at(0))->bodies.at("paper-9") == "bytes");
}

TEST_CASE("a reader leaves a ledger of an older schema as it is", "[store][schema]") {
    const Folder folder;
    make_schema_1(folder.file());
    const auto before = bytes_of(folder.file());
    const auto reader = store::Reader::open(folder.file());
    REQUIRE_FALSE(reader);
    CHECK(reader.error().code == Errc::bad_config);
    CHECK(bytes_of(folder.file()) == before);
}

TEST_CASE("somebody else's ledger of schema 1 is refused before it is changed", "[store][schema]") {
    const Folder folder;
    make_schema_1(folder.file());
    auto other = paper;
    other.account = "other";
    CHECK(Ledger::open(folder.file(), other).error().code == Errc::bad_config);
    CHECK(version_of(folder.file()) == 1);
}

// Goal: a migration that cannot be finished leaves schema 1. Method: a table in the way.
TEST_CASE("a migration that fails half-way changes nothing", "[store][schema]") {
    const Folder folder;
    make_schema_1(folder.file());
    {
        auto db = store::Database::open(folder.file(), store::Access::write);
        REQUIRE((*db)->run_script("CREATE TABLE halts(x INTEGER);"));
    }
    const auto ledger = Ledger::open(folder.file(), paper);
    REQUIRE_FALSE(ledger);
    CHECK(ledger.error().code == Errc::storage);
    CHECK(version_of(folder.file()) == 1);
    auto db = store::Database::open(folder.file(), store::Access::read);
    CHECK((*db)
              ->integer("SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'body'")
              .value() == 0);
}
