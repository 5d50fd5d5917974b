#pragma once

/// How much: fractional Kelly, level by level, under what the limits leave.

#include <cstdint>
#include <span>

#include "domain/amounts.hpp"
#include "domain/quote.hpp"
#include "strategy/edge.hpp"

namespace pm::strategy {

/// The fraction of the bankroll that Kelly puts on a share of cost `c` that pays 1 with
/// probability `q`: (q - c) / (1 - c), 0 when there is no edge or c is not in (0, 1).
/// Source: docs/weather.md, sizing.
[[nodiscard]] double kelly_fraction(double q, double c);

/// What a buy may use.
struct SizeLimits {
    double kelly = 0.2;            ///< Part of the Kelly fraction that is used.
    Money bankroll;                ///< Cash and the cost of what is held.
    Money room;                    ///< Most that this buy may cost, fees included.
    Size held;                     ///< Of this token already.
    Size step;                     ///< Grid of sizes. Positive.
    std::int32_t edge_micros = 0;  ///< Every share bought keeps at least this edge.
};

/// Walks `asks` (best at the back) and takes of each level, while its edge is enough, what Kelly
/// wants to hold altogether at that level's cost, and no more than fits into the room. Buying at
/// a worse price than the average is judged by the worse price, so the size never rests on an
/// average that hides a bad level. The size is rounded down to the grid.
/// @return terms of size 0 when nothing is worth buying.
[[nodiscard]] Terms kelly_terms(std::span<const Level> asks, double q, const FeeSchedule& fee,
                                const SizeLimits& limits);

}  // namespace pm::strategy
