#include "strategy/position_taker.hpp"

#include <vector>

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::strategy;
using namespace std::chrono_literals;

namespace {

/// A YES that is worth 0.60 and costs 0.40: something to buy. Fee 5%, edge asked for 0.05.
struct Fixture {
    Fixture() {
        market.event = "munich";
        market.slug = "munich-24";
        market.condition = ConditionId::parse("0x" + std::string(64, 'a')).value();
        market.yes = TokenId{U256{1}};
        market.no = TokenId{U256{2}};
        market.min_size = shares(5);
        market.fee = {50'000, 1};
        market.accepting_orders = true;
    }
    [[nodiscard]] View view() const {
        return View{.now = noon,
                    .market = market,
                    .outcome = outcome,
                    .book_ready = true,
                    .bids = bids,
                    .asks = asks,
                    .quote_at = quote_at,
                    .p_yes = p_yes,
                    .forecast_at = forecast_at,
                    .held = held,
                    .sellable = held,
                    .other_held = other_held,
                    .order_open = order_open,
                    .last_trade = last_trade,
                    .bankroll = dollars(1'000),
                    .room = room};
    }
    [[nodiscard]] Proposal decide() const { return PositionTaker{params}.decide(view()); }
    /// "enter edge", "skip no_edge".
    [[nodiscard]] std::string said() const {
        const auto proposal = decide();
        const char* words[] = {"enter", "exit", "hold", "skip"};
        CHECK(proposal.signal.reason == name_of(proposal.reason));
        CHECK(proposal.intent.has_value() == (proposal.signal.decision == Decision::enter ||
                                              proposal.signal.decision == Decision::exit));
        return std::string{words[static_cast<int>(proposal.signal.decision)]} + " " +
               proposal.signal.reason;
    }

    TakerParams params{.edge = 0.05, .cooldown = 60s, .quote_age = 5s, .forecast_age = 3h};
    Market market;
    Outcome outcome = Outcome::yes;
    std::vector<Level> bids{{cents(38), shares(50)}};
    std::vector<Level> asks{{cents(40), shares(100)}};
    std::optional<Timestamp> quote_at = noon;
    std::optional<double> p_yes = 0.60;
    std::optional<Timestamp> forecast_at = noon - 3h;
    Size held;
    Size other_held;
    bool order_open = false;
    std::optional<Timestamp> last_trade;
    Money room = dollars(25);
};

}  // namespace

TEST_CASE("taker enters on an edge with all its terms", "[strategy][taker]") {
    const Fixture f;
    const auto proposal = f.decide();
    CHECK(f.said() == "enter edge");
    // Room for 25 at 0.40 + 0.012 fee: 60.67 shares, whole hundredths; 24.99604 + rounding.
    CHECK(proposal.signal.token == f.market.yes);
    CHECK(proposal.signal.side == Side::buy);
    CHECK(proposal.signal.size == Size{60'670'000});
    CHECK(proposal.signal.price == cents(40));
    CHECK(proposal.signal.fee == Money{728'040});  // 60.67 * 0.012
    CHECK(proposal.signal.edge == Approx(0.188).margin(1e-9));
    CHECK(proposal.signal.p == Approx(0.60));
    REQUIRE(proposal.intent.has_value());
    CHECK(proposal.intent->limit == cents(40));
    CHECK(proposal.intent->size == Size{60'670'000});
    CHECK(proposal.intent->tif == TimeInForce::fak);
    CHECK(proposal.intent->token == f.market.yes);
    CHECK(proposal.intent->event == "munich");
    CHECK(proposal.intent->reason == "edge");
}

TEST_CASE("taker buys NO where NO is cheap", "[strategy][taker]") {
    Fixture f;
    f.outcome = Outcome::no;
    f.p_yes = 0.40;
    CHECK(f.said() == "enter edge");
    CHECK(f.decide().signal.token == f.market.no);
    CHECK(f.decide().signal.p == Approx(0.60));
    f.p_yes = 0.60;  // NO is worth 0.40 then
    CHECK(f.said() == "skip no_edge");
}

TEST_CASE("taker needs exactly the edge it was told", "[strategy][taker]") {
    Fixture f;  // 0.40 and its fee of 0.012 and an edge of 0.05 make 0.462
    f.p_yes = 0.462;
    CHECK(f.said() == "enter edge");
    f.p_yes = 0.461999;
    CHECK(f.said() == "skip no_edge");
}

TEST_CASE("one change each and the taker does not enter", "[strategy][taker]") {
    Fixture f;
    SECTION("closed") {
        f.market.closed = true;
        CHECK(f.said() == "skip market_closed");
    }
    SECTION("takes no orders") {
        f.market.accepting_orders = false;
        CHECK(f.said() == "skip market_closed");
    }
    SECTION("rule not certain") {
        f.market.refusal = "unknown station";
        CHECK(f.said() == "skip market_refused");
    }
    SECTION("no forecast") {
        f.p_yes.reset();
        CHECK(f.said() == "skip no_forecast");
    }
    SECTION("forecast a microsecond too old") {
        f.forecast_at = noon - 3h - 1us;
        CHECK(f.said() == "skip stale_forecast");
    }
    SECTION("quote exactly old enough, then a microsecond too old") {
        f.quote_at = noon - 5s;
        CHECK(f.said() == "enter edge");
        f.quote_at = noon - 5s - 1us;
        CHECK(f.said() == "skip stale_quote");
    }
    SECTION("locked book") {
        f.bids[0].price = cents(40);
        CHECK(f.said() == "skip crossed_book");
    }
    SECTION("nobody sells") {
        f.asks.clear();
        CHECK(f.said() == "skip no_ask");
    }
    SECTION("order open") {
        f.order_open = true;
        CHECK(f.said() == "skip order_open");
    }
    SECTION("the other outcome is held") {
        f.other_held = shares(1);
        CHECK(f.said() == "skip holds_other");
    }
    SECTION("a microsecond before the cool-down ends, and when it has") {
        f.last_trade = noon - 60s + 1us;
        CHECK(f.said() == "skip cooldown");
        f.last_trade = noon - 60s;
        CHECK(f.said() == "enter edge");
    }
    SECTION("fewer shares on offer than the smallest order") {
        f.asks[0].size = Size{4'999'999};
        CHECK(f.said() == "skip too_thin");
        f.asks[0].size = shares(5);
        CHECK(f.said() == "enter edge");
    }
    SECTION("room for less than the smallest order: 5 shares cost 2.06") {
        f.room = Money{2'059'999};
        CHECK(f.said() == "skip no_room");
        f.room = Money{2'060'000};
        CHECK(f.said() == "enter edge");
    }
    SECTION("Kelly wants less than the smallest order") {
        f.params.kelly = 0.001;
        CHECK(f.said() == "skip too_small");
    }
    SECTION("the venue takes no marketable buy below a dollar") {
        f.asks[0] = {cents(10), shares(9)};
        f.bids[0].price = cents(9);
        CHECK(f.said() == "skip too_small");
        f.asks[0].size = shares(10);
        CHECK(f.said() == "enter edge");
    }
    SECTION("the market's own view weighs fully: 0.39 is its middle") {
        f.params.market_weight = 1;
        CHECK(f.said() == "skip no_edge");
    }
}

TEST_CASE("taker leaves when the bid after fees pays more than the share is worth",
          "[strategy][taker]") {
    Fixture f;
    f.held = shares(20);
    // 0.38 less its fee of 0.01178 is 0.36822.
    f.p_yes = 0.36822;
    CHECK(f.said() == "hold holding");
    f.p_yes = 0.368219;
    CHECK(f.said() == "exit edge_gone");
    const auto proposal = f.decide();
    CHECK(proposal.signal.side == Side::sell);
    REQUIRE(proposal.intent.has_value());
    CHECK(proposal.intent->side == Side::sell);
    CHECK(proposal.intent->limit == cents(38));
    CHECK(proposal.intent->size == shares(20));
    CHECK(proposal.intent->tif == TimeInForce::fak);

    f.params.exit_edge = 0.01;
    CHECK(f.said() == "hold holding");
    f.p_yes = 0.358219;
    CHECK(f.said() == "exit edge_gone");
}

TEST_CASE("taker sells only down to where the price is still too good", "[strategy][taker]") {
    Fixture f;
    f.held = shares(50);
    f.p_yes = 0.30;
    f.bids = {{cents(20), shares(100)}, {cents(36), shares(10)}, {cents(38), shares(15)}};
    const auto proposal = f.decide();
    REQUIRE(proposal.intent.has_value());
    CHECK(proposal.intent->size == shares(25));
    CHECK(proposal.intent->limit == cents(36));
}

TEST_CASE("taker holds what it cannot or need not sell", "[strategy][taker]") {
    Fixture f;
    f.held = shares(20);
    f.p_yes = 0.42;  // no edge left at 0.40 + 0.012, but worth more than the bid
    SECTION("nothing to do") {
        CHECK(f.said() == "hold holding");
    }
    SECTION("nobody buys") {
        f.bids.clear();
        CHECK(f.said() == "hold no_bid");
    }
    SECTION("less than the smallest order") {
        f.held = Size{4'990'000};
        f.p_yes = 0.10;
        CHECK(f.said() == "hold too_small");
    }
    SECTION("an order is open") {
        f.p_yes = 0.10;
        f.order_open = true;
        CHECK(f.said() == "hold order_open");
    }
    SECTION("as much is held as the sizing wants") {
        f.p_yes = 0.60;
        f.held = shares(160);
        CHECK(f.said() == "hold full_size");
    }
    SECTION("the cool-down holds entries back, not exits") {
        f.last_trade = noon;
        f.p_yes = 0.60;
        CHECK(f.said() == "hold cooldown");
        f.p_yes = 0.10;
        CHECK(f.said() == "exit edge_gone");
    }
}

TEST_CASE("shares promised elsewhere are not sold again", "[strategy][taker]") {
    Fixture f;
    f.held = shares(20);
    f.p_yes = 0.10;
    auto view = f.view();
    view.sellable = shares(8);
    const auto proposal = PositionTaker{f.params}.decide(view);
    REQUIRE(proposal.intent.has_value());
    CHECK(proposal.intent->size == shares(8));
}

TEST_CASE("taker adds to a position that is smaller than wanted", "[strategy][taker]") {
    Fixture f;
    f.held = shares(20);
    CHECK(f.said() == "enter edge");
}
