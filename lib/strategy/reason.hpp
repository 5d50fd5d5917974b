#pragma once

/// Why a strategy decided as it did: the codes of a signal's `reason`, all of them.
///
/// A refusal of the gate appears under its own code (risk/refusal.hpp).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pm::strategy {

enum class Reason : std::uint8_t {
    edge,            ///< enter: the edge is at least what was asked for.
    edge_gone,       ///< exit: the market pays more than we think the share is worth.
    take_profit,     ///< exit: by its rule.
    stop_loss,       ///< exit: by its rule.
    holding,         ///< hold: nothing to do about what is held.
    full_size,       ///< hold: there is an edge, and as much is held as the sizing wants.
    no_edge,         ///< skip: too little edge.
    no_forecast,     ///< skip: nothing says how likely the outcome is.
    stale_forecast,  ///< skip
    stale_quote,     ///< skip
    no_book,         ///< skip: no snapshot of the book yet.
    no_ask,          ///< skip: nobody sells.
    no_bid,          ///< hold: nobody buys what is held.
    crossed_book,    ///< skip or hold: the book contradicts itself.
    market_closed,   ///< skip
    market_refused,  ///< skip: the market's rule is not certain.
    holds_other,     ///< skip: the other outcome of the market is held.
    order_open,      ///< skip or hold: an order of ours is still open in the market.
    cooldown,        ///< skip or hold: the last trade in the market is too fresh.
    too_thin,        ///< skip: not enough on offer for the smallest order.
    too_small,       ///< skip or hold: the sizing, or what is held, is below the smallest order.
    no_room,         ///< skip or hold: a limit leaves too little.
};

inline constexpr std::size_t reason_count = 22;

/// All of them, for documents and tests.
[[nodiscard]] std::array<Reason, reason_count> all_reasons();

/// The stable code: "edge", "no_forecast".
[[nodiscard]] std::string_view name_of(Reason reason);

}  // namespace pm::strategy
