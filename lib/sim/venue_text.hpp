#pragma once

/// The venue's own JSON for books and market-channel events.
///
/// Source: docs/venue.md, order book and market channel. Key order follows recorded frames of
/// 2026-07-20 and the recorded book of 2026-06-10; both arrays end with the best level.

#include <string>
#include <vector>

#include "sim/market_state.hpp"
#include "sim/scenario.hpp"

namespace pm::sim {

/// Which of a market's tokens a reader follows.
struct Following {
    bool yes = false;
    bool no = false;
    [[nodiscard]] bool any() const { return yes || no; }
};

/// The REST book of one outcome, with its SHA-1 hash.
void append_book(std::string& out, const MarketState& market, Outcome outcome);

/// A `book` event.
void append_book_event(std::string& out, const MarketState& market, Outcome outcome);

/// A `price_change` event for the tokens in `whom`; nothing when there is nothing to say.
void append_price_change(std::string& out, const MarketState& market,
                         const std::vector<LevelDelta>& levels, Following whom);

/// A `last_trade_price` event for one part of a trade.
void append_last_trade(std::string& out, const MarketState& market, const Trade& trade,
                       const Match& part);

void append_tick_change(std::string& out, const MarketState& market, Outcome outcome,
                        TickSize old_tick);

/// Custom features: `best_bid_ask`, `new_market`, `market_resolved`.
void append_best(std::string& out, const MarketState& market, Outcome outcome);
void append_new_market(std::string& out, const MarketState& market, const ScenarioEvent& event);
void append_resolved(std::string& out, const MarketState& market, const ScenarioEvent& event);

/// The book's spread as the venue prints it; "" when a side is missing.
[[nodiscard]] std::string spread_text(const MarketState& market, Outcome outcome);
/// The midpoint; "" when a side is missing.
[[nodiscard]] std::string midpoint_text(const MarketState& market, Outcome outcome);

}  // namespace pm::sim
