#pragma once

/// The order book of one token: two flat vectors, best level at the back.
///
/// A book is empty until the first snapshot; a level change before it is refused, so a delta is
/// never taken for a book. After the first snapshots nothing is allocated unless a side grows
/// beyond what it ever held.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/quote.hpp"

namespace pm::book {

/// Why an update was not applied. `applied` is the good one.
enum class Verdict : std::uint8_t {
    applied,
    no_snapshot,  ///< A change for a book that has no snapshot yet.
    off_grid,     ///< A price that is not a multiple of the tick, or 0, or 1.
    absurd_size,  ///< More shares than can exist.
    duplicate,    ///< Two levels of one snapshot side share a price.
    crossed,      ///< A snapshot whose best bid is not below its best ask.
    stale,        ///< A snapshot older than the book it would replace.
};

[[nodiscard]] std::string_view name_of(Verdict verdict);

/// No level holds more shares than this: ten thousand million. Ours, 2026-11-21.
inline constexpr Size size_max{10'000'000'000'000'000};

class Book {
public:
    /// Replaces everything. Level order is free; zero sizes are dropped. On any verdict but
    /// `applied` the book is as before.
    Verdict replace(std::span<const Level> bids, std::span<const Level> asks, TickSize tick);

    /// Sets one level's total; size zero removes it. On a refusal the book is as before.
    /// The book may end up crossed: look at `crossed`.
    Verdict change(Side side, Level level, TickSize tick);

    /// Forgets everything; the next change is refused until a snapshot comes.
    void drop();

    [[nodiscard]] bool ready() const { return ready_; }
    [[nodiscard]] std::optional<Level> best_bid() const { return best(bids_); }
    [[nodiscard]] std::optional<Level> best_ask() const { return best(asks_); }
    [[nodiscard]] bool crossed() const;

    /// Worst first, best at the back.
    [[nodiscard]] std::span<const Level> bids() const { return bids_; }
    [[nodiscard]] std::span<const Level> asks() const { return asks_; }

private:
    [[nodiscard]] static std::optional<Level> best(const std::vector<Level>& side);

    std::vector<Level> bids_;        ///< Prices ascend.
    std::vector<Level> asks_;        ///< Prices descend.
    std::vector<Level> spare_bids_;  ///< The next snapshot is sorted here, then swapped in.
    std::vector<Level> spare_asks_;
    bool ready_ = false;
};

/// What taking liquidity would cost.
struct Walk {
    Size filled;     ///< At most what was asked for.
    Money notional;  ///< Sum of price * size; up for a buyer, down for a seller.
    Price worst = Price::from_micros(0);  ///< The last level touched. 0 when nothing was.
    int levels = 0;

    /// Notional / filled, to the nearest micro-dollar. @pre filled > 0.
    [[nodiscard]] Price average() const;
};

/// Takes `size` from `side_taken` (best at the back), no further than `limit` when there is one.
/// `taker` says which way `limit` cuts and how the notional rounds. Pure.
[[nodiscard]] Walk walk(std::span<const Level> side_taken, Side taker, Size size,
                        std::optional<Price> limit = std::nullopt);

}  // namespace pm::book
