#include "pm-trade/desk.hpp"

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::trade;
using namespace std::chrono_literals;

namespace {

/// A journal that remembers how often it was asked, and fails on demand.
struct FakeJournal final : Journal {
    Result<void> record_intent(const Order& /*order*/, std::string_view /*body*/) override {
        return answer();
    }
    Result<bool> record_settlement(const Fill&, const Order&, const Position&, Money) override {
        if (auto done = answer(); !done) return pass(done);
        return true;
    }
    Result<void> record_halt(std::string_view, std::string_view, Timestamp) override {
        return answer();
    }
    Result<std::optional<OrderRecord>> recall(std::string_view) override {
        return std::optional<OrderRecord>{};
    }
    Result<void> record_order(const Order& /*order*/) override { return answer(); }
    Result<bool> record_fill(const Fill&, const Order&, const Position&, Money) override {
        if (auto done = answer(); !done) return pass(done);
        return true;
    }
    Result<void> record_resolution(const Resolution&, const std::vector<Position>&, Money,
                                   Timestamp) override {
        return answer();
    }
    Result<void> answer() {
        ++calls;
        if (broken) return fail(Errc::storage, "the disk is full");
        return {};
    }
    int calls = 0;
    bool broken = false;
};

struct Heard final : DeskSink {
    void on_signal(Timestamp, const Signal& signal) override { signals.push_back(signal); }
    void on_order(Timestamp, const Order& order) override { orders.push_back(order); }
    void on_fill(Timestamp, const Fill& fill) override { fills.push_back(fill); }
    void on_status(Timestamp, const StreamStatus& status) override { states.push_back(status); }
    void on_alert(Timestamp, const Alert&) override {}
    void on_resolved(Timestamp, const Resolution&, const trading::Settled&) override {}
    [[nodiscard]] std::string last_reason() const {
        return signals.empty() ? "" : signals.back().reason;
    }
    std::vector<Signal> signals;
    std::vector<Order> orders;
    std::vector<Fill> fills;
    std::vector<StreamStatus> states;
};

/// A real venue whose pace asks to wait.
struct BusyVenue final : trading::Venue {
    [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>&) override {
        ++asked;
        return fail(Errc::throttled, "the signer's order limit is used up for the moment");
    }
    Result<void> submit(const trading::Prepared&, risk::Approved<OrderIntent>) override {
        FAIL("sent");
        return {};
    }
    Result<void> cancel(std::string_view) override { return {}; }
    int asked = 0;
};

/// One market at p 0.5 and an account of 1,000 dollars: a quote of 0.38/0.40 makes it buy.
struct Floor {
    explicit Floor(DeskOptions options = all_signals(), DeskVenue venue = {})
        : desk{options, journal, heard, {}, std::move(venue)} {
        market.event = "event";
        market.slug = "bucket";
        market.condition = *ConditionId::parse("0x" + std::string(64, 'a'));
        market.yes = *TokenId::parse("111");
        market.no = *TokenId::parse("112");
        market.min_size = shares(5);
        market.neg_risk = true;
        market.fee = {50'000, 1};
        market.accepting_orders = true;
        desk.restore(Books{Money{1'000'000'000}, {}, {}, {}}, at(0s));
    }
    static DeskOptions all_signals() {
        DeskOptions options;
        options.signals = SignalChoice::all;
        options.taker.quote_age = 30s;
        return options;
    }
    static Timestamp at(Duration since) { return Timestamp{1'781'600'400s} + since; }
    void open() {
        desk.on_market(at(0s), market);
        forecast(at(0s), 0.5);
        heard.signals.clear();
    }
    void forecast(Timestamp ts, double p) {
        Forecast forecast;
        forecast.event = "event";
        forecast.buckets = {{market.condition, market.yes, {}, p}};
        desk.on_forecast(ts, forecast);
    }
    [[nodiscard]] Quote quote(int bid, int ask) const {
        Quote quote;
        quote.token = market.yes;
        quote.condition = market.condition;
        quote.bid = Level{cents(bid), shares(100)};
        quote.ask = Level{cents(ask), shares(50)};
        return quote;
    }

    FakeJournal journal;
    Heard heard;
    Market market;
    Desk desk;
};

}  // namespace

TEST_CASE("the desk buys an edge at once", "[trade][desk]") {
    Floor floor;
    floor.open();
    floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
    REQUIRE(floor.heard.fills.size() == 1);
    CHECK(floor.heard.fills[0].size == shares(50));
    CHECK(floor.heard.last_reason() == "edge");
}

TEST_CASE("a venue that asks to wait is asked again, and trading goes on", "[trade][desk]") {
    BusyVenue venue;
    DeskVenue outside;
    outside.venue = &venue;
    outside.evidence = [](trading::Occasion& occasion) {
        occasion.balance_at = occasion.now;
        occasion.clock_offset = Duration{0};
    };
    auto options = Floor::all_signals();
    options.limits.canary_order = options.limits.canary_total = dollars(1'000);
    Floor floor{options, outside};
    floor.open();
    floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
    CHECK(floor.heard.last_reason() == "venue_throttled");
    CHECK(floor.heard.signals.back().decision == Decision::skip);
    CHECK_FALSE(floor.desk.failure());
    CHECK(floor.heard.orders.empty());
    floor.desk.on_quote(floor.at(10min), floor.quote(37, 40));
    CHECK(venue.asked == 2);
}

TEST_CASE("the desk leaves alone what it can't be sure of", "[trade][desk]") {
    Floor floor;
    std::string reason;
    SECTION("no forecast") {
        floor.desk.on_market(floor.at(0s), floor.market);
        floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
        reason = "no_forecast";
    }
    SECTION("a market with a refusal") {
        floor.market.refusal = "no station";
        floor.open();
        floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
        reason = "market_refused";
    }
    SECTION("a closed market") {
        floor.market.accepting_orders = false;
        floor.open();
        floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
        reason = "market_closed";
    }
    SECTION("a crossed quote is no book") {
        floor.open();
        floor.desk.on_quote(floor.at(1s), floor.quote(45, 40));
        reason = "no_book";
    }
    SECTION("an old forecast") {
        floor.open();
        floor.desk.on_quote(floor.at(4h), floor.quote(38, 40));
        reason = "stale_forecast";
    }
    SECTION("a quote that was recorded earlier, however it comes") {
        floor.open();
        floor.desk.advance(floor.at(31s));
        floor.desk.on_quote(floor.at(0s), floor.quote(38, 40));
        reason = "stale_quote";
    }
    CHECK(floor.heard.fills.empty());
    CHECK(floor.journal.calls == 0);
    CHECK(floor.heard.last_reason() == reason);
}

TEST_CASE("after a gap nothing is traded until a price is told again", "[trade][desk]") {
    auto options = Floor::all_signals();
    options.taker.edge = 0.3;
    Floor floor{options};
    floor.open();
    floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
    StreamStatus gap;
    gap.state = StreamState::gap;
    floor.desk.on_status(floor.at(2s), gap);
    floor.forecast(floor.at(3s), 0.95);
    CHECK(floor.heard.fills.empty());
    CHECK(floor.heard.signals[floor.heard.signals.size() - 2].reason == "stale_quote");
    floor.desk.on_quote(floor.at(4s), floor.quote(38, 40));
    CHECK(floor.heard.fills.size() == 1);
}

TEST_CASE("a forecast alone is enough to act on a price that stands", "[trade][desk]") {
    Floor floor;
    floor.open();
    floor.desk.on_quote(floor.at(1s), floor.quote(48, 50));
    CHECK(floor.heard.fills.empty());
    floor.forecast(floor.at(2s), 0.8);
    CHECK(floor.heard.fills.size() == 1);
}

TEST_CASE("a journal that fails means no order, a halt and an end", "[trade][desk]") {
    Floor floor;
    floor.open();
    floor.journal.broken = true;
    floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
    CHECK(floor.heard.fills.empty());
    CHECK(floor.heard.orders.empty());
    REQUIRE(floor.desk.failure().has_value());
    CHECK(floor.desk.failure()->code == Errc::storage);
    REQUIRE(floor.heard.states.size() == 1);
    CHECK(floor.heard.states[0].state == StreamState::halted);
    floor.journal.broken = false;
    floor.desk.on_quote(floor.at(5min), floor.quote(38, 39));
    CHECK(floor.heard.fills.empty());
    CHECK(floor.heard.last_reason() == "halted");
}

// Goal: at the limit nothing is bought any more, and the next day it is.
// Method: 50 shares bought for 20 and 0.6 of fee, sold for 19 less 0.589: 2.189 lost.
TEST_CASE("a daily loss stops buying until the next day", "[trade][desk]") {
    auto options = Floor::all_signals();
    options.limits.daily_loss = Money{2'189'000};
    SECTION("at the limit") {
        Floor floor{options};
        floor.open();
        floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
        floor.forecast(floor.at(2s), 0.01);
        REQUIRE(floor.desk.portfolio().realized_on(floor.at(2s)) == Money{-2'189'000});
        REQUIRE(floor.heard.fills.size() == 2);
        REQUIRE(floor.heard.states.size() == 1);
        CHECK(floor.heard.states[0].reason == "daily_loss");
        floor.forecast(floor.at(119s), 0.9);
        floor.desk.on_quote(floor.at(120s), floor.quote(38, 39));
        CHECK(floor.heard.fills.size() == 2);
        CHECK(floor.heard.last_reason() == "halted");
        floor.forecast(floor.at(20h), 0.9);
        floor.desk.on_quote(floor.at(20h + 1s), floor.quote(38, 40));
        CHECK(floor.heard.fills.size() == 3);
    }
    SECTION("just below it") {
        options.limits.daily_loss = Money{2'189'001};
        Floor floor{options};
        floor.open();
        floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
        floor.forecast(floor.at(2s), 0.01);
        floor.forecast(floor.at(119s), 0.9);
        floor.desk.on_quote(floor.at(120s), floor.quote(38, 39));
        CHECK(floor.heard.fills.size() == 3);
    }
}

TEST_CASE("stop loss sells after two looks a second apart", "[trade][desk]") {
    auto options = Floor::all_signals();
    options.exits.stop_loss = *trading::ExitDistance::parse("0.10");
    Floor floor{options};
    floor.open();
    floor.desk.on_quote(floor.at(1s), floor.quote(38, 40));
    REQUIRE(floor.heard.fills.size() == 1);
    floor.desk.on_quote(floor.at(61s), floor.quote(30, 45));
    CHECK(floor.heard.fills.size() == 1);
    floor.desk.on_quote(floor.at(62s), floor.quote(30, 46));
    REQUIRE(floor.heard.fills.size() == 2);
    CHECK(floor.heard.fills[1].side == Side::sell);
    CHECK(floor.heard.last_reason() == "stop_loss");
}

TEST_CASE("signals are said as chosen", "[trade][desk]") {
    auto options = Floor::all_signals();
    const auto count = [](DeskOptions chosen) {
        Floor floor{chosen};
        floor.open();
        for (int i = 0; i < 5; ++i) {
            floor.desk.on_quote(floor.at(1s * (i + 1)), floor.quote(48, 50 + i));
        }
        return floor.heard.signals.size();
    };
    CHECK(count(options) == 5);
    options.signals = SignalChoice::changes;
    CHECK(count(options) == 1);
    options.signals = SignalChoice::acts;
    CHECK(count(options) == 0);
}

TEST_CASE("depth beyond the collar is not walked", "[trade][desk]") {
    Floor floor;
    floor.open();
    floor.forecast(floor.at(0s), 0.99);
    BookSnapshot book;
    book.token = floor.market.yes;
    book.condition = floor.market.condition;
    book.bids = {{cents(38), shares(100)}};
    book.asks = {{cents(40), shares(6)}, {cents(60), shares(500)}};
    floor.desk.on_book(floor.at(1s), book);
    REQUIRE(floor.heard.fills.size() == 1);
    CHECK(floor.heard.fills[0].price == cents(40));
    CHECK(floor.heard.fills[0].size == shares(6));
}

TEST_CASE("a finer tick told by the stream is the grid of orders", "[trade][desk]") {
    Floor floor;
    floor.open();
    auto quote = floor.quote(38, 40);
    quote.tick = TickSize::from_micros(1'000);
    quote.ask = Level{Price::from_micros(399'000), shares(50)};
    floor.desk.on_quote(floor.at(1s), quote);
    REQUIRE(floor.heard.fills.size() == 1);
    CHECK(floor.heard.fills[0].price == Price::from_micros(399'000));
}
