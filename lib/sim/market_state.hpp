#pragma once

/// One simulated market as it is now: its ids, its book, what happened last.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/names.hpp"
#include "domain/tick.hpp"
#include "sim/order_book.hpp"
#include "sim/scenario.hpp"

namespace pm::sim {

/// A life in order. `listed`: Gamma shows it, the CLOB does not know it yet.
/// Source: docs/venue.md, new markets (the CLOB knows them some minutes later).
enum class MarketPhase : std::uint8_t { hidden, listed, open, resolved };

struct MarketState {
    std::size_t event = 0;  ///< Index into the scenario's events.
    std::size_t index = 0;  ///< Index into that event's markets.
    std::string condition;
    std::string yes;
    std::string no;
    TickSize tick = TickSize::from_micros(10'000);
    std::string min_size = "5";
    bool neg_risk = true;
    MarketPhase phase = MarketPhase::hidden;
    OrderBook book;
    std::optional<Price> last;       ///< Last trade, in YES terms.
    Side last_side = Side::buy;      ///< Of that trade's taker, on its own token.
    std::int64_t changed_ms = 0;     ///< Venue time of the last change of the book.
    std::uint64_t seq = 0;           ///< Changes so far.
    std::int64_t volume_micros = 0;  ///< Dollars traded in this run.
    Timestamp resolved_at;

    [[nodiscard]] const std::string& token(Outcome outcome) const {
        return outcome == Outcome::yes ? yes : no;
    }
};

/// The new total of one level, in YES terms.
struct LevelDelta {
    Side side = Side::buy;
    Price price = Price::from_micros(0);
    Size total;
    friend bool operator==(const LevelDelta&, const LevelDelta&) = default;
};

/// What one taker did.
struct Trade {
    Outcome token = Outcome::yes;  ///< What the taker traded.
    Side side = Side::buy;         ///< On that token.
    std::vector<Match> parts;      ///< Prices in YES terms. Not empty.
};

[[nodiscard]] constexpr Side opposite(Side side) {
    return side == Side::buy ? Side::sell : Side::buy;
}

/// A price as one outcome's holder sees it.
[[nodiscard]] inline Price seen_from(Outcome outcome, Price yes_price) {
    return outcome == Outcome::yes ? yes_price : yes_price.complement();
}

/// The best of one side of one outcome's book.
[[nodiscard]] inline std::optional<Level> best_of(const MarketState& market, Outcome outcome,
                                                  Side side) {
    const bool mirrored = outcome == Outcome::no;
    const auto other = side == Side::buy ? Side::sell : Side::buy;
    auto best = market.book.best(mirrored ? other : side);
    if (best && mirrored) best->price = best->price.complement();
    return best;
}

}  // namespace pm::sim
