#pragma once

/// What the venue checks of an order's two amounts, and the words it refuses them with. Pure.
///
/// Source: docs/venue.md, amounts and minimums: limits on the grid with exact products, resting
/// minimum in shares; market orders capped at 2 and 4 decimals on every tick, at least one dollar
/// to buy.

#include <cstdint>
#include <optional>
#include <string>

#include "domain/amounts.hpp"
#include "domain/order.hpp"
#include "domain/tick.hpp"

namespace pm::sim {

/// What is on the wire, micro-units: `maker` is given, `taker` is wanted.
struct OrderAmounts {
    Side side = Side::buy;
    TimeInForce tif = TimeInForce::gtc;
    std::int64_t maker = 0;
    std::int64_t taker = 0;
};

/// The market's part of the rules.
struct AmountRules {
    TickSize tick = TickSize::from_micros(10'000);
    Size min_size;
};

/// The amounts understood, or why not.
struct ReadAmounts {
    std::string refusal;                  ///< Empty: accepted.
    Price limit = Price::from_micros(0);  ///< On the order's own token.
    Size size;                            ///< Shares: what a limit is for, a sale gives at most.
    Money spend;                          ///< Dollars: what a market buy spends at most.
};

/// Immediate orders are judged by what they spend, resting ones by their price and size.
[[nodiscard]] constexpr bool immediate(TimeInForce tif) {
    return tif == TimeInForce::fok || tif == TimeInForce::fak;
}

/// Checks the amounts. `order_id` stands in some of the texts.
[[nodiscard]] ReadAmounts read_amounts(const OrderAmounts& amounts, const AmountRules& rules,
                                       const std::string& order_id);

/// The refusal of a buy that would take liquidity for less than a dollar, if it is one.
[[nodiscard]] std::optional<std::string> too_cheap(Money notional);

}  // namespace pm::sim
