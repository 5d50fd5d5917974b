/// What was said to be written is there after any kind of death, and nothing is there by half.

#include <csignal>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/wait.h>

#include "ledger_fixture.hpp"

using namespace pm;
using namespace pm::test;
using store::Ledger;

namespace {

/// Every fill buys 10 shares at 0.40 with a fee of 0.01: so the sums must agree, whatever was cut.
/// @return how many fills there are.
std::int64_t check_whole(Ledger& ledger) {
    const auto books = ledger.load(at(0));
    REQUIRE(books);
    const auto page = ledger.queries().fills({.limit = 1'000'000, .before = std::nullopt});
    REQUIRE(page);
    const auto fills = static_cast<std::int64_t>(page->rows.size());
    CHECK(books->cash == Money{1'000'000'000 - fills * 4'010'000});
    CHECK(books->open_orders.empty());
    if (fills == 0) {
        CHECK(books->positions.empty());
    } else {
        REQUIRE(books->positions.size() == 1);
        CHECK(books->positions[0].settled == Size{fills * 10'000'000});
        CHECK(books->positions[0].cost == Money{fills * 4'010'000});
    }
    return fills;
}

/// Trades for ever, and says each number on `to` once its fill is durable.
[[noreturn]] void trade_for_ever(const std::string& path, int to) {
    auto ledger = Ledger::open(path, paper);
    if (!ledger) ::_exit(1);
    NaiveAccount account;
    const auto books = (*ledger)->load(at(0));
    if (!books || !(*ledger)->start_with(account.cash, at(0))) ::_exit(1);
    if (!books->positions.empty()) {
        account.position = books->positions[0];
        account.cash = books->cash;
    }
    auto n = static_cast<int>(account.position.settled.micros / 10'000'000);
    while (true) {
        ++n;
        const auto done = account.buy(**ledger, n);
        if (!done || !*done) ::_exit(1);
        if (::write(to, &n, sizeof n) != static_cast<ssize_t>(sizeof n)) ::_exit(1);
    }
}

/// Lets a child trade until it has said `count` numbers, then kills it. @return the last number.
int trade_and_kill(const std::string& path, int count) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        trade_for_ever(path, ends[1]);
    }
    ::close(ends[1]);
    int last = 0;
    for (int i = 0; i < count; ++i) REQUIRE(::read(ends[0], &last, sizeof last) == sizeof last);
    REQUIRE(::kill(child, SIGKILL) == 0);
    int more = 0;
    while (::read(ends[0], &more, sizeof more) == static_cast<ssize_t>(sizeof more)) last = more;
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    return last;
}

}  // namespace

// Goal: kill -9 loses no fill that was reported, and leaves no half of one.
// Method: a child process trades and reports; the parent kills it at a changing point, reopens,
//         and compares with a naive account. The file lives on through all the deaths.
TEST_CASE("kill -9 in the middle of trading loses nothing reported", "[store][durability]") {
    const Folder folder;
    for (int round = 1; round <= 25; ++round) {
        const int last = trade_and_kill(folder.file(), 1 + round % 5);
        auto ledger = Ledger::open(folder.file(), paper);
        REQUIRE(ledger);
        const auto fills = check_whole(**ledger);
        CHECK(fills >= last);
        CHECK(fills <= last + 1);  // the one whose report was cut off
    }
}

// Goal: a log torn by a power cut at any byte gives the state after some earlier commit.
// Method: keep the files of a killed trader, cut the log at many places, reopen each.
TEST_CASE("a torn write-ahead log gives a whole earlier state", "[store][durability]") {
    const Folder folder;
    const int last = trade_and_kill(folder.file(), 6);
    const auto main_file = bytes_of(folder.file());
    const auto log = bytes_of(folder.file() + "-wal");
    REQUIRE(log.size() > 4'096);
    std::int64_t fewest = last;
    std::int64_t most = 0;
    std::int64_t opened = 0;
    for (std::size_t cut = 0; cut <= 24; ++cut) {
        const auto torn = folder.file("torn-" + std::to_string(cut) + ".db");
        write_bytes(torn, main_file);
        write_bytes(torn + "-wal", log.substr(0, log.size() * cut / 24));
        auto ledger = Ledger::open(torn, paper);
        REQUIRE(ledger);  // an empty log gives an empty file, which is made anew
        if ((*ledger)->queries().cash_changes({})->rows.empty()) continue;
        ++opened;
        const auto fills = check_whole(**ledger);
        fewest = std::min(fewest, fills);
        most = std::max(most, fills);
    }
    CHECK(opened > 5);
    CHECK(most >= last);
    CHECK(fewest < last);
}

TEST_CASE("when the file may not grow, trading stops with all or nothing", "[store][durability]") {
    const Folder folder;
    NaiveAccount account;
    int written = 0;
    {
        auto ledger = Ledger::open(folder.file(), paper);
        REQUIRE(ledger);
        REQUIRE((*ledger)->start_with(account.cash, at(0)));
        REQUIRE(*account.buy(**ledger, ++written));

        rlimit before{};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
        auto small = before;
        small.rlim_cur = std::filesystem::file_size(folder.file() + "-wal") + 40'000;
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        Result<bool> done = true;
        while (done && *done && written < 1'000) done = account.buy(**ledger, ++written);
        const auto later = (*ledger)->record_intent(order(5'000), "");
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        std::signal(SIGXFSZ, old_handler);

        REQUIRE_FALSE(done);
        CHECK(done.error().code == Errc::storage);
        CHECK_FALSE(done.error().hint.empty());
        // After a write error the handle is given up: it must be opened and checked again.
        REQUIRE_FALSE(later);
        CHECK(later.error().code == Errc::storage);
        CHECK_FALSE((*ledger)->record_intent(order(5'001), ""));
    }
    auto ledger = Ledger::open(folder.file(), paper);
    REQUIRE(ledger);
    CHECK(check_whole(**ledger) == written - 1);
    CHECK(*account.buy(**ledger, written));
}
