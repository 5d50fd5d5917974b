#pragma once

/// What a trade at the prices on offer is worth, after the taker's fee.
///
/// Probabilities are doubles outside and whole millionths here, so that a threshold is met or
/// missed the same way everywhere: an edge of exactly what was asked for is enough.

#include <cstdint>
#include <span>

#include "domain/amounts.hpp"
#include "domain/order.hpp"
#include "domain/quote.hpp"

namespace pm::strategy {

/// A probability in millionths, to the nearest; anything outside [0, 1], and NaN, is clamped.
[[nodiscard]] std::int32_t probability_micros(double p);

/// `p` pulled towards the market's own by `weight`: 0 is ours alone, 1 the market's.
/// Source: docs/weather.md, sizing (uncertain probabilities).
[[nodiscard]] double shrunk(double p, double market_p, double weight);

/// The edge of one share at one price in 1e-18 dollars, exactly: for a buyer p - price - fee, for
/// a seller price - fee - p, fee = rate * (price * (1 - price))^exponent, not rounded.
/// Squared fees are cut off below 1e-18.
[[nodiscard]] std::int64_t edge_atto(std::int32_t p_micros, Price price, Side side,
                                     const FeeSchedule& fee);

/// Whether that edge is at least `least_micros`.
[[nodiscard]] bool has_edge(std::int32_t p_micros, Price price, Side side, const FeeSchedule& fee,
                            std::int32_t least_micros);

/// What taking `size` from a side of the book gives.
struct Terms {
    Size size;
    Price worst = Price::from_micros(0);  ///< Limit price of an order for all of it.
    Money notional;                       ///< Paid by a buyer, got by a seller.
    Money fee;                            ///< Each level's fee, rounded as the venue does.

    /// Dollars a share, after the fee, at the average price. @pre size > 0.
    [[nodiscard]] double edge(double p, Side side) const;
    /// notional and fee (less fee for a seller) a share, in micro-dollars. @pre size > 0.
    [[nodiscard]] Money net_price(Side side) const;
};

/// Walks at most `size` of `side_taken` (best at the back), whatever it costs.
[[nodiscard]] Terms terms_for(std::span<const Level> side_taken, Side taker, Size size,
                              const FeeSchedule& fee);

}  // namespace pm::strategy
