#pragma once

/// A message of the market channel as views into its frame, before any text became a value.
/// Private to polymarket.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "polymarket/frame_parts.hpp"
#include "polymarket/id_memo.hpp"

namespace pm::polymarket {

/// The fields we know, each at most once in an object.
enum Field : std::uint8_t {
    event_type,
    market,
    asset_id,
    timestamp,
    hash,
    price,
    size,
    side,
    best_bid,
    best_ask,
    old_tick_size,
    new_tick_size,
    tick_size,
    last_trade_price,
    winning_asset_id,
    slug,
    text_fields,
    bids = text_fields,
    asks,
    price_changes,
    event_message,
    no_field,
};

[[nodiscard]] Field field_of(std::string_view key);

struct RawObject {
    std::array<std::string_view, text_fields> text;  ///< Empty when absent or null.
    std::uint32_t seen = 0;                          ///< Bit per field.
    bool bad = false;                                ///< A known field of the wrong kind.
    const char* fault = "";

    [[nodiscard]] bool has(Field f) const { return (seen >> f & 1U) != 0; }
    void spoil(const char* why) {
        if (!bad) fault = why;
        bad = true;
    }
};

struct RawLevel {
    std::string_view price, size;
};

struct RawMessage {
    RawObject object;
    std::vector<RawLevel> bids, asks;
    std::vector<RawObject> changes;
    std::string_view event_slug;

    void clear() {
        object = {};
        bids.clear();
        asks.clear();
        changes.clear();
        event_slug = {};
    }
};

/// What the messages of a stream name.
struct KnownIds {
    IdMemo<TokenId, 78> tokens;
    IdMemo<ConditionId, 66> conditions;
};

/// Turns texts into values and stages them. On false nothing of the message is staged and `fault`
/// says why. @pre kind is not `other`.
bool stage(const RawMessage& message, EventKind kind, KnownIds& known, Staged& staged,
           const char*& fault);

}  // namespace pm::polymarket
