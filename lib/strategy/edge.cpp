#include "strategy/edge.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "base/wide.hpp"

namespace pm::strategy {

namespace {

constexpr std::int64_t trillion = million * million;

/// The unrounded fee of one share in 1e-18 dollars.
std::int64_t fee_atto(Price price, const FeeSchedule& fee) {
    const auto spread = std::int64_t{price.micros()} * price.complement().micros();  // 1e-12
    if (fee.exponent == 1) return spread * fee.rate_micros;
    const auto square = static_cast<Wide>(spread) * spread;  // 1e-24
    return static_cast<std::int64_t>(square * fee.rate_micros / trillion);
}

}  // namespace

std::int32_t probability_micros(double p) {
    if (!(p > 0)) return 0;
    if (p >= 1) return static_cast<std::int32_t>(million);
    return static_cast<std::int32_t>(std::lround(p * static_cast<double>(million)));
}

double shrunk(double p, double market_p, double weight) {
    return market_p + (1 - weight) * (p - market_p);
}

std::int64_t edge_atto(std::int32_t p_micros, Price price, Side side, const FeeSchedule& fee) {
    const auto gap = (std::int64_t{p_micros} - price.micros()) * trillion;
    return (side == Side::buy ? gap : -gap) - fee_atto(price, fee);
}

bool has_edge(std::int32_t p_micros, Price price, Side side, const FeeSchedule& fee,
              std::int32_t least_micros) {
    return edge_atto(p_micros, price, side, fee) >= least_micros * trillion;
}

double Terms::edge(double p, Side side) const {
    PM_ASSERT(size.micros > 0);
    const auto shares = static_cast<double>(size.micros);
    const auto paid = side == Side::buy ? notional + fee : notional - fee;
    const auto each = static_cast<double>(paid.micros) / shares;
    return side == Side::buy ? p - each : each - p;
}

Money Terms::net_price(Side side) const {
    return average(side == Side::buy ? notional + fee : notional - fee, size);
}

Terms terms_for(std::span<const Level> side_taken, Side taker, Size size, const FeeSchedule& fee) {
    Terms out;
    for (auto level = side_taken.rbegin(); level != side_taken.rend(); ++level) {
        const auto part = std::min(level->size, size - out.size);
        if (part.micros <= 0) break;
        out.notional += taker == Side::buy ? notional_up(level->price, part)
                                           : notional_down(level->price, part);
        out.fee += taker_fee(fee, level->price, part);
        out.size += part;
        out.worst = level->price;
    }
    return out;
}

}  // namespace pm::strategy
