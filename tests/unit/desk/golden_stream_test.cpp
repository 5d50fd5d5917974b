// Goal: a small stream leads to exactly these decisions, orders, fills and money.
// Method: every expected figure is worked out by hand in the comment beside it, from the fee rule
// (shares * 0.05 * p * (1 - p)) and Kelly's fraction, not by the program.

#include "domain/names.hpp"
#include "pm-trade/desk.hpp"
#include "records/write.hpp"
#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

/// Takes everything down and counts how often it was asked to.
class CountingJournal final : public Journal {
public:
    Result<void> record_intent(const Order& /*order*/, std::string_view /*body*/) override {
        return ++calls, Result<void>{};
    }
    Result<bool> record_settlement(const Fill& /*fill*/, const Order& /*order*/,
                                   const Position& /*position*/, Money /*cash*/) override {
        return ++calls, true;
    }
    Result<void> record_halt(std::string_view /*halt*/, std::string_view /*why*/,
                             Timestamp /*at*/) override {
        return ++calls, Result<void>{};
    }
    Result<std::optional<OrderRecord>> recall(std::string_view /*order_id*/) override {
        return std::optional<OrderRecord>{};
    }
    Result<void> record_order(const Order& /*order*/) override { return ++calls, Result<void>{}; }
    Result<bool> record_fill(const Fill& /*fill*/, const Order& /*order*/,
                             const Position& /*position*/, Money /*cash*/) override {
        return ++calls, true;
    }
    Result<void> record_resolution(const Resolution& /*resolution*/,
                                   const std::vector<Position>& /*positions*/, Money /*cash*/,
                                   Timestamp /*at*/) override {
        return ++calls, Result<void>{};
    }
    int calls = 0;
};

/// What the desk said: short for people, and as records for comparing bytes.
class Notes final : public trade::DeskSink {
public:
    void on_signal(Timestamp ts, const Signal& signal) override {
        records::append(bytes, ts, signal);
        lines.push_back("signal " + std::string{signal.token == munich().yes ? "yes" : "no"} + " " +
                        std::string{name_of(signal.decision)} + " " + signal.reason + " " +
                        signal.size.text() + "@" + signal.price.text() + " fee " +
                        signal.fee.text());
        edges.push_back(signal.edge);
    }
    void on_alert(Timestamp ts, const Alert& alert) override { records::append(bytes, ts, alert); }
    void on_order(Timestamp ts, const Order& order) override {
        records::append(bytes, ts, order);
        lines.push_back("order " + order.order_id + " " + std::string{name_of(order.status)});
    }
    void on_fill(Timestamp ts, const Fill& fill) override {
        records::append(bytes, ts, fill);
        lines.push_back("fill " + std::string{name_of(fill.side)} + " " + fill.size.text() + "@" +
                        fill.price.text() + " fee " + fill.fee.text());
    }
    void on_status(Timestamp /*ts*/, const StreamStatus& status) override {
        lines.push_back("status " + status.reason);
    }
    void on_resolved(Timestamp ts, const Resolution& resolution,
                     const trading::Settled& settled) override {
        records::append(bytes, ts, resolution);
        lines.push_back("resolved realized " + settled.realized.text());
    }
    std::vector<std::string> take() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
    std::vector<double> edges;
    std::string bytes;
};

using Lines = std::vector<std::string>;

/// A desk with 1,000 dollars on paper and the default limits: 25 an order.
struct Fixture {
    explicit Fixture(trade::DeskOptions options = {}) {
        options.signals = trade::SignalChoice::changes;
        desk = std::make_unique<trade::Desk>(options, journal, notes, trading::TakeNumbers{});
        Books books;
        books.cash = dollars(1'000);
        desk->restore(books, noon);
        desk->on_market(noon, munich());
    }
    void quote(Duration after, int bid, std::int64_t bid_size, int ask, std::int64_t ask_size,
               Outcome outcome = Outcome::yes) {
        const auto market = munich();
        Quote quote;
        quote.token = market.token(outcome);
        quote.condition = market.condition;
        quote.outcome = outcome;
        quote.bid = Level{cents(bid), shares(bid_size)};
        quote.ask = Level{cents(ask), shares(ask_size)};
        desk->on_quote(noon + after, quote);
    }
    void forecast(Duration after, double p) {
        const auto market = munich();
        Forecast forecast;
        forecast.event = market.event;
        forecast.buckets.push_back({market.condition, market.yes, {}, p});
        desk->on_forecast(noon + after, forecast);
    }
    [[nodiscard]] Money cash() const { return desk->portfolio().cash(); }

    CountingJournal journal;
    Notes notes;
    std::unique_ptr<trade::Desk> desk;
};

void play_a_day(Fixture& f) {
    f.quote(0s, 38, 50, 40, 100);
    f.forecast(1s, 0.60);
    f.quote(11s, 38, 50, 41, 100);
    f.quote(80s, 55, 50, 57, 100);
    f.quote(81s, 62, 30, 64, 100);
    static_cast<void>(f.desk->on_resolved(noon + 1h, {munich().condition, Winner::yes}));
}

}  // namespace

TEST_CASE("a small stream leads to the trades worked out by hand", "[desk][golden]") {
    Fixture f;
    f.quote(0s, 38, 50, 40, 100);
    CHECK(f.notes.take() == Lines{"signal yes skip no_forecast 0@0 fee 0"});

    // p 0.60 against 0.40 + 0.05 * 0.4 * 0.6 = 0.412 a share: edge 0.188. Kelly would put
    // 0.2 * 0.188 / 0.588 of 1,000 = 63.95 dollars; the order limit of 25 buys
    // 25 / 0.412 = 60.679..., 60.67 on the grid. Notional 24.268, fee 60.67 * 0.012 = 0.72804.
    f.notes.edges.clear();
    f.forecast(1s, 0.60);
    CHECK(f.notes.take() == Lines{"signal yes enter edge 60.67@0.4 fee 0.72804",
                                  "fill BUY 60.67@0.4 fee 0.72804", "order paper-1 filled",
                                  "signal no skip no_book 0@0 fee 0"});
    CHECK(f.notes.edges.front() == Approx(0.188).margin(1e-9));
    CHECK(f.cash() == Money{975'003'960});  // 1000 - 24.268 - 0.72804

    // Ten seconds later the cool-down of a minute holds; the terms are those of 5 shares at 0.41:
    // fee 5 * 0.05 * 0.41 * 0.59 = 0.060475, to five decimals half up 0.06048.
    f.quote(11s, 38, 50, 41, 100);
    CHECK(f.notes.take() == Lines{"signal yes hold cooldown 5@0.41 fee 0.06048"});

    // At 0.57 there is no edge left (0.6 - 0.57 - 0.012255), and the bid brings
    // 0.55 - 0.012375, less than 0.60: hold. The terms are those of selling what the bid takes:
    // 50 of 60.67, fee 50 * 0.012375 = 0.61875.
    f.quote(80s, 55, 50, 57, 100);
    CHECK(f.notes.take() == Lines{"signal yes hold holding 50@0.55 fee 0.61875"});

    // The bid of 0.62 brings 0.62 - 0.01178 = 0.60822 > 0.60 for the 30 shares it takes.
    // Brought 18.6 - 0.3534; they cost 30 * 0.412 = 12.36; cash 975.00396 + 18.2466.
    f.quote(81s, 62, 30, 64, 100);
    CHECK(f.notes.take() == Lines{"signal yes exit edge_gone 30@0.62 fee 0.3534",
                                  "fill SELL 30@0.62 fee 0.3534", "order paper-2 filled"});
    CHECK(f.cash() == Money{993'250'560});
    CHECK(f.desk->portfolio().realized() == Money{5'886'600});  // 18.2466 - 12.36

    // The other 30.67 cost 12.63604 and pay 30.67.
    CHECK(f.desk->on_resolved(noon + 1h, {munich().condition, Winner::yes}).has_value());
    CHECK(f.notes.take() == Lines{"resolved realized 18.03396"});
    CHECK(f.cash() == Money{1'023'920'560});
    CHECK(f.desk->portfolio().cost() == Money{});

    // It is over: nothing more is said or done, and the same end pays nothing again.
    f.quote(2h, 10, 50, 20, 100);
    CHECK(f.desk->on_resolved(noon + 2h, {munich().condition, Winner::yes}).has_value());
    CHECK(f.notes.take() == Lines{});
    CHECK(f.cash() == Money{1'023'920'560});
}

TEST_CASE("the same stream gives the same bytes", "[desk][golden]") {
    Fixture first;
    Fixture second;
    play_a_day(first);
    play_a_day(second);
    CHECK(first.notes.bytes == second.notes.bytes);
    CHECK(first.notes.bytes.size() > 1'000);
}

TEST_CASE("a dry run decides the same and changes nothing", "[desk][golden]") {
    trade::DeskOptions dry;
    dry.dry_run = true;
    Fixture f{dry};
    f.quote(0s, 38, 50, 40, 100);
    f.forecast(1s, 0.60);
    const auto said = f.notes.take();
    REQUIRE(said.size() == 3);
    CHECK(said[1] == "signal yes enter edge 60.67@0.4 fee 0.72804");
    CHECK(f.journal.calls == 0);
    CHECK(f.cash() == dollars(1'000));
    CHECK(f.desk->portfolio().positions().empty());
}

TEST_CASE("after a gap nothing is traded until the stream is live and a price has come",
          "[desk][golden]") {
    Fixture f;
    f.quote(0s, 38, 50, 40, 100);
    StreamStatus gap;
    gap.state = StreamState::gap;
    f.desk->on_status(noon + 1s, gap);
    f.notes.take();
    f.forecast(2s, 0.60);
    for (const auto& line : f.notes.take()) {
        INFO(line);
        CHECK(line.find("enter") == std::string::npos);
    }
    f.quote(3s, 38, 50, 40, 100);
    CHECK(f.notes.take().front() == "signal yes enter edge 60.67@0.4 fee 0.72804");
}

TEST_CASE("NO is bought where YES is dear", "[desk][golden]") {
    Fixture f;
    f.forecast(0s, 0.40);
    f.notes.take();
    f.quote(1s, 38, 50, 40, 100, Outcome::no);
    CHECK(f.notes.take().front() == "signal no enter edge 60.67@0.4 fee 0.72804");
    // YES of the same market is then left alone, however cheap.
    f.quote(90s, 5, 50, 10, 100, Outcome::yes);
    const auto said = f.notes.take();
    REQUIRE(said.size() == 1);
    CHECK(said[0].find("skip holds_other") != std::string::npos);
}
