/// What a ledger refuses to open, and that a refused file is left as it was.

#include <unistd.h>

#include <sys/wait.h>

#include "ledger_fixture.hpp"
#include "store/database.hpp"
#include "store/reader.hpp"

using namespace pm;
using namespace pm::test;
using store::Ledger;

namespace {

void make_ledger(const std::string& path) {
    auto ledger = Ledger::open(path, paper);
    REQUIRE(ledger);
    REQUIRE((*ledger)->record_intent(order(1), ""));
}

Error refusal_of(const std::string& path, const store::Stamp& stamp = paper) {
    auto ledger = Ledger::open(path, stamp);
    REQUIRE_FALSE(ledger);
    return ledger.error();
}

/// Changes a finished ledger behind its back.
void tamper(const std::string& path, std::string_view sql) {
    auto db = store::Database::open(path, store::Access::write);
    REQUIRE(db);
    REQUIRE((*db)->run_script(sql));
}

}  // namespace

TEST_CASE("a ledger of another mode, account or venue is refused", "[store][stamp]") {
    const Folder folder;
    make_ledger(folder.file());
    const auto before = bytes_of(folder.file());
    auto wanted = paper;
    std::string word;
    SECTION("mode") {
        wanted.mode = TradingMode::live;
        word = "paper";
    }
    SECTION("account") {
        wanted.account = "other";
        word = "'default'";
    }
    SECTION("venue") {
        wanted.venue = "http://127.0.0.1:1";
        word = "'https://venue.example'";
    }
    const auto error = refusal_of(folder.file(), wanted);
    CHECK(error.code == Errc::bad_config);
    CHECK(error.message.find(word) != std::string::npos);
    CHECK_FALSE(error.hint.empty());
    CHECK(bytes_of(folder.file()) == before);
    CHECK(Ledger::open(folder.file(), paper));
}

TEST_CASE("the time of making is no part of whose it is", "[store][stamp]") {
    const Folder folder;
    make_ledger(folder.file());
    auto later = paper;
    later.created = at(1'000'000);
    const auto ledger = Ledger::open(folder.file(), later);
    REQUIRE(ledger);
    CHECK((*ledger)->stamp().created == paper.created);
}

TEST_CASE("a ledger from the future is refused by writer and reader", "[store][stamp]") {
    const Folder folder;
    make_ledger(folder.file());
    tamper(folder.file(), "PRAGMA user_version = 99;");
    const auto before = bytes_of(folder.file());
    const auto error = refusal_of(folder.file());
    CHECK(error.code == Errc::bad_config);
    CHECK(error.message.find("99") != std::string::npos);
    CHECK(store::Reader::open(folder.file()).error().code == Errc::bad_config);
    CHECK(bytes_of(folder.file()) == before);
}

TEST_CASE("another program's database is refused and not touched", "[store][stamp]") {
    const Folder folder;
    tamper(folder.file(), "CREATE TABLE theirs(n INTEGER);");
    const auto before = bytes_of(folder.file());
    CHECK(refusal_of(folder.file()).code == Errc::bad_config);
    CHECK(store::Reader::open(folder.file()).error().code == Errc::bad_config);
    CHECK(bytes_of(folder.file()) == before);
}

TEST_CASE("a file that is no database is refused and not touched", "[store][damage]") {
    const Folder folder;
    const std::string text(5'000, 'x');
    write_bytes(folder.file(), text);
    const auto error = refusal_of(folder.file());
    CHECK(error.code == Errc::storage);
    CHECK(error.message.find("not a database") != std::string::npos);
    CHECK(bytes_of(folder.file()) == text);
}

TEST_CASE("a truncated ledger is refused and kept", "[store][damage]") {
    const Folder folder;
    make_ledger(folder.file());
    const auto whole = bytes_of(folder.file());
    REQUIRE(whole.size() > 20'000);
    for (const std::size_t part :
         {std::size_t{100}, std::size_t{4'096}, whole.size() / 2, whole.size() - 4'096}) {
        const auto cut = whole.substr(0, part);
        write_bytes(folder.file(), cut);
        const auto error = refusal_of(folder.file());
        CHECK(error.code == Errc::storage);
        CHECK_FALSE(error.hint.empty());
        CHECK(bytes_of(folder.file()) == cut);
    }
}

TEST_CASE("a flipped byte anywhere is refused or harmless, never a crash", "[store][damage]") {
    const Folder folder;
    make_ledger(folder.file());
    const auto whole = bytes_of(folder.file());
    int refused = 0;
    int opened = 0;
    for (std::size_t i = 0; i < 150; ++i) {
        auto flipped = whole;
        const auto place = i < 100 ? i : (i * 7919) % whole.size();  // all of the header
        flipped[place] = static_cast<char>(flipped[place] ^ 0x55);
        write_bytes(folder.file(), flipped);
        std::filesystem::remove(folder.file() + "-wal");
        std::filesystem::remove(folder.file() + "-shm");
        auto ledger = Ledger::open(folder.file(), paper);
        if (ledger) {
            ++opened;
            const auto books = (*ledger)->load(at(0));
            if (!books) CHECK(books.error().code == Errc::storage);
        } else {
            ++refused;
            const auto code = ledger.error().code;
            CHECK((code == Errc::storage || code == Errc::bad_config));
        }
        CHECK(std::filesystem::exists(folder.file()));
    }
    CHECK(refused > 20);
    CHECK(opened > 20);
}

TEST_CASE("a cell that does not read back is damage, not a default", "[store][damage]") {
    const Folder folder;
    make_ledger(folder.file());
    SECTION("status") {
        tamper(folder.file(), "UPDATE orders SET status = 'lively';");
    }
    SECTION("token") {
        tamper(folder.file(), "UPDATE orders SET token_id = '-1';");
    }
    SECTION("condition") {
        tamper(folder.file(), "UPDATE orders SET condition_id = '0x12';");
    }
    SECTION("side") {
        tamper(folder.file(), "UPDATE orders SET side = '';");
    }
    auto ledger = Ledger::open(folder.file(), paper);
    REQUIRE(ledger);
    const auto books = (*ledger)->load(at(0));
    REQUIRE_FALSE(books);
    CHECK(books.error().code == Errc::storage);
    CHECK(books.error().message.find("orders") != std::string::npos);
}

TEST_CASE("a second writer is told who holds the ledger", "[store][lock]") {
    const Folder folder;
    auto first = Ledger::open(folder.file(), paper);
    REQUIRE(first);
    const auto error = refusal_of(folder.file());
    CHECK(error.code == Errc::busy);
    CHECK(error.message.find(std::to_string(::getpid())) != std::string::npos);
    first->reset();
    CHECK(Ledger::open(folder.file(), paper));
}

TEST_CASE("the lock of a dead writer is free", "[store][lock]") {
    const Folder folder;
    const auto child = ::fork();
    if (child == 0) {
        auto ledger = Ledger::open(folder.file(), paper);
        ::_exit(ledger ? 0 : 1);  // without unlocking
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WEXITSTATUS(status) == 0);
    CHECK(Ledger::open(folder.file(), paper));
}

TEST_CASE("a folder that may not be written is a storage error", "[store][readonly]") {
    const Folder folder;
    REQUIRE(std::filesystem::create_directory(folder.file("locked")));
    std::filesystem::permissions(folder.file("locked"), std::filesystem::perms::owner_read |
                                                            std::filesystem::perms::owner_exec);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const auto child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::setuid(65'534) != 0) ::_exit(3);  // nothing is shut to root
        auto ledger = Ledger::open(folder.file("locked/ledger.db"), paper);
        ::_exit(!ledger && ledger.error().code == Errc::storage ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_FALSE(std::filesystem::exists(folder.file("locked/ledger.db")));
    CHECK(refusal_of("/proc/nowhere/ledger.db").code == Errc::storage);
}
