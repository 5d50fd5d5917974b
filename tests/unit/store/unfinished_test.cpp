/// What a restart finds of orders whose story has not ended: bytes, provisional fills, halts.

#include <csignal>
#include <unistd.h>

#include <sys/resource.h>

#include "domain/names.hpp"
#include "ledger_fixture.hpp"
#include "store/database.hpp"

using namespace pm;
using namespace pm::test;
using store::Ledger;

namespace {

std::unique_ptr<Ledger> opened_ledger(const std::string& path) {
    auto ledger = Ledger::open(path, paper);
    if (!ledger) FAIL(ledger.error().message);
    return std::move(*ledger);
}

Fill fill_of(const Order& order, const std::string& trade, Settlement settlement) {
    Fill fill;
    fill.order_id = order.order_id;
    fill.trade_id = trade;
    fill.condition = order.intent.condition;
    fill.token = order.intent.token;
    fill.side = order.intent.side;
    fill.price = order.intent.limit;
    fill.size = Size{4'000'000};
    fill.settlement = settlement;
    fill.at = at(5);
    fill.cost = Money{1'600'000};
    fill.realized = Money{-7};
    return fill;
}

Position position_of(Size settled, Size provisional) {
    NaiveAccount account;
    account.position.settled = settled;
    account.position.provisional = provisional;
    return account.position;
}

}  // namespace

TEST_CASE("orders of the minute before a start are remembered, oldest first",
          "[store][unfinished]") {
    const Folder folder;
    {
        auto ledger = opened_ledger(folder.file());
        for (const int n : {1, 2, 3}) {
            auto wanted = order(n);
            wanted.created = at(std::vector{0, 10, 65, 40}[static_cast<std::size_t>(n)]);
            REQUIRE(ledger->record_intent(wanted, ""));
        }
    }
    const auto ledger = opened_ledger(folder.file());
    CHECK(ledger->load(at(69))->placed_lately == std::vector{at(10), at(40), at(65)});
    CHECK(ledger->load(at(70))->placed_lately == std::vector{at(40), at(65)});
    CHECK(ledger->load(at(200))->placed_lately.empty());
}

TEST_CASE("every field of a real order reads back", "[store][unfinished]") {
    const Folder folder;
    auto written = order(1);
    written.mode = TradingMode::live;
    written.intent.expires = at(700);
    written.intent.spend = Money{4'560'000};
    written.intent.terms = {TickSize::from_micros(2'500), true, {40'000, 2}};
    written.paid = Money{1'234'567};
    written.proof = Proof::open_orders;
    written.timestamp_ms = 1'781'568'000'123;
    { REQUIRE(opened_ledger(folder.file())->record_intent(written, "{\"order\":1}")); }
    const auto books = opened_ledger(folder.file())->load(at(9));
    REQUIRE(books->open_orders.size() == 1);
    const auto& read = books->open_orders[0];
    CHECK(read.intent.expires == written.intent.expires);
    CHECK(read.intent.spend == written.intent.spend);
    CHECK(read.intent.terms.tick == written.intent.terms.tick);
    CHECK(read.intent.terms.neg_risk);
    CHECK(read.intent.terms.fee.rate_micros == 40'000);
    CHECK(read.intent.terms.fee.exponent == 2);
    CHECK(read.paid == written.paid);
    CHECK(read.proof == Proof::open_orders);
    CHECK(read.timestamp_ms == written.timestamp_ms);
    CHECK(books->bodies.at("paper-1") == "{\"order\":1}");
    CHECK(books->timestamp_ms == written.timestamp_ms);
}

TEST_CASE("the bytes of a request are written once and never change", "[store][unfinished]") {
    auto ledger = opened_ledger(":memory:");
    auto one = order(1);
    REQUIRE(ledger->record_intent(one, "the bytes"));
    one.status = OrderStatus::unknown;
    REQUIRE(ledger->record_order(one));
    CHECK(ledger->load(at(0))->bodies.at("paper-1") == "the bytes");
    one.status = OrderStatus::cancelled;
    REQUIRE(ledger->record_order(one));
    CHECK(ledger->load(at(0))->bodies.empty());
    CHECK(*ledger->queries().body_of("paper-1") == "the bytes");
}

TEST_CASE("timestamps of orders that are over count as well", "[store][unfinished]") {
    auto ledger = opened_ledger(":memory:");
    auto one = order(1);
    one.timestamp_ms = 2'000;
    one.status = OrderStatus::cancelled;
    auto two = order(2);
    two.timestamp_ms = 1'500;
    REQUIRE(ledger->record_intent(one, ""));
    REQUIRE(ledger->record_intent(two, ""));
    CHECK(ledger->load(at(0))->timestamp_ms == 2'000);
}

TEST_CASE("a provisional fill ends once, over a restart too", "[store][unfinished]") {
    const Folder folder;
    auto filled = order(1);
    filled.filled = Size{4'000'000};
    filled.status = OrderStatus::partly_filled;
    {
        auto ledger = opened_ledger(folder.file());
        REQUIRE(*ledger->start_with(Money{1'000}, at(0)));
        REQUIRE(ledger->record_intent(order(1), "b"));
        auto done = ledger->record_fill(fill_of(filled, "t", Settlement::provisional), filled,
                                        position_of({}, Size{4'000'000}), Money{900});
        REQUIRE(*done);
    }
    auto ledger = opened_ledger(folder.file());
    auto books = ledger->load(at(9));
    REQUIRE(books->provisional.size() == 1);
    CHECK(books->provisional[0].trade_id == "t");
    CHECK(books->provisional[0].cost == Money{1'600'000});
    CHECK(books->provisional[0].realized == Money{-7});
    CHECK_FALSE(books->settled_once);
    auto undone = order(1);
    undone.status = OrderStatus::live;
    auto failed = ledger->record_settlement(fill_of(undone, "t", Settlement::failed), undone,
                                            position_of({}, {}), Money{1'000});
    REQUIRE(failed);
    CHECK(*failed);
    // Told again, and told otherwise: nothing.
    for (const auto late : {Settlement::failed, Settlement::settled}) {
        auto again = ledger->record_settlement(fill_of(undone, "t", late), filled,
                                               position_of(Size{1}, {}), Money{5});
        REQUIRE(again);
        CHECK_FALSE(*again);
    }
    auto unknown = ledger->record_settlement(fill_of(undone, "other", Settlement::failed), undone,
                                             position_of({}, {}), Money{5});
    CHECK_FALSE(*unknown);
    ledger.reset();
    books = opened_ledger(folder.file())->load(at(9));
    CHECK(books->provisional.empty());
    CHECK(books->cash == Money{1'000});
    CHECK(books->open_orders[0].filled == Size{});
}

TEST_CASE("the end of a market is remembered for what is not settled there",
          "[store][unfinished]") {
    auto ledger = opened_ledger(":memory:");
    auto filled = order(1);
    filled.status = OrderStatus::filled;
    REQUIRE(*ledger->record_fill(fill_of(filled, "t", Settlement::provisional), filled,
                                 position_of({}, Size{4'000'000}), Money{}));
    REQUIRE(ledger->record_resolution({condition(2), Winner::no}, {}, Money{}, at(6)));
    CHECK(ledger->load(at(9))->ended.empty());
    REQUIRE(ledger->record_resolution({condition(), Winner::yes}, {}, Money{}, at(7)));
    const auto books = ledger->load(at(9));
    REQUIRE(books->ended.size() == 1);
    CHECK(books->ended[0].winner == Winner::yes);
    // The order is over, and is recalled with its fill all the same.
    const auto record = ledger->recall("paper-1");
    REQUIRE(*record);
    CHECK((*record)->order.status == OrderStatus::filled);
    CHECK((*record)->fills.size() == 1);
    CHECK_FALSE(ledger->recall("0xforeign")->has_value());
}

TEST_CASE("the life of an order is told from its first to its last state", "[store][unfinished]") {
    auto ledger = opened_ledger(":memory:");
    auto one = order(1);
    REQUIRE(ledger->record_intent(one, "b"));
    one.status = OrderStatus::unknown;
    one.reason = "no_reply";
    one.updated = at(6);
    REQUIRE(ledger->record_order(one));
    one.status = OrderStatus::partly_filled;
    one.filled = Size{4'000'000};
    one.proof = Proof::trade;
    one.reason.clear();
    one.updated = at(7);
    REQUIRE(*ledger->record_fill(fill_of(one, "t-9", Settlement::provisional), one,
                                 position_of({}, Size{4'000'000}), Money{}));
    std::string told;
    for (const auto id : {"paper-1", "pm-none"}) {
        const auto life = ledger->queries().life_of(id);
        REQUIRE(life);
        for (const auto& step : *life) {
            told += std::string{name_of(step.status)} + " " + step.filled.text() + " " +
                    std::string{name_of(step.proof)} + " (" + step.cause + ")\n";
        }
    }
    CHECK(told ==
          "intent 0 own (wanted)\n"
          "unknown 0 own (no_reply)\n"
          "partly_filled 4 trade (trade t-9 provisional)\n");
    CHECK(ledger->queries().life_of("c-1")->size() == 3);
}

TEST_CASE("a halt is latched over restarts until a person resets it", "[store][unfinished]") {
    const Folder folder;
    {
        auto ledger = opened_ledger(folder.file());
        REQUIRE(ledger->record_halt("overfill", "order x", at(1)));
        REQUIRE(ledger->record_halt("overfill", "again", at(2)));
        REQUIRE(ledger->record_halt("by_hand", "why", at(3)));
    }
    auto ledger = opened_ledger(folder.file());
    CHECK(ledger->load(at(9))->halts == std::vector<std::string>{"overfill", "by_hand"});
    CHECK(*ledger->reset_halt("overfill", "me", at(4)));
    CHECK_FALSE(*ledger->reset_halt("overfill", "me", at(5)));
    CHECK(ledger->load(at(9))->halts == std::vector<std::string>{"by_hand"});
    const auto all = ledger->queries().halts();
    REQUIRE(all->size() == 2);
    CHECK((*all)[0].why == "order x");
    CHECK((*all)[0].reset == at(4));
    CHECK((*all)[0].reset_by == "me");
    // It may come back.
    REQUIRE(ledger->record_halt("overfill", "new", at(6)));
    CHECK(ledger->load(at(9))->halts.size() == 2);
}

TEST_CASE("when the disk is full no intent is durable, whatever was written before",
          "[store][unfinished]") {
    const Folder folder;
    auto ledger = opened_ledger(folder.file());
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    auto small = before;
    small.rlim_cur = std::filesystem::file_size(folder.file() + "-wal") + 30'000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    int kept = 0;
    Result<void> done;
    while (done && kept < 1'000) {
        done = ledger->record_intent(order(kept + 1), std::string(2'000, 'x'));
        if (done) ++kept;
    }
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, old_handler);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::storage);
    CHECK_FALSE(ledger->record_halt("by_hand", "", at(1)));
    ledger.reset();
    const auto books = opened_ledger(folder.file())->load(at(0));
    CHECK(books->open_orders.size() == static_cast<std::size_t>(kept));
    CHECK(books->bodies.size() == static_cast<std::size_t>(kept));
}

TEST_CASE("a database that another program holds is no place for an intent",
          "[store][unfinished]") {
    const Folder folder;
    auto ledger = opened_ledger(folder.file());
    auto other = store::Database::open(folder.file(), store::Access::write);
    REQUIRE((*other)->run_script("BEGIN IMMEDIATE;"));
    const auto done = ledger->record_intent(order(1), "b");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::storage);
    REQUIRE((*other)->run_script("ROLLBACK;"));
    CHECK(ledger->record_intent(order(1), "b"));
}
