#include <algorithm>
#include <optional>

#include "base/decimal.hpp"
#include "polymarket/frame_raw.hpp"

namespace pm::polymarket {

namespace {

struct Name {
    std::string_view text;
    Field field;
};

constexpr std::array names{
    Name{"event_type", event_type},
    Name{"market", market},
    Name{"asset_id", asset_id},
    Name{"timestamp", timestamp},
    Name{"hash", hash},
    Name{"price", price},
    Name{"size", size},
    Name{"side", side},
    Name{"best_bid", best_bid},
    Name{"best_ask", best_ask},
    Name{"old_tick_size", old_tick_size},
    Name{"new_tick_size", new_tick_size},
    Name{"tick_size", tick_size},
    Name{"last_trade_price", last_trade_price},
    Name{"winning_asset_id", winning_asset_id},
    Name{"slug", slug},
    Name{"bids", bids},
    Name{"asks", asks},
    Name{"price_changes", price_changes},
    Name{"event_message", event_message},
};
static_assert(names.size() == no_field);

/// First, last and middle character tell our names apart: one comparison settles the rest.
constexpr std::size_t row_of(std::string_view key) {
    const auto at = [key](std::size_t i) { return static_cast<unsigned char>(key[i]); };
    return (at(0) + at(key.size() - 1) * 2U + at(key.size() / 2) * 6U) % 64;
}

constexpr std::size_t rows = 64;
constexpr auto by_row = [] {
    std::array<Name, rows> table{};
    for (auto& row : table) row.field = no_field;
    for (const auto& name : names) table[row_of(name.text)] = name;
    return table;
}();
static_assert(
    [] {
        for (const auto& name : names) {
            if (by_row[row_of(name.text)].text != name.text) return false;
        }
        return true;
    }(),
    "two names share a row: choose other factors");

}  // namespace

Field field_of(std::string_view key) {
    if (key.empty()) return no_field;
    const auto& row = by_row[row_of(key)];
    return row.text == key ? row.field : no_field;
}

namespace {

// As Price::parse and Size::parse, without their words.
std::optional<Price> price_of(std::string_view text) {
    const auto micros = read_decimal(text, 6);
    if (!micros || *micros > Price::micros_per_dollar) return std::nullopt;
    return Price::from_micros(static_cast<std::int32_t>(*micros));
}
std::optional<Size> size_of(std::string_view text) {
    const auto micros = read_decimal(text, 6);
    if (!micros) return std::nullopt;
    return Size{*micros};
}

/// An empty text is an absent price.
bool optional_price(std::string_view text, std::optional<Price>& out) {
    out = text.empty() ? std::nullopt : price_of(text);
    return text.empty() || out.has_value();
}

bool optional_ms(std::string_view text, std::optional<std::int64_t>& out) {
    out = text.empty() ? std::nullopt : read_decimal(text, 0);
    return text.empty() || out.has_value();
}

bool side_of(std::string_view text, Side& out) {
    if (text != "BUY" && text != "SELL") return false;
    out = text == "BUY" ? Side::buy : Side::sell;
    return true;
}

bool levels_of(const std::vector<RawLevel>& raw, std::vector<Level>& out) {
    for (const auto& [price_text, size_text] : raw) {
        const auto price = price_of(price_text);
        const auto size = size_of(size_text);
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

bool stage_book(const RawMessage& message, const ConditionId& condition, KnownIds& known,
                Staged& staged, const char*& fault) {
    const auto& object = message.object;
    auto& book = staged.next_book();
    const auto* token = known.tokens.read(object.text[asset_id]);
    fault = "no token";
    if (token == nullptr) return false;
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

bool stage_changes(const RawMessage& message, const ConditionId& condition, KnownIds& known,
                   Staged& staged, const char*& fault) {
    const auto& object = message.object;
    const auto before = staged.levels();
    LevelChange change;
    change.condition = condition;
    fault = "no changes";
    if (!object.has(price_changes)) return false;
    fault = "a change makes no sense";
    if (!optional_ms(object.text[timestamp], change.venue_ms)) return false;
    for (const auto& raw : message.changes) {
        const auto* token = known.tokens.read(raw.text[asset_id]);
        const auto at = price_of(raw.text[price]);
        const auto total = size_of(raw.text[size]);
        if (token == nullptr || !at || !total || !side_of(raw.text[side], change.side) ||
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

bool stage_single(const RawObject& object, EventKind kind, const ConditionId& condition,
                  KnownIds& known, Staged& staged, const char*& fault) {
    fault = "a field is missing or makes no sense";
    const auto* token = known.tokens.read(
        object.text[kind == EventKind::market_resolved ? winning_asset_id : asset_id]);
    if (token == nullptr) return false;
    std::optional<std::int64_t> ms;
    if (!optional_ms(object.text[timestamp], ms)) return false;
    if (kind == EventKind::market_resolved) {
        staged.add(Resolved{condition, *token});
    } else if (kind == EventKind::last_trade_price) {
        const auto at = price_of(object.text[price]);
        const auto total = size_of(object.text[size]);
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

bool stage(const RawMessage& message, EventKind kind, KnownIds& known, Staged& staged,
           const char*& fault) {
    const auto& object = message.object;
    const auto* condition = known.conditions.read(object.text[market]);
    fault = "no condition id";
    if (condition == nullptr) return false;
    if (kind == EventKind::book) return stage_book(message, *condition, known, staged, fault);
    if (kind == EventKind::price_change) {
        return stage_changes(message, *condition, known, staged, fault);
    }
    if (kind != EventKind::new_market) {
        return stage_single(object, kind, *condition, known, staged, fault);
    }
    staged.add(NewMarket{*condition, object.text[slug], message.event_slug});
    return true;
}

}  // namespace pm::polymarket
