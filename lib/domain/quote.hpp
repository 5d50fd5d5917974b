#pragma once

/// What a book says about one token at one moment, and what happened in public.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"
#include "domain/tick.hpp"

namespace pm {

/// Where a quote comes from: the socket, a poll, or a capture.
enum class QuoteSource : std::uint8_t { ws, rest, replay };

struct Level {
    Price price;
    Size size;
    friend bool operator==(const Level&, const Level&) = default;
};

/// The best of both sides. A side without orders is absent.
struct Quote {
    TokenId token;
    ConditionId condition;
    Outcome outcome = Outcome::yes;
    std::optional<Level> bid;
    std::optional<Level> ask;
    std::optional<Price> last;
    TickSize tick = TickSize::from_micros(10'000);
    std::optional<std::int64_t> venue_ms;
    QuoteSource source = QuoteSource::ws;
    std::uint64_t seq = 0;  ///< Per token, rises by one.

    [[nodiscard]] bool crossed() const { return bid && ask && bid->price >= ask->price; }
};

/// All levels of one token, best first on both sides.
struct BookSnapshot {
    TokenId token;
    ConditionId condition;
    std::vector<Level> bids;
    std::vector<Level> asks;
    std::optional<std::int64_t> venue_ms;
    std::string hash;  ///< The venue's; may be empty.
    std::optional<TickSize> tick;
    std::optional<Price> last;
};

/// Somebody's public trade.
struct Print {
    TokenId token;
    ConditionId condition;
    Price price = Price::from_micros(0);
    Size size;
    Side side = Side::buy;  ///< The taker's.
    std::optional<std::int64_t> venue_ms;
};

/// A point of a price history.
struct PricePoint {
    TokenId token;
    Timestamp at;
    Price price = Price::from_micros(0);
};

}  // namespace pm
