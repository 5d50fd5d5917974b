#pragma once

/// What both frame decoders agree on: the kinds of messages and what a frame's updates are
/// collected in before they are delivered. Private to polymarket.

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/update.hpp"

namespace pm::polymarket {

enum class EventKind : std::uint8_t {
    book,
    price_change,
    last_trade_price,
    tick_size_change,
    best_bid_ask,
    new_market,
    market_resolved,
    other,
};

[[nodiscard]] inline EventKind kind_of(std::string_view event_type) {
    if (event_type == "price_change") return EventKind::price_change;
    if (event_type == "book") return EventKind::book;
    if (event_type == "last_trade_price") return EventKind::last_trade_price;
    if (event_type == "best_bid_ask") return EventKind::best_bid_ask;
    if (event_type == "tick_size_change") return EventKind::tick_size_change;
    if (event_type == "new_market") return EventKind::new_market;
    if (event_type == "market_resolved") return EventKind::market_resolved;
    return EventKind::other;
}

struct Resolved {
    ConditionId condition;
    TokenId winner;
};

/// Updates of one frame in order, in memory that is used again for the next.
class Staged {
public:
    void clear() {
        order_.clear();
        books_used_ = 0;
        levels_.clear();
        prints_.clear();
        ticks_.clear();
        bests_.clear();
        markets_.clear();
        resolved_.clear();
    }

    /// An emptied snapshot to fill; part of the frame once `keep_book` is called.
    [[nodiscard]] BookSnapshot& next_book() {
        if (books_used_ == books_.size()) books_.emplace_back();
        auto& book = books_[books_used_];
        book.bids.clear();
        book.asks.clear();
        book.hash.clear();
        book.venue_ms.reset();
        book.tick.reset();
        book.last.reset();
        return book;
    }
    void keep_book() { order_.push_back({Kind::book, books_used_++}); }

    void add(const LevelChange& x) { add(Kind::level, levels_, x); }
    void add(const Print& x) { add(Kind::print, prints_, x); }
    void add(const TickChange& x) { add(Kind::tick, ticks_, x); }
    void add(const BestPrices& x) { add(Kind::best, bests_, x); }
    void add(const NewMarket& x) { add(Kind::new_market, markets_, x); }
    void add(const Resolved& x) { add(Kind::resolved, resolved_, x); }

    /// Takes back the level changes added after the first `size`.
    void cut_levels(std::size_t size) {
        order_.resize(order_.size() - (levels_.size() - size));
        levels_.resize(size, LevelChange{});
    }
    [[nodiscard]] std::size_t levels() const { return levels_.size(); }

    void deliver(MarketSink& sink) const {
        for (const auto& [kind, i] : order_) {
            switch (kind) {
                case Kind::book: sink.on_book(books_[i]); break;
                case Kind::level: sink.on_level(levels_[i]); break;
                case Kind::print: sink.on_print(prints_[i]); break;
                case Kind::tick: sink.on_tick(ticks_[i]); break;
                case Kind::best: sink.on_best(bests_[i]); break;
                case Kind::new_market: sink.on_new_market(markets_[i]); break;
                case Kind::resolved:
                    sink.on_resolved(resolved_[i].condition, resolved_[i].winner);
                    break;
            }
        }
    }

private:
    enum class Kind : std::uint8_t { book, level, print, tick, best, new_market, resolved };
    struct Place {
        Kind kind;
        std::size_t index;
    };

    template <class T>
    void add(Kind kind, std::vector<T>& list, const T& x) {
        order_.push_back({kind, list.size()});
        list.push_back(x);
    }

    std::vector<Place> order_;
    std::vector<BookSnapshot> books_;
    std::size_t books_used_ = 0;
    std::vector<LevelChange> levels_;
    std::vector<Print> prints_;
    std::vector<TickChange> ticks_;
    std::vector<BestPrices> bests_;
    std::vector<NewMarket> markets_;
    std::vector<Resolved> resolved_;
};

}  // namespace pm::polymarket
