#pragma once

/// The limit price that lets a FOK or FAK order take what it wants from a book.

#include <cstdint>
#include <span>

#include "domain/order.hpp"
#include "domain/quote.hpp"

namespace pm::polymarket {

/// What a market order takes from the other side of the book.
struct Sweep {
    Side side = Side::buy;
    TimeInForce tif = TimeInForce::fok;   ///< FOK: all of it or nothing. FAK: what there is.
    std::int64_t amount = 0;              ///< Micro-dollars of a buy, micro-shares of a sell.
    Price worst = Price::from_micros(0);  ///< The worst price the trader accepts.
};

/// Walks `levels` (the other side, best first) as far as `sweep.worst` and returns the price of
/// the level that completes the amount.
///
/// When they do not hold enough, a FOK has no price. A FAK gets the deepest level that the trader
/// accepts. The official client takes the deepest level of the whole book instead, which may be
/// 0.99 or 0.01: `worst` is what keeps us from that, and it has no default.
/// @return Errc::refused when nothing, or for a FOK not enough, rests at acceptable prices.
/// Source: docs/venue.md, amounts.
Result<Price> market_price(const Sweep& sweep, std::span<const Level> levels);

}  // namespace pm::polymarket
