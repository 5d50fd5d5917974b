#include "strategy/sizing.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace pm::strategy {

namespace {

/// Cost of one share at `price` with fee, in dollars.
double unit_cost(Price price, const FeeSchedule& fee) {
    const auto p = static_cast<double>(price.micros()) / 1e6;
    const auto rate = static_cast<double>(fee.rate_micros) / 1e6;
    return p + rate * std::pow(p * (1 - p), fee.exponent);
}

/// Shares that Kelly wants to hold at cost `c` each.
Size wanted(double q, double c, const SizeLimits& limits) {
    const auto dollars = limits.kelly * kelly_fraction(q, c) *
                         static_cast<double>(std::max<std::int64_t>(limits.bankroll.micros, 0));
    // To the nearest micro-share, so that 80 is not 79.999999; the bound is far above any book
    // and far below what an integer holds.
    return Size{std::llround(std::min(dollars / c, 1e15))};
}

Money cost_of(const Terms& terms) {
    return terms.notional + terms.fee;
}

/// The most shares on the grid, at most `most`, whose terms cost no more than the room.
Terms fitted(std::span<const Level> asks, Size most, const FeeSchedule& fee,
             const SizeLimits& limits) {
    const auto terms_of = [&](std::int64_t steps) {
        return terms_for(asks, Side::buy, Size{steps * limits.step.micros}, fee);
    };
    auto enough = most.micros / limits.step.micros;
    std::int64_t fits = 0;
    // The cost grows with the size: search the last size that fits. What an order may cost at
    // its limit is what counts, for its fills may all be at the limit.
    while (fits < enough) {
        const auto middle = fits + (enough - fits + 1) / 2;
        const auto terms = terms_of(middle);
        const auto at_limit =
            notional_up(terms.worst, terms.size) + taker_fee(fee, terms.worst, terms.size);
        if (std::max(cost_of(terms), at_limit) <= limits.room) {
            fits = middle;
        } else {
            enough = middle - 1;
        }
    }
    return terms_of(fits);
}

}  // namespace

double kelly_fraction(double q, double c) {
    if (!(c > 0) || !(c < 1) || !(q > c)) return 0;
    return (std::min(q, 1.0) - c) / (1 - c);
}

Terms kelly_terms(std::span<const Level> asks, double q, const FeeSchedule& fee,
                  const SizeLimits& limits) {
    PM_ASSERT(limits.step.micros > 0);
    const auto q_micros = probability_micros(q);
    Size taken;
    for (auto level = asks.rbegin(); level != asks.rend(); ++level) {
        if (!has_edge(q_micros, level->price, Side::buy, fee, limits.edge_micros)) break;
        const auto want = wanted(q, unit_cost(level->price, fee), limits) - limits.held - taken;
        if (want.micros <= 0) break;
        taken += std::min(level->size, want);
        if (want < level->size) break;
    }
    if (taken.micros <= 0 || limits.room.micros <= 0) return {};
    return fitted(asks, taken, fee, limits);
}

}  // namespace pm::strategy
