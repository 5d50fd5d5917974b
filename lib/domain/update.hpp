#pragma once

/// What the market feed can say, as values. Decoders make them, books take them in.

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/quote.hpp"

namespace pm {

/// One price level's new total. Size zero removes it. Side buy is a bid level.
struct LevelChange {
    TokenId token;
    ConditionId condition;
    Side side = Side::buy;
    Level level{Price::from_micros(0), Size{}};
    std::optional<Price> best_bid;  ///< As the venue sees it after the change, where it says so.
    std::optional<Price> best_ask;
    std::optional<std::int64_t> venue_ms;
};

struct TickChange {
    TokenId token;
    ConditionId condition;
    TickSize old_tick = TickSize::from_micros(10'000);
    TickSize new_tick = TickSize::from_micros(10'000);
    std::optional<std::int64_t> venue_ms;
};

/// The venue's own best prices: a witness, never depth.
struct BestPrices {
    TokenId token;
    ConditionId condition;
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<std::int64_t> venue_ms;
};

/// A market appeared. Views live as long as the frame they were decoded from.
struct NewMarket {
    ConditionId condition;
    std::string_view slug;
    std::string_view event_slug;
};

/// Receives the updates of one frame, in the order of the frame.
class MarketSink {
public:
    virtual ~MarketSink() = default;
    virtual void on_book(const BookSnapshot& book) = 0;
    virtual void on_level(const LevelChange& change) = 0;
    virtual void on_print(const Print& print) = 0;
    virtual void on_tick(const TickChange& change) = 0;
    virtual void on_best(const BestPrices& best) = 0;
    virtual void on_new_market(const NewMarket& market) = 0;
    virtual void on_resolved(const ConditionId& condition, const TokenId& winner) = 0;
};

}  // namespace pm
