#include "risk/gate.hpp"

#include <set>
#include <type_traits>

#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using risk::RefusalCode;

static_assert(!std::is_constructible_v<risk::Approved<OrderIntent>, OrderIntent>,
              "only the gate approves orders");

namespace {

/// 40 shares at 0.40, fee 5%: 16 + 40 * 0.05 * 0.24 = 16.48 dollars.
struct GateFixture {
    Market subject = market(1);
    risk::Limits limits{.per_order = Money{16'480'000},
                        .per_market = dollars(50),
                        .per_event = dollars(60),
                        .total = dollars(80),
                        .daily_loss = dollars(10),
                        .open_orders = 3,
                        .orders_a_minute = 4,
                        .quote_age = 2s,
                        .forecast_age = 1h,
                        .collar_micros = 20'000};
    OrderIntent intent = buy_of(subject, cents(40), shares(40));
    std::vector<risk::Stake> stakes;
    risk::World world{.market = &subject,
                      .mode = TradingMode::paper,
                      .now = noon,
                      .quoted_at = noon - 2s,
                      .forecast_at = noon - 1h,
                      .bid = cents(37),
                      .ask = cents(39),
                      .stakes = {},
                      .cash = Money{16'480'000},
                      .sellable = shares(40),
                      .realized_today = Money{-9'999'999},
                      .open_orders = 2,
                      .orders_last_minute = 3};

    /// The code of the refusal; "approved" when there is none.
    std::string verdict(TradingMode mode = TradingMode::paper) {
        world.stakes = stakes;
        const auto answer = risk::Gate{limits, mode}.review(intent, world);
        return std::string{answer ? "approved" : name_of(answer.error().code)};
    }
    void hold(const Market& where, std::int64_t cost, Size size, Outcome outcome = Outcome::yes) {
        stakes.push_back({.kind = risk::Stake::Kind::position,
                          .event = where.event,
                          .condition = where.condition,
                          .outcome = outcome,
                          .size = size,
                          .cost = Money{cost},
                          .exclusive = true});
    }
};

}  // namespace

TEST_CASE("gate approves what is exactly at every edge at once", "[risk][gate]") {
    CHECK(GateFixture{}.verdict() == "approved");
}

TEST_CASE("gate refuses one step beyond each edge", "[risk][gate]") {
    GateFixture f;
    SECTION("quote age") {
        f.world.quoted_at = noon - 2s - 1us;
        CHECK(f.verdict() == "stale_quote");
    }
    SECTION("no quote") {
        f.world.quoted_at.reset();
        CHECK(f.verdict() == "stale_quote");
    }
    SECTION("forecast age") {
        f.world.forecast_at = noon - 1h - 1us;
        CHECK(f.verdict() == "stale_forecast");
    }
    SECTION("no forecast") {
        f.world.forecast_at.reset();
        CHECK(f.verdict() == "stale_forecast");
    }
    SECTION("collar: the middle is 0.38, and 0.40 may pass it by 0.02") {
        f.world.bid = Price::from_micros(369'999);
        CHECK(f.verdict() == "outside_collar");
    }
    SECTION("cost of the order") {
        f.limits.per_order.micros -= 1;
        CHECK(f.verdict() == "order_limit");
    }
    SECTION("cash") {
        f.world.cash.micros -= 1;
        CHECK(f.verdict() == "no_cash");
    }
    SECTION("daily loss") {
        f.world.realized_today = dollars(-10);
        CHECK(f.verdict() == "daily_loss");
    }
    SECTION("open orders") {
        f.world.open_orders = 3;
        CHECK(f.verdict() == "too_many_orders");
    }
    SECTION("orders a minute") {
        f.world.orders_last_minute = 4;
        CHECK(f.verdict() == "order_rate");
    }
    SECTION("smallest size") {
        f.intent.size = Size{4'999'999};
        CHECK(f.verdict() == "below_minimum");
    }
    SECTION("tick grid") {
        f.intent.limit = Price::from_micros(395'000);
        CHECK(f.verdict() == "off_grid");
    }
}

TEST_CASE("gate counts what is held and resting against each limit of money", "[risk][gate]") {
    GateFixture f;
    const auto other = market(2);
    SECTION("market: 50 less 16.48 leaves 33.52") {
        f.limits.per_event = f.limits.total = dollars(1'000);
        f.hold(f.subject, 33'520'000, shares(60));
        CHECK(f.verdict() == "approved");
        f.stakes[0].cost.micros += 1;
        CHECK(f.verdict() == "market_limit");
    }
    SECTION("event: two exclusive YES positions both lose when neither wins") {
        f.hold(other, 43'520'000, shares(60));
        CHECK(f.verdict() == "approved");
        f.stakes[0].cost.micros += 1;
        CHECK(f.verdict() == "event_limit");
    }
    SECTION("total: an event apart counts too") {
        const auto apart = market(3, "london");
        f.hold(apart, 63'520'000, shares(100));
        CHECK(f.verdict() == "approved");
        f.stakes[0].cost.micros += 1;
        CHECK(f.verdict() == "total_limit");
    }
    SECTION("cash that a resting buy may take is not free") {
        f.stakes.push_back({.kind = risk::Stake::Kind::buy,
                            .event = "london",
                            .condition = condition(3),
                            .size = shares(10),
                            .cost = dollars(1)});
        CHECK(f.verdict() == "no_cash");
        f.world.cash += dollars(1);
        CHECK(f.verdict() == "approved");
    }
}

TEST_CASE("gate refuses an order for the wrong thing", "[risk][gate]") {
    GateFixture f;
    SECTION("YES and NO swapped") {
        f.intent.outcome = Outcome::no;
        CHECK(f.verdict() == "wrong_market");
    }
    SECTION("another market's token") {
        f.intent.token = token(2, Outcome::yes);
        CHECK(f.verdict() == "wrong_market");
    }
    SECTION("another event's name, which would escape that event's limit") {
        f.intent.event = "london";
        CHECK(f.verdict() == "wrong_market");
    }
    SECTION("a closed market") {
        f.subject.closed = true;
        CHECK(f.verdict() == "market_closed");
    }
    SECTION("a market that takes no orders") {
        f.subject.accepting_orders = false;
        CHECK(f.verdict() == "market_closed");
    }
    SECTION("a market whose rule is not certain") {
        f.subject.refusal = "no station";
        CHECK(f.verdict() == "not_trade_ready");
    }
    SECTION("a live venue before a paper gate, and the other way round") {
        f.world.mode = TradingMode::live;
        CHECK(f.verdict(TradingMode::paper) == "wrong_mode");
        f.world.mode = TradingMode::paper;
        CHECK(f.verdict(TradingMode::live) == "wrong_mode");
    }
    SECTION("a crossed or locked book") {
        f.world.bid = f.world.ask;
        CHECK(f.verdict() == "crossed_book");
    }
    SECTION("a size beyond all sense") {
        f.intent.size = Size{INT64_MAX};
        CHECK(f.verdict() == "absurd_size");
    }
}

TEST_CASE("gate lets sales pass where only buying is dangerous", "[risk][gate]") {
    GateFixture f;
    f.intent = sale_of(f.subject, cents(37), shares(40));
    f.world.forecast_at.reset();
    f.world.cash = Money{};
    f.world.realized_today = dollars(-500);
    f.limits.per_order = Money{1};
    CHECK(f.verdict() == "approved");
    f.world.sellable.micros -= 1;
    CHECK(f.verdict() == "nothing_to_sell");
}

TEST_CASE("a halt stays until a person resumes", "[risk][gate]") {
    GateFixture f;
    risk::Gate gate{f.limits, TradingMode::paper};
    gate.halt(risk::Halt::journal);
    gate.halt(risk::Halt::daily_loss);
    const auto sale = sale_of(f.subject, cents(37), shares(40));
    CHECK(gate.review(f.intent, f.world).error().code == RefusalCode::halted);
    CHECK(gate.review(sale, f.world).error().code == RefusalCode::halted);
    gate.resume(risk::Halt::journal);
    CHECK(gate.review(f.intent, f.world).error().code == RefusalCode::halted);
    CHECK(gate.review(sale, f.world).has_value());  // a daily loss stops buying only
    gate.resume(risk::Halt::daily_loss);
    CHECK(gate.review(f.intent, f.world).has_value());
}

TEST_CASE("every refusal has a code of its own", "[risk][gate]") {
    std::set<std::string_view> names;
    for (const auto code : risk::all_refusals) names.insert(name_of(code));
    CHECK(names.size() == risk::all_refusals.size());
    CHECK_FALSE(names.contains(""));
}
