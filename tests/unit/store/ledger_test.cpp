#include "store/ledger.hpp"

#include <sys/stat.h>

#include "ledger_fixture.hpp"
#include "store/database.hpp"
#include "store/reader.hpp"
#include "store/schema.hpp"

using namespace pm;
using namespace pm::test;

namespace {

std::unique_ptr<store::Ledger> opened(const std::string& path, const store::Stamp& stamp = paper) {
    auto ledger = store::Ledger::open(path, stamp);
    if (!ledger) FAIL(ledger.error().message);
    return std::move(*ledger);
}

unsigned mode_of(const std::string& path) {
    struct stat state {};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    return state.st_mode & 0777U;
}

void check_same(const Order& a, const Order& b) {
    CHECK(a.order_id == b.order_id);
    CHECK(a.intent.client_id == b.intent.client_id);
    CHECK(a.intent.event == b.intent.event);
    CHECK(a.intent.market == b.intent.market);
    CHECK(a.intent.condition == b.intent.condition);
    CHECK(a.intent.token == b.intent.token);
    CHECK(a.intent.outcome == b.intent.outcome);
    CHECK(a.intent.side == b.intent.side);
    CHECK(a.intent.limit == b.intent.limit);
    CHECK(a.intent.size == b.intent.size);
    CHECK(a.intent.tif == b.intent.tif);
    CHECK(a.intent.post_only == b.intent.post_only);
    CHECK(a.intent.reason == b.intent.reason);
    CHECK(a.filled == b.filled);
    CHECK(a.status == b.status);
    CHECK(a.reason == b.reason);
    CHECK(a.mode == b.mode);
    CHECK(a.created == b.created);
    CHECK(a.updated == b.updated);
}

}  // namespace

TEST_CASE("a new ledger is private, and its folder too", "[store][ledger]") {
    const Folder folder;
    const auto path = folder.file("state/pm/ledger.db");
    const auto ledger = opened(path);
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path + ".lock") == 0600);
    CHECK(mode_of(folder.file("state/pm")) == 0700);
    CHECK(mode_of(folder.file("state")) == 0700);
}

TEST_CASE("a file that others may read is made private", "[store][ledger]") {
    const Folder folder;
    opened(folder.file());
    REQUIRE(::chmod(folder.file().c_str(), 0644) == 0);
    opened(folder.file());
    CHECK(mode_of(folder.file()) == 0600);
}

TEST_CASE("an order reads back as it was written, every field of it", "[store][ledger]") {
    const Folder folder;
    auto written = order(3);
    written.intent.outcome = Outcome::no;
    written.intent.side = Side::sell;
    written.intent.tif = TimeInForce::gtd;
    written.intent.post_only = true;
    written.filled = Size{4'999'999};
    written.status = OrderStatus::partly_filled;
    written.reason = "it's \"half\" done";
    written.mode = TradingMode::live;
    written.updated = at(90);
    {
        auto ledger = opened(folder.file());
        REQUIRE(ledger->record_intent(written, ""));
    }
    auto books = opened(folder.file())->load(at(100));
    REQUIRE(books);
    REQUIRE(books->open_orders.size() == 1);
    check_same(books->open_orders[0], written);
}

TEST_CASE("an intent without the venue's id gets it later", "[store][ledger]") {
    auto ledger = opened(":memory:");
    auto wanted = order(1);
    wanted.order_id.clear();
    auto other = order(2);
    other.order_id.clear();
    REQUIRE(ledger->record_intent(wanted, ""));
    REQUIRE(ledger->record_intent(other, ""));
    wanted.order_id = "0xfeed";
    wanted.status = OrderStatus::live;
    REQUIRE(ledger->record_order(wanted));
    auto by_hash = ledger->queries().order("0xfeed");
    auto by_client = ledger->queries().order("c-1");
    REQUIRE(by_hash);
    REQUIRE(*by_hash);
    REQUIRE(*by_client);
    check_same(**by_hash, **by_client);
    CHECK((*by_hash)->status == OrderStatus::live);
    CHECK_FALSE(*ledger->queries().order("c-9"));
}

TEST_CASE("a client id is used once", "[store][ledger]") {
    auto ledger = opened(":memory:");
    REQUIRE(ledger->record_intent(order(1), ""));
    const auto again = ledger->record_intent(order(1), "");
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::refused);
    CHECK(ledger->load(at(0))->open_orders.size() == 1);
}

TEST_CASE("final orders are not loaded, open ones come oldest first", "[store][ledger]") {
    auto ledger = opened(":memory:");
    const std::vector<OrderStatus> final_ones{OrderStatus::filled, OrderStatus::cancelled,
                                              OrderStatus::expired, OrderStatus::rejected};
    const std::vector<OrderStatus> open_ones{OrderStatus::intent,  OrderStatus::sent,
                                             OrderStatus::unknown, OrderStatus::live,
                                             OrderStatus::delayed, OrderStatus::partly_filled};
    int n = 0;
    for (const auto& statuses : {open_ones, final_ones}) {
        for (const auto status : statuses) {
            auto o = order(++n);
            o.status = status;
            REQUIRE(ledger->record_order(o));
        }
    }
    const auto books = ledger->load(at(0));
    REQUIRE(books->open_orders.size() == open_ones.size());
    for (std::size_t i = 0; i < open_ones.size(); ++i) {
        CHECK(books->open_orders[i].status == open_ones[i]);
        CHECK(books->open_orders[i].intent.client_id == "c-" + std::to_string(i + 1));
    }
}

TEST_CASE("a fill brings order, position and cash with it", "[store][ledger]") {
    const Folder folder;
    NaiveAccount account;
    {
        auto ledger = opened(folder.file());
        REQUIRE(*ledger->start_with(account.cash, at(0)));
        REQUIRE(ledger->record_intent(order(1), ""));
        CHECK(*account.buy(*ledger, 1));
    }
    const auto books = opened(folder.file())->load(at(100));
    REQUIRE(books);
    CHECK(books->cash == Money{995'990'000});
    CHECK(books->open_orders.empty());
    REQUIRE(books->positions.size() == 1);
    CHECK(books->positions[0].settled == Size{10'000'000});
    CHECK(books->positions[0].cost == Money{4'010'000});
    CHECK(books->positions[0].condition == condition());
    CHECK(books->positions[0].event == account.position.event);
    CHECK(books->realized_today == Money{0});
}

TEST_CASE("a repeated fill changes nothing", "[store][ledger]") {
    auto ledger = opened(":memory:");
    NaiveAccount account;
    REQUIRE(*ledger->start_with(account.cash, at(0)));
    REQUIRE(*account.buy(*ledger, 1));
    const auto before = ledger->load(at(50));
    auto repeat = account.buy(*ledger, 1);
    REQUIRE(repeat);
    CHECK_FALSE(*repeat);
    const auto after = ledger->load(at(50));
    CHECK(after->cash == before->cash);
    CHECK(after->positions[0].settled == before->positions[0].settled);
    CHECK(after->positions[0].cost == before->positions[0].cost);
    CHECK(ledger->queries().fills({})->rows.size() == 1);
    CHECK(ledger->queries().cash_changes({})->rows.size() == 2);
}

TEST_CASE("the same trade may fill two of our orders", "[store][ledger]") {
    auto ledger = opened(":memory:");
    NaiveAccount account;
    REQUIRE(*account.buy(*ledger, 1));
    auto second = order(2);
    Fill fill{.order_id = second.order_id,
              .trade_id = "t-1",
              .condition = condition(),
              .token = token(),
              .side = Side::buy,
              .price = second.intent.limit,
              .size = Size{1'000'000},
              .fee = Money{0},
              .liquidity = Liquidity::maker,
              .settlement = Settlement::provisional,
              .at = at(3)};
    auto done = ledger->record_fill(fill, second, account.position, account.cash);
    REQUIRE(done);
    CHECK(*done);
    const auto fills = ledger->queries().fills({});
    REQUIRE(fills->rows.size() == 2);
    CHECK(fills->rows[0].order_id == "paper-2");
    CHECK(fills->rows[0].liquidity == Liquidity::maker);
    CHECK(fills->rows[0].settlement == Settlement::provisional);
    CHECK(fills->rows[1].fee == Money{10'000});
}

TEST_CASE("a new account gets its cash once", "[store][ledger]") {
    auto ledger = opened(":memory:");
    CHECK(*ledger->start_with(Money{5}, at(0)));
    CHECK_FALSE(*ledger->start_with(Money{7}, at(1)));
    CHECK(*ledger->queries().cash() == Money{5});
}

TEST_CASE("realised profit counts on the UTC day it was made", "[store][ledger]") {
    auto ledger = opened(":memory:");
    NaiveAccount account;
    REQUIRE(*account.buy(*ledger, 1));
    auto sell = [&](int n, Timestamp when, Money realized) {
        auto sold = order(n);
        sold.intent.side = Side::sell;
        sold.status = OrderStatus::filled;
        account.position.settled -= Size{1'000'000};
        account.position.realized += realized;
        const Fill fill{.order_id = sold.order_id,
                        .trade_id = "t-" + std::to_string(n),
                        .condition = condition(),
                        .token = token(),
                        .side = Side::sell,
                        .price = Price::from_micros(500'000),
                        .size = Size{1'000'000},
                        .fee = Money{2'000},
                        .liquidity = Liquidity::taker,
                        .settlement = Settlement::settled,
                        .at = when};
        REQUIRE(*ledger->record_fill(fill, sold, account.position, account.cash));
    };
    const auto midnight = at(86'400);
    sell(2, midnight - std::chrono::microseconds{1}, Money{100'000});
    sell(3, midnight, Money{-30'000});
    sell(4, midnight + std::chrono::hours{5}, Money{7});

    CHECK(ledger->load(midnight + std::chrono::hours{6})->realized_today == Money{-29'993});
    CHECK(ledger->load(midnight - std::chrono::hours{1})->realized_today == Money{70'007});
    CHECK(ledger->load(midnight + std::chrono::hours{24})->realized_today == Money{0});
    CHECK(*ledger->queries().realized_total() == Money{70'007});

    const auto days = ledger->queries().pnl_by_day();
    REQUIRE(days->size() == 2);
    CHECK(date_text((*days)[0].day) == "2026-06-16");
    CHECK((*days)[0].realized == Money{100'000});
    CHECK((*days)[0].fees == Money{12'000});
    CHECK((*days)[0].fills == 2);
    CHECK((*days)[1].realized == Money{-29'993});
    CHECK((*days)[1].fills == 2);
}

TEST_CASE("a resolution empties the positions, pays, and is written once", "[store][ledger]") {
    auto ledger = opened(":memory:");
    NaiveAccount account;
    REQUIRE(*ledger->start_with(account.cash, at(0)));
    REQUIRE(*account.buy(*ledger, 1));
    auto closed = account.position;
    closed.settled = Size{};
    closed.cost = Money{};
    closed.realized = Money{10'000'000 - 4'010'000};
    const Resolution end{.condition = condition(), .winner = Winner::yes};
    const auto cash = account.cash + Money{10'000'000};
    REQUIRE(ledger->record_resolution(end, {closed}, cash, at(500)));
    REQUIRE(ledger->record_resolution(end, {closed}, Money{1}, at(501)));  // changes nothing

    const auto books = ledger->load(at(600));
    CHECK(books->cash == cash);
    CHECK(books->positions.empty());
    CHECK(books->realized_today == Money{5'990'000});
    CHECK(*ledger->queries().resolution_of(condition()) == Winner::yes);
    CHECK(*ledger->queries().resolution_of(condition(2)) == std::nullopt);

    const auto other = ledger->record_resolution({.condition = condition(), .winner = Winner::no},
                                                 {}, Money{1}, at(502));
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Errc::refused);
    CHECK(ledger->load(at(600))->cash == cash);

    const auto markets = ledger->queries().pnl_by_market();
    REQUIRE(markets->size() == 1);
    CHECK((*markets)[0].realized == Money{5'990'000});
    CHECK((*markets)[0].cost == Money{0});
    CHECK((*markets)[0].winner == Winner::yes);
}

TEST_CASE("positions come in the order of their numbers", "[store][ledger]") {
    auto ledger = opened(":memory:");
    int n = 0;
    for (const int id : {10, 9, 200, 31}) {
        auto o = order(++n);
        o.intent.token = token(id);
        Position p;
        p.token = token(id);
        p.settled = Size{1};
        const Fill fill{.order_id = o.order_id,
                        .trade_id = "t",
                        .condition = {},
                        .token = token(id),
                        .side = Side::buy,
                        .price = o.intent.limit,
                        .size = Size{1},
                        .fee = {},
                        .liquidity = Liquidity::taker,
                        .settlement = Settlement::settled,
                        .at = at(n)};
        REQUIRE(*ledger->record_fill(fill, o, p, Money{0}));
    }
    const auto books = ledger->load(at(0));
    REQUIRE(books->positions.size() == 4);
    CHECK(books->positions[0].token == token(9));
    CHECK(books->positions[1].token == token(10));
    CHECK(books->positions[2].token == token(31));
    CHECK(books->positions[3].token == token(200));
}

TEST_CASE("long lists come page by page, newest first, each row once", "[store][ledger]") {
    auto ledger = opened(":memory:");
    for (int n = 1; n <= 7; ++n) REQUIRE(ledger->record_intent(order(n), ""));
    std::vector<std::string> seen;
    store::PageRequest request{.limit = 3, .before = std::nullopt};
    int pages = 0;
    do {
        const auto page = ledger->queries().orders(request);
        REQUIRE(page);
        for (const auto& o : page->rows) seen.push_back(o.intent.client_id);
        request.before = page->next;
        ++pages;
    } while (request.before);
    CHECK(pages == 3);
    CHECK(seen == std::vector<std::string>{"c-7", "c-6", "c-5", "c-4", "c-3", "c-2", "c-1"});
}

TEST_CASE("notes are kept, and numbers are never given twice", "[store][ledger]") {
    const Folder folder;
    {
        auto ledger = opened(folder.file());
        CHECK(*ledger->note("salt") == std::nullopt);
        REQUIRE(ledger->set_note("salt", "a"));
        REQUIRE(ledger->set_note("salt", ""));
        CHECK(*ledger->take_numbers("order", 1) == 1);
        CHECK(*ledger->take_numbers("order", 10) == 2);
        CHECK(*ledger->take_numbers("trade", 2) == 1);
    }
    auto ledger = opened(folder.file());
    CHECK(*ledger->note("salt") == "");
    CHECK(*ledger->take_numbers("order", 5) == 12);
    CHECK(*ledger->take_numbers("trade", 1) == 3);
}

TEST_CASE("a reader sees what the writer has committed, and cannot write", "[store][reader]") {
    const Folder folder;
    CHECK(store::Reader::open(folder.file()).error().code == Errc::not_found);
    auto ledger = opened(folder.file());
    auto reader = store::Reader::open(folder.file());
    REQUIRE(reader);
    CHECK((*reader)->stamp().venue == paper.venue);
    CHECK((*reader)->stamp().created == paper.created);
    CHECK((*reader)->queries().open_orders()->empty());
    REQUIRE(ledger->record_intent(order(1), ""));
    CHECK((*reader)->queries().open_orders()->size() == 1);
    ledger.reset();
    CHECK((*reader)->queries().open_orders()->size() == 1);
    CHECK(store::Reader::open(folder.file()));
}
