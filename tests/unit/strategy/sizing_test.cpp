#include "strategy/sizing.hpp"

#include <cmath>
#include <rapidcheck.h>
#include <vector>

#include "fees.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::strategy;

namespace {

constexpr FeeSchedule free_of_charge{};

/// A bankroll of 1,000, a fifth of Kelly, room for everything, nothing held.
SizeLimits roomy() {
    return {.kelly = 0.2,
            .bankroll = dollars(1'000),
            .room = dollars(1'000'000),
            .held = {},
            .step = Size{10'000},
            .edge_micros = 50'000};
}

}  // namespace

TEST_CASE("Kelly's fraction for a binary share", "[strategy][sizing]") {
    CHECK(kelly_fraction(0.6, 0.4) == Approx(1.0 / 3));  // 0.2 / 0.6
    CHECK(kelly_fraction(0.5, 0.25) == Approx(1.0 / 3));
    CHECK(kelly_fraction(1.0, 0.9) == Approx(1.0));
    CHECK(kelly_fraction(0.4, 0.4) == 0);
    CHECK(kelly_fraction(0.3, 0.4) == 0);
    CHECK(kelly_fraction(0.5, 0) == 0);
    CHECK(kelly_fraction(0.5, 1) == 0);
    CHECK(kelly_fraction(std::nan(""), 0.5) == 0);
}

TEST_CASE("size is the fraction of the bankroll over the cost", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(40), shares(10'000)}};
    // 0.2 * 1/3 * 1000 / 0.40 = 166.666..., rounded down to hundredths.
    const auto terms = kelly_terms(asks, 0.6, free_of_charge, roomy());
    CHECK(terms.size == Size{166'660'000});
    CHECK(terms.worst == cents(40));
    CHECK(terms.notional == Money{66'664'000});
}

TEST_CASE("the fee is part of the cost", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(40), shares(10'000)}};
    // c = 0.412: f = 0.188 / 0.588 = 0.319728; 0.2 * f * 1000 / 0.412 = 155.2077 shares.
    CHECK(kelly_terms(asks, 0.6, weather, roomy()).size == Size{155'200'000});
}

TEST_CASE("what is held counts towards what is wanted", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(40), shares(10'000)}};
    auto limits = roomy();
    limits.held = shares(160);
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == Size{6'660'000});
    limits.held = shares(167);
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == Size{});
}

TEST_CASE("every level bought keeps the edge", "[strategy][sizing]") {
    const std::vector<Level> asks{
        {cents(56), shares(1'000)}, {cents(55), shares(10)}, {cents(40), shares(10)}};
    const auto terms = kelly_terms(asks, 0.6, free_of_charge, roomy());
    CHECK(terms.worst == cents(55));  // 0.05 is enough, 0.04 is not
    CHECK(terms.size == shares(20));
}

TEST_CASE("a worse level is wanted less", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(50), shares(1'000)}, {cents(40), shares(50)}};
    // At 0.50 Kelly wants 0.2 * 0.2 * 1000 / 0.50 = 80 altogether: 30 beyond the first 50.
    const auto terms = kelly_terms(asks, 0.6, free_of_charge, roomy());
    CHECK(terms.size == shares(80));
    CHECK(terms.notional == dollars(35));  // 50 * 0.40 + 30 * 0.50
}

TEST_CASE("the room holds for an order filled at its limit", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(50), shares(1'000)}, {cents(40), shares(10)}};
    auto limits = roomy();
    limits.room = dollars(10);
    // 20 shares would cost 9 by the levels, but 10 at the limit of 0.50.
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == shares(20));
    limits.room = Money{9'999'999};
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == Size{19'990'000});
    limits.room = Money{};
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == Size{});
    limits.room = dollars(-1);
    CHECK(kelly_terms(asks, 0.6, free_of_charge, limits).size == Size{});
}

TEST_CASE("no bankroll, no size", "[strategy][sizing]") {
    const std::vector<Level> asks{{cents(40), shares(10'000)}};
    auto limits = roomy();
    limits.bankroll = Money{};
    CHECK(kelly_terms(asks, 0.6, weather, limits).size == Size{});
    limits.bankroll = dollars(-5);
    CHECK(kelly_terms(asks, 0.6, weather, limits).size == Size{});
}

TEST_CASE("no size breaks the grid, the room, the depth or the edge", "[strategy][sizing]") {
    const auto holds = rc::check([] {
        std::vector<Level> asks;
        auto price = *rc::gen::inRange(2, 40);
        for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
            asks.insert(asks.begin(),
                        {cents(price), Size{*rc::gen::inRange<std::int64_t>(1, 90'000'000)}});
            price += *rc::gen::inRange(1, 9);
        }
        auto limits = roomy();
        limits.room = Money{*rc::gen::inRange<std::int64_t>(-5'000'000, 60'000'000)};
        limits.held = Size{*rc::gen::inRange<std::int64_t>(0, 50'000'000)};
        limits.bankroll = Money{*rc::gen::inRange<std::int64_t>(0, 2'000'000'000)};
        const auto q_percent = *rc::gen::inRange(0, 101);
        const auto terms = kelly_terms(asks, q_percent / 100.0, weather, limits);
        if (terms.size.micros == 0) return;
        RC_ASSERT(terms.size.micros % 10'000 == 0);
        RC_ASSERT(notional_up(terms.worst, terms.size) +
                      taker_fee(weather, terms.worst, terms.size) <=
                  limits.room);
        Size depth;
        for (const auto& level : asks) depth += level.size;
        RC_ASSERT(terms.size <= depth);
        const auto worst = terms.worst.micros() / 1e6;
        RC_ASSERT(q_percent / 100.0 - worst - 0.05 * worst * (1 - worst) > 0.05 - 1e-9);
        // Never more than the whole Kelly at the best price.
        const auto best = asks.back().price.micros() / 1e6;
        const auto c = best + 0.05 * best * (1 - best);
        const auto most = kelly_fraction(q_percent / 100.0, c) * 0.2 *
                          static_cast<double>(limits.bankroll.micros) / c;
        RC_ASSERT(static_cast<double>((terms.size + limits.held).micros) <= most + 1);
    });
    CHECK(holds);
}
