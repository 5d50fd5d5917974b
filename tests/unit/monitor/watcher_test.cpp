#include "monitor/watcher.hpp"

#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;

namespace {

/// Writes down what a watcher says.
class Heard final : public WatchSink {
public:
    void on_position(const MarkedPosition& p) override { positions.push_back(p); }
    void on_alert(const Alert& a) override { alerts.push_back(a); }
    void on_resolved(const Resolution& r) override { resolved.push_back(r); }
    void on_exit(const ExitWish& w, const Position&) override { exits.push_back(w); }

    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> out;
        for (const auto& a : alerts) out.push_back(a.code);
        return out;
    }

    std::vector<MarkedPosition> positions;
    std::vector<Alert> alerts;
    std::vector<Resolution> resolved;
    std::vector<ExitWish> exits;
};

WatchPlan plan(bool closes = false) {
    WatchPlan p;
    p.exits = {.take_profit = *trading::ExitDistance::parse("0.15"),
               .stop_loss = *trading::ExitDistance::parse("0.10")};
    p.closes = closes;
    return p;
}

}  // namespace

TEST_CASE("a held position is reported at once and on each new bid, once a second",
          "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(), heard};
    watcher.hold({position()}, at(0));
    REQUIRE(heard.positions.size() == 1);
    CHECK_FALSE(heard.positions[0].mark);
    watcher.apply(quote(420'000), at(0.5));  // within the second
    CHECK(heard.positions.size() == 1);
    watcher.look(at(1));
    REQUIRE(heard.positions.size() == 2);
    CHECK(heard.positions[1].unrealized() == Money{2'000'000});
    watcher.apply(quote(420'000), at(5));  // the same bid is no news
    watcher.look(at(6));
    CHECK(heard.positions.size() == 2);
    watcher.apply(quote(430'000), at(7));
    watcher.apply(quote(440'000), at(7.1));
    CHECK(heard.positions.size() == 3);
    watcher.finish(at(7.1));
    REQUIRE(heard.positions.size() == 4);
    CHECK(heard.positions[3].mark == Price::from_micros(440'000));
    watcher.finish(at(7.2));
    CHECK(heard.positions.size() == 4);
    watcher.apply(quote(500'000, 8), at(9));  // not ours
    CHECK(heard.positions.size() == 4);
}

TEST_CASE("a trade is reported at once, and a closed position a last time", "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(), heard};
    watcher.hold({position()}, at(0));
    watcher.hold({position()}, at(0.1));  // no change
    CHECK(heard.positions.size() == 1);
    auto half = position();
    half.settled = Size{50'000'000};
    half.cost = Money{20'000'000};
    watcher.hold({half}, at(0.2));
    CHECK(heard.positions.size() == 2);
    half.settled = Size{};
    half.cost = Money{};
    half.realized = Money{1'234'567};
    watcher.hold({half}, at(0.3));
    REQUIRE(heard.positions.size() == 3);
    CHECK(heard.positions[2].position.held() == Size{});
    CHECK(heard.positions[2].position.realized == Money{1'234'567});
    CHECK(watcher.positions().empty());
}

TEST_CASE("an exit is an urgent alert when nobody can act on it", "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(), heard};
    watcher.hold({position()}, at(0));
    watcher.apply(quote(540'000), at(1));
    watcher.apply(quote(550'000), at(2));
    CHECK(heard.alerts.empty());  // one message sells nothing
    watcher.apply(quote(560'000), at(3));
    REQUIRE(heard.codes() == std::vector<std::string>{"take_profit"});
    CHECK(heard.alerts[0].severity == 1);
    CHECK(heard.alerts[0].subject == "7");
    CHECK(heard.alerts[0].message.find("london-21c") != std::string::npos);
    CHECK(heard.alerts[0].message.find("0.56") != std::string::npos);
    CHECK(heard.alerts[0].message.find("reached 0.55 (paid 0.4)") != std::string::npos);
    watcher.apply(quote(560'000), at(4));
    CHECK(heard.alerts.size() == 1);
    CHECK(heard.exits.empty());
}

TEST_CASE("the same bid seen again confirms an exit, and so does silence", "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(true), heard};
    watcher.hold({position(7), position(8)}, at(0));
    watcher.apply(quote(290'000, 7), at(1));
    watcher.apply(quote(290'000, 8), at(1));
    watcher.apply(quote(290'000, 7), at(2.5));
    REQUIRE(heard.exits.size() == 1);
    CHECK(heard.exits[0].token == token(7));
    watcher.look(at(3.9));
    CHECK(heard.exits.size() == 1);
    watcher.look(at(4));
    REQUIRE(heard.exits.size() == 2);
    CHECK(heard.exits[1].token == token(8));
}

TEST_CASE("an exit is acted on when somebody can, and again if shares are left",
          "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(true), heard};
    watcher.hold({position()}, at(0));
    watcher.apply(quote(290'000), at(1));
    watcher.apply(quote(290'000), at(2));
    REQUIRE(heard.exits.size() == 1);
    CHECK(heard.exits[0].cause == trading::ExitCause::stop_loss);
    CHECK(heard.exits[0].size == Size{100'000'000});
    CHECK(heard.alerts.empty());
    watcher.look(at(31));
    CHECK(heard.exits.size() == 1);
    watcher.look(at(32));
    CHECK(heard.exits.size() == 2);
    watcher.hold({}, at(33));
    watcher.look(at(90));
    CHECK(heard.exits.size() == 2);
}

TEST_CASE("nothing is sold on an old price, and old prices are told", "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(true), heard};
    watcher.apply(quote(290'000), at(0));
    watcher.hold({position()}, at(121));
    watcher.look(at(122));
    watcher.look(at(125));
    CHECK(heard.exits.empty());
    CHECK(heard.codes() == std::vector<std::string>{"stale_quote"});
    watcher.apply(quote(290'000), at(126));
    watcher.apply(quote(290'000), at(127));
    CHECK(heard.exits.size() == 1);
    watcher.look(at(300));  // it came back, so its next silence is told again
    CHECK(heard.codes() == std::vector<std::string>{"stale_quote", "stale_quote"});
}

TEST_CASE("a resolution is told once with what it pays, and ends the exits", "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(true), heard};
    watcher.hold({position()}, at(0));
    const Resolution end{.condition = condition(7), .winner = Winner::yes};
    watcher.apply(end, at(1));
    watcher.apply(end, at(2));
    REQUIRE(heard.resolved.size() == 1);
    REQUIRE(heard.codes() == std::vector<std::string>{"resolved"});
    CHECK(heard.alerts[0].message.find("pays 100, profit 60") != std::string::npos);
    watcher.apply(quote(970'000), at(3));
    watcher.apply(quote(970'000), at(5));
    watcher.look(at(9));
    CHECK(heard.exits.empty());
    watcher.apply(Resolution{.condition = condition(8), .winner = Winner::no}, at(5));
    CHECK(heard.resolved.size() == 1);  // not held
}

TEST_CASE("a closed market with a winner is a resolution, without one it is none",
          "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(), heard};
    watcher.hold({position()}, at(0));
    Market market;
    market.condition = condition(7);
    market.yes = token(7);
    market.no = token(8);
    market.closed = true;
    watcher.apply(market, at(1));
    CHECK(heard.resolved.empty());
    market.winner = Winner::split;
    watcher.apply(market, at(2));
    REQUIRE(heard.resolved.size() == 1);
    CHECK(heard.alerts.back().message.find("pays 50, profit 10") != std::string::npos);
}

TEST_CASE("trouble with orders, fills and the stream is told by its severity",
          "[monitor][watcher]") {
    Heard heard;
    Watcher watcher{plan(), heard};
    Order order;
    order.order_id = "o1";
    order.status = OrderStatus::live;
    watcher.apply(order, at(0));
    order.status = OrderStatus::unknown;
    watcher.apply(order, at(1));
    order.order_id = "o2";
    order.status = OrderStatus::rejected;
    order.reason = "not enough\n\x1b[31mbalance";
    watcher.apply(order, at(2));
    Fill fill;
    fill.trade_id = "t1";
    fill.settlement = Settlement::provisional;
    watcher.apply(fill, at(3));
    fill.settlement = Settlement::failed;
    watcher.apply(fill, at(4));
    watcher.apply(
        StreamStatus{.state = StreamState::gap, .count = 1, .tokens = {}, .reason = "cut"}, at(5));
    watcher.apply(
        StreamStatus{.state = StreamState::gap, .count = 1, .tokens = {}, .reason = "cut"}, at(6));
    watcher.apply(StreamStatus{.state = StreamState::live, .count = 1, .tokens = {}, .reason = ""},
                  at(7));
    watcher.apply(
        StreamStatus{.state = StreamState::gap, .count = 1, .tokens = {}, .reason = "cut"}, at(8));
    CHECK(heard.codes() == std::vector<std::string>{"order_unknown", "order_rejected",
                                                    "fill_failed", "stream_gap", "stream_gap"});
    CHECK(heard.alerts[0].severity == 1);
    CHECK(heard.alerts[1].severity == 2);
    CHECK(heard.alerts[2].severity == 1);
    CHECK(heard.alerts[1].message == "order o2 was rejected: not enough [31mbalance");
}
