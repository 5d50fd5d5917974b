#include "book/book.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::book {

namespace {

/// Strictly inside (0, 1) and on the grid. A market near its end trades at a tick from 0 or 1.
bool on_grid(Price price, TickSize tick) {
    return tick.admits(price);
}

Verdict check(const Level& level, TickSize tick) {
    if (!on_grid(level.price, tick)) return Verdict::off_grid;
    if (level.size.micros < 0 || level.size > size_max) return Verdict::absurd_size;
    return Verdict::applied;
}

/// Whether `a` is a worse price than `b` on its side.
bool worse(Side side, Price a, Price b) {
    return side == Side::buy ? a < b : b < a;
}

/// Fills `to` with the non-zero levels of `from`, worst first.
Verdict arrange(Side side, std::span<const Level> from, TickSize tick, std::vector<Level>& to) {
    to.clear();
    for (const auto& level : from) {
        if (const auto verdict = check(level, tick); verdict != Verdict::applied) return verdict;
        if (level.size.micros != 0) to.push_back(level);
    }
    const auto by_price = [side](const Level& a, const Level& b) {
        return worse(side, a.price, b.price);
    };
    if (!std::is_sorted(to.begin(), to.end(), by_price)) {
        std::reverse(to.begin(), to.end());
        if (!std::is_sorted(to.begin(), to.end(), by_price)) {
            std::sort(to.begin(), to.end(), by_price);
        }
    }
    const auto twin = std::adjacent_find(
        to.begin(), to.end(), [](const Level& a, const Level& b) { return a.price == b.price; });
    return twin == to.end() ? Verdict::applied : Verdict::duplicate;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::applied: return "applied";
        case Verdict::no_snapshot: return "no snapshot yet";
        case Verdict::off_grid: return "price off the grid";
        case Verdict::absurd_size: return "absurd size";
        case Verdict::duplicate: return "a price twice";
        case Verdict::crossed: return "crossed";
        case Verdict::stale: return "older than the book";
    }
    return "";
}

Verdict Book::replace(std::span<const Level> bids, std::span<const Level> asks, TickSize tick) {
    auto verdict = arrange(Side::buy, bids, tick, spare_bids_);
    if (verdict == Verdict::applied) verdict = arrange(Side::sell, asks, tick, spare_asks_);
    if (verdict != Verdict::applied) return verdict;
    const auto bid = best(spare_bids_);
    const auto ask = best(spare_asks_);
    if (bid && ask && bid->price >= ask->price) return Verdict::crossed;
    bids_.swap(spare_bids_);
    asks_.swap(spare_asks_);
    ready_ = true;
    return Verdict::applied;
}

Verdict Book::change(Side side, Level level, TickSize tick) {
    if (!ready_) return Verdict::no_snapshot;
    if (const auto verdict = check(level, tick); verdict != Verdict::applied) return verdict;
    auto& levels = side == Side::buy ? bids_ : asks_;
    // Most changes are near the best: search from the back.
    auto at = levels.end();
    while (at != levels.begin() && worse(side, level.price, std::prev(at)->price)) --at;
    const bool there = at != levels.begin() && std::prev(at)->price == level.price;
    if (there && level.size.micros == 0) {
        levels.erase(std::prev(at));
    } else if (there) {
        std::prev(at)->size = level.size;
    } else if (level.size.micros != 0) {
        levels.insert(at, level);
    }
    return Verdict::applied;
}

void Book::drop() {
    bids_.clear();
    asks_.clear();
    ready_ = false;
}

bool Book::crossed() const {
    const auto bid = best_bid();
    const auto ask = best_ask();
    return bid && ask && bid->price >= ask->price;
}

std::optional<Level> Book::best(const std::vector<Level>& side) {
    if (side.empty()) return std::nullopt;
    return side.back();
}

Price Walk::average() const {
    PM_ASSERT(filled.micros > 0);
    return Price::from_micros(static_cast<std::int32_t>(pm::average(notional, filled).micros));
}

Walk walk(std::span<const Level> side_taken, Side taker, Size size, std::optional<Price> limit) {
    Walk out;
    for (auto level = side_taken.rbegin(); level != side_taken.rend(); ++level) {
        if (out.filled >= size) break;
        if (limit && (taker == Side::buy ? level->price > *limit : level->price < *limit)) break;
        const auto part = std::min(level->size, size - out.filled);
        out.notional += taker == Side::buy ? notional_up(level->price, part)
                                           : notional_down(level->price, part);
        out.filled += part;
        out.worst = level->price;
        ++out.levels;
    }
    return out;
}

}  // namespace pm::book
