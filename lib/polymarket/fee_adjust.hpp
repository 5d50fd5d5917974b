#pragma once

/// How much of a balance a market buy may spend, since the fee comes on top of it.
///
/// The official clients disagree. The TypeScript one reserves the fee of the whole amount, which
/// leaves a little over; the other two divide, which is exact. We spend by the second and keep the
/// first for comparison.
/// Source: docs/venue.md, fees.

#include <cstdint>

#include "domain/amounts.hpp"

namespace pm::polymarket {

/// What is charged on top of a buy.
struct BuyCharges {
    FeeSchedule fee;
    std::int32_t builder_micros = 0;    ///< The builder's share of the dollars: 0.01 is 10'000.
    std::int32_t slippage_percent = 0;  ///< Room for a fee at another price: 0 to 100.
};

/// The most dollars a buy at `price` may spend so that they and their fee fit into `balance`:
/// balance / (1 + fee per dollar), rounded down, less the 5 micro-dollars by which the venue's
/// rounding of the fee may exceed it. @pre 0 < price < 1; the exponent is 1 or 2.
[[nodiscard]] Money spendable(Money balance, Price price, const BuyCharges& charges);

/// The amount as the TypeScript client shrinks it: unchanged when balance covers it and its fee,
/// else the balance less the fee of min(amount, balance). Rounded down. @pre as `spendable`.
[[nodiscard]] Money reserve_fee(Money amount, Money balance, Price price,
                                const BuyCharges& charges);

}  // namespace pm::polymarket
