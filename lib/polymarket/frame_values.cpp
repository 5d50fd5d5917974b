#include <algorithm>
#include <optional>

#include "base/decimal.hpp"
#include "polymarket/frame_raw.hpp"

namespace pm::polymarket {

namespace {

constexpr std::array<std::string_view, no_field> names{
    "event_type",    "market",        "asset_id",  "timestamp",        "hash",
    "price",         "size",          "side",      "best_bid",         "best_ask",
    "old_tick_size", "new_tick_size", "tick_size", "last_trade_price", "winning_asset_id",
    "slug",          "bids",          "asks",      "price_changes",    "event_message",
};

}  // namespace

Field field_of(std::string_view key) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == key) return static_cast<Field>(i);
    }
    return no_field;
}

namespace {

/// An empty text is an absent price.
bool optional_price(std::string_view text, std::optional<Price>& out) {
    out.reset();
    if (text.empty()) return true;
    const auto price = Price::parse(text);
    if (price) out = *price;
    return price.has_value();
}

bool optional_ms(std::string_view text, std::optional<std::int64_t>& out) {
    out.reset();
    if (text.empty()) return true;
    const auto ms = parse_decimal(text, 0);
    if (ms) out = *ms;
    return ms.has_value();
}

bool side_of(std::string_view text, Side& out) {
    if (text != "BUY" && text != "SELL") return false;
    out = text == "BUY" ? Side::buy : Side::sell;
    return true;
}

bool levels_of(const std::vector<RawLevel>& raw, std::vector<Level>& out) {
    for (const auto& [price_text, size_text] : raw) {
        const auto price = Price::parse(price_text);
        const auto size = Size::parse(size_text);
        if (!price || !size) return false;
        out.push_back(Level{*price, *size});
    }
    return true;
}

bool dearer(const Level& a, const Level& b) {
    return a.price != b.price ? b.price < a.price : b.size < a.size;
}

bool cheaper(const Level& a, const Level& b) {
    return a.price != b.price ? a.price < b.price : a.size < b.size;
}

bool stage_book(const RawMessage& message, ConditionId condition, Staged& staged,
                const char*& fault) {
    const auto& object = message.object;
    auto& book = staged.next_book();
    const auto token = TokenId::parse(object.text[asset_id]);
    fault = "no token";
    if (!token) return false;
    fault = "no bids or asks";
    if (!object.has(bids) || !object.has(asks)) return false;
    fault = "a level makes no sense";
    if (!levels_of(message.bids, book.bids) || !levels_of(message.asks, book.asks)) return false;
    fault = "a time, tick or price makes no sense";
    if (!optional_ms(object.text[timestamp], book.venue_ms)) return false;
    if (!optional_price(object.text[last_trade_price], book.last)) return false;
    if (const auto text = object.text[tick_size]; !text.empty()) {
        const auto tick = TickSize::parse(text);
        if (!tick) return false;
        book.tick = *tick;
    }
    book.token = *token;
    book.condition = condition;
    book.hash.assign(object.text[hash].substr(0, 128));
    std::sort(book.bids.begin(), book.bids.end(), dearer);
    std::sort(book.asks.begin(), book.asks.end(), cheaper);
    staged.keep_book();
    return true;
}

bool stage_changes(const RawMessage& message, ConditionId condition, Staged& staged,
                   const char*& fault) {
    const auto& object = message.object;
    const auto before = staged.levels();
    LevelChange change;
    change.condition = condition;
    fault = "no changes";
    if (!object.has(price_changes)) return false;
    fault = "a change makes no sense";
    if (!optional_ms(object.text[timestamp], change.venue_ms)) return false;
    for (const auto& raw : message.changes) {
        const auto token = TokenId::parse(raw.text[asset_id]);
        const auto at = Price::parse(raw.text[price]);
        const auto total = Size::parse(raw.text[size]);
        if (!token || !at || !total || !side_of(raw.text[side], change.side) ||
            !optional_price(raw.text[best_bid], change.best_bid) ||
            !optional_price(raw.text[best_ask], change.best_ask)) {
            staged.cut_levels(before);
            return false;
        }
        change.token = *token;
        change.level = Level{*at, *total};
        staged.add(change);
    }
    return true;
}

bool stage_single(const RawObject& object, EventKind kind, ConditionId condition, Staged& staged,
                  const char*& fault) {
    fault = "a field is missing or makes no sense";
    const auto token = TokenId::parse(
        object.text[kind == EventKind::market_resolved ? winning_asset_id : asset_id]);
    if (!token) return false;
    std::optional<std::int64_t> ms;
    if (!optional_ms(object.text[timestamp], ms)) return false;
    if (kind == EventKind::market_resolved) {
        staged.add(Resolved{condition, *token});
    } else if (kind == EventKind::last_trade_price) {
        const auto at = Price::parse(object.text[price]);
        const auto total = Size::parse(object.text[size]);
        Side taker = Side::buy;
        if (!at || !total || !side_of(object.text[side], taker)) return false;
        staged.add(Print{*token, condition, *at, *total, taker, ms});
    } else if (kind == EventKind::tick_size_change) {
        const auto from = TickSize::parse(object.text[old_tick_size]);
        const auto to = TickSize::parse(object.text[new_tick_size]);
        if (!from || !to) return false;
        staged.add(TickChange{*token, condition, *from, *to, ms});
    } else {
        BestPrices best{*token, condition, {}, {}, ms};
        if (!optional_price(object.text[best_bid], best.bid)) return false;
        if (!optional_price(object.text[best_ask], best.ask)) return false;
        staged.add(best);
    }
    return true;
}

}  // namespace

bool stage(const RawMessage& message, EventKind kind, Staged& staged, const char*& fault) {
    const auto& object = message.object;
    const auto condition = ConditionId::parse(object.text[market]);
    fault = "no condition id";
    if (!condition) return false;
    if (kind == EventKind::book) return stage_book(message, *condition, staged, fault);
    if (kind == EventKind::price_change) return stage_changes(message, *condition, staged, fault);
    if (kind != EventKind::new_market) {
        return stage_single(object, kind, *condition, staged, fault);
    }
    staged.add(NewMarket{*condition, object.text[slug], message.event_slug});
    return true;
}

}  // namespace pm::polymarket
