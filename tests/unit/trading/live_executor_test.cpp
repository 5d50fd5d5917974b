// What a live account asks of the executor beyond a paper one.

#include "support/catch.hpp"
#include "trading/executor.hpp"
#include "unit/trading/account_fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

struct HeardAudit final : Auditor {
    Result<void> record(const AuditEntry& entry) override {
        if (lost) return fail(Errc::storage, "no room");
        lines.push_back(std::string{entry.kind} + " " + std::string{entry.verdict});
        limits = entry.limits.size();
        evidence = entry.evidence.size();
        repeats = entry.repeats;
        return {};
    }
    bool lost = false;
    std::vector<std::string> lines;
    std::size_t limits = 0;
    std::size_t evidence = 0;
    std::int64_t repeats = 0;
};

/// An account whose decisions are written down.
struct Audited : Account {
    HeardAudit audit;
    trading::Executor watched{{.gate = gate,
                               .journal = journal,
                               .venue = venue,
                               .tracker = tracker,
                               .portfolio = portfolio,
                               .numbers = numbers,
                               .sink = listener,
                               .auditor = &audit}};
};

}  // namespace

TEST_CASE("each decision is audited, the refused ones too", "[trading][audit]") {
    Audited a;
    REQUIRE(a.watched.place(a.intent(Side::buy, shares(10)), a.occasion())->order_id);
    CHECK(a.audit.lines == std::vector<std::string>{"order approved"});
    CHECK(a.audit.limits >= 12);
    CHECK(a.audit.evidence == 5);
    a.audit.lines.clear();
    REQUIRE(a.watched.place(a.intent(Side::buy, shares(1)), a.occasion())->refusal);
    CHECK(a.audit.lines == std::vector<std::string>{"refused below_minimum"});
    // The same again within a minute is counted, not written.
    for (int i = 0; i < 5; ++i) {
        REQUIRE(a.watched.place(a.intent(Side::buy, shares(1)), a.occasion())->refusal);
    }
    CHECK(a.audit.lines.size() == 1);
    a.now += std::chrono::minutes{1};
    REQUIRE(a.watched.place(a.intent(Side::buy, shares(1)), a.occasion())->refusal);
    CHECK(a.audit.lines.size() == 2);
    CHECK(a.audit.repeats == 5);
}

TEST_CASE("an order that cannot be audited is not sent, and trading halts", "[trading][audit]") {
    Audited a;
    a.audit.lost = true;
    const auto placed = a.watched.place(a.intent(Side::buy, shares(10)), a.occasion());
    REQUIRE_FALSE(placed);
    CHECK(placed.error().code == Errc::storage);
    CHECK(a.venue.sent.empty());
    CHECK(a.gate.halts().contains(risk::Halt::audit));
    CHECK(a.tracker.open().empty());
    CHECK(a.journal.latched == std::vector<std::string>{"audit"});
    // A cancel leaves all the same.
    REQUIRE(a.watched.cancel("0x1", a.now).has_value());
    CHECK(a.venue.cancelled == std::vector<std::string>{"0x1"});
}

TEST_CASE("a wish that has to wait for the venue's pace is audited as a refusal",
          "[trading][audit]") {
    struct Busy final : trading::Venue {
        [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }
        Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>&) override {
            return fail(Errc::throttled, "the bucket is empty");
        }
        Result<void> submit(const trading::Prepared&, risk::Approved<OrderIntent>) override {
            FAIL("sent");
            return {};
        }
        Result<void> cancel(std::string_view) override { return {}; }
    };
    Audited a;
    Busy busy;
    trading::Executor executor{
        {a.gate, a.journal, busy, a.tracker, a.portfolio, a.numbers, a.listener, &a.audit}};
    const auto placed = executor.place(a.intent(Side::buy, shares(10)), a.occasion());
    REQUIRE_FALSE(placed);
    CHECK(placed.error().code == Errc::throttled);
    CHECK(a.audit.lines == std::vector<std::string>{"refused venue_throttled"});
    CHECK_FALSE(a.gate.halted());
}

TEST_CASE("ordinary cancels are limited, an emergency is not", "[trading][executor]") {
    auto limits = wide_limits();
    limits.cancels_a_minute = 10;
    Account a{limits};
    for (int i = 0; i < 7; ++i) CHECK(a.executor.cancel("0x1", a.now).has_value());
    const auto refused = a.executor.cancel("0x1", a.now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::throttled);
    CHECK(a.executor.cancel("0x1", a.now, true).has_value());
    CHECK(a.venue.cancelled.size() == 8);
    a.now += std::chrono::minutes{1};
    CHECK(a.executor.cancel("0x1", a.now).has_value());
}

TEST_CASE("nothing new goes on top of a cancel without proof", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    REQUIRE(a.executor.cancel(id, a.now).has_value());
    CHECK(a.place(Side::buy, shares(10))->refusal->code == risk::RefusalCode::unknown_slot);
    trading::OrderReport report;
    report.order_id = id;
    report.status = OrderStatus::cancelled;
    a.executor.on_report(report);
    CHECK(a.place(Side::buy, shares(10))->order_id.has_value());
}

TEST_CASE("a slot with an unknown outcome takes nothing new", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    a.executor.on_order({id, OrderStatus::unknown, {}, "no_reply", noon, Proof::own});
    CHECK(a.place(Side::buy, shares(10))->refusal->code == risk::RefusalCode::unknown_slot);
    // Another slot is free: the same market's other outcome.
    auto other = wish(Side::buy, cents(40), shares(10), Outcome::no);
    CHECK(a.executor.place(other, a.occasion())->order_id.has_value());
}

TEST_CASE("an order that would meet our own is refused", "[trading][executor]") {
    Account a;
    static_cast<void>(a.must_place(Side::buy, shares(10)));  // YES at 0.40
    auto pair = wish(Side::buy, cents(60), shares(10), Outcome::no);
    auto occasion = a.occasion();
    occasion.ask = cents(62);
    occasion.bid = cents(58);
    CHECK(a.executor.place(pair, occasion)->refusal->code == risk::RefusalCode::self_match);
    pair.limit = cents(59);
    CHECK(a.executor.place(pair, occasion)->order_id.has_value());
}

TEST_CASE("only the very same bytes leave a second time, past the gate", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    CHECK(a.executor.repost(id, a.occasion()).error().code == Errc::not_found);  // not unknown
    a.executor.on_order({id, OrderStatus::unknown, {}, "no_reply", noon, Proof::own});
    auto stale = a.occasion();
    stale.quoted_at = noon - std::chrono::hours{1};
    CHECK(a.executor.repost(id, stale)->refusal->code == risk::RefusalCode::stale_quote);
    CHECK(a.venue.sent.size() == 1);
    CHECK(a.executor.repost(id, a.occasion())->order_id == id);
    CHECK(a.venue.bodies == std::vector<std::string>{"bytes of pm-1", "bytes of pm-1"});
    CHECK(a.executor.body(id) == "bytes of pm-1");
    a.executor.on_order({id, OrderStatus::cancelled, {}, "", noon});
    CHECK(a.executor.repost(id, a.occasion()).error().code == Errc::not_found);
    CHECK(a.executor.body(id).empty());
}

TEST_CASE("a restart goes on with bytes, promises and halts", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    a.executor.on_report(trade_of("t-1", trading::TradeStage::matched, id, shares(4)));
    Books books;
    books.cash = a.portfolio.cash();
    books.positions = a.portfolio.positions();
    books.open_orders = a.tracker.open();
    books.provisional = {a.journal.fills.at({id, "t-1"})};
    books.bodies[id] = "bytes of pm-1";
    books.halts = {"overfill"};

    Account b;
    b.journal.orders = a.journal.orders;
    b.journal.fills = a.journal.fills;
    REQUIRE(b.executor.restore(books, noon).has_value());
    CHECK(b.gate.halts().contains(risk::Halt::overfill));
    CHECK(b.executor.body(id) == "bytes of pm-1");
    CHECK(b.tracker.find(id)->filled == shares(4));
    b.executor.on_report(trade_of("t-1", trading::TradeStage::matched, id, shares(4)));
    CHECK(b.tracker.find(id)->filled == shares(4));
    b.executor.on_report(trade_of("t-1", trading::TradeStage::failed, id, shares(4)));
    CHECK(b.portfolio.cash() == dollars(1'000));
    CHECK(b.tracker.find(id)->filled == Size{});
}

TEST_CASE("a limit of orders a minute does not begin anew with each start", "[trading][executor]") {
    auto limits = wide_limits();
    limits.orders_a_minute = 2;
    Account a{limits};
    Books books;
    books.cash = dollars(1'000);
    books.placed_lately = {noon - 50s, noon - 20s};
    REQUIRE(a.executor.restore(books, noon).has_value());
    CHECK(a.place(Side::buy, shares(10))->refusal->code == risk::RefusalCode::order_rate);
    a.now = noon + 11s;
    CHECK(a.place(Side::buy, shares(10))->order_id.has_value());
}

TEST_CASE("when a copy may have left is written down before it does", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    a.executor.on_order({id, OrderStatus::unknown, {}, "no_reply", noon, Proof::own});
    a.now = noon + 7s;
    REQUIRE(a.executor.repost(id, a.occasion())->order_id == id);
    CHECK(a.journal.orders.at(id).updated == noon + 7s);
}

TEST_CASE("what may have been sent when a live run ended is unknown", "[trading][executor]") {
    Account a;
    Books books;
    books.cash = dollars(1'000);
    for (const auto status : {OrderStatus::intent, OrderStatus::sent, OrderStatus::live}) {
        Order order;
        order.order_id = std::string{name_of(status)};
        order.intent = a.intent(Side::buy, shares(10));
        order.intent.client_id = order.order_id;
        order.status = status;
        books.open_orders.push_back(order);
        a.journal.orders[order.order_id] = order;
    }
    REQUIRE(a.executor.restore(books, noon).has_value());
    CHECK(a.tracker.find("intent")->status == OrderStatus::unknown);
    CHECK(a.tracker.find("sent")->status == OrderStatus::unknown);
    CHECK(a.tracker.find("sent")->reason == "restart");
    CHECK(a.tracker.find("live")->status == OrderStatus::live);
    CHECK(a.journal.orders.at("intent").status == OrderStatus::unknown);  // written down
}

TEST_CASE("a request that is not the approved order is refused, and nothing is sent",
          "[trading][executor]") {
    struct Crooked final : trading::Venue {
        [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }
        Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>&) override {
            return fail(Errc::refused, "another token");
        }
        Result<void> submit(const trading::Prepared&, risk::Approved<OrderIntent>) override {
            FAIL("sent");
            return {};
        }
        Result<void> cancel(std::string_view) override { return {}; }
    };
    Account a;
    Crooked crooked;
    trading::Executor executor{
        {a.gate, a.journal, crooked, a.tracker, a.portfolio, a.numbers, a.listener}};
    const auto placed = executor.place(a.intent(Side::buy, shares(10)), a.occasion());
    REQUIRE(placed.has_value());
    CHECK(placed->refusal->code == risk::RefusalCode::wire_mismatch);
    CHECK(a.tracker.open().empty());
    CHECK_FALSE(a.gate.halted());
}

TEST_CASE("a live market buy by shares becomes one by dollars that costs no more",
          "[trading][executor]") {
    auto limits = wide_limits();
    limits.per_order = Money{4'120'000};  // 10 at 0.40 and the fee of 0.12
    Account a{limits};
    auto wish = a.intent(Side::buy, shares(10));
    wish.tif = TimeInForce::fak;
    const auto placed = a.executor.place(wish, a.occasion());
    REQUIRE(placed->order_id.has_value());
    const auto& intent = a.tracker.find(*placed->order_id)->intent;
    // 3.92 and 5% of it are 4.116: whatever the price, it stays below the limit.
    CHECK(intent.spend == Money{3'920'000});
    CHECK(intent.size <= shares(10));
    CHECK(intent.size > Size{9'700'000});
    CHECK(a.executor.stakes()[0].cost == Money{4'116'000});
}

TEST_CASE("orders that ended long ago are found in the journal", "[trading][executor]") {
    Account a;
    const auto id = a.must_place(Side::buy, shares(10));
    a.executor.on_order({id, OrderStatus::cancelled, {}, "", a.now});
    a.now += std::chrono::hours{2};
    for (int i = 0; i < 256; ++i) static_cast<void>(a.place(Side::buy, shares(1)));
    CHECK(a.tracker.find(id) == nullptr);
    // A match from before its end is told at last.
    a.executor.on_report(trade_of("t-1", trading::TradeStage::confirmed, id, shares(4)));
    CHECK(a.portfolio.find(a.market.yes)->settled == shares(4));
    CHECK(a.executor.foreign() == 0);
}
