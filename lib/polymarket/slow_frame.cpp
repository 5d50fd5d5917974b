#include <algorithm>
#include <optional>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/frame_parts.hpp"
#include "polymarket/market_frame.hpp"

/// The second decoder: whole value first, one message after the other, nothing shared with the
/// fast one but the list of message kinds and the order of delivery.

namespace pm::polymarket {

namespace {

/// Reads one message; any fault is remembered and everything after it is skipped.
class Reader {
public:
    explicit Reader(const Json& json) : json_{json} {}

    std::string text(const Json& from, std::string_view key) {
        const auto* value = from.find(key);
        if (value == nullptr || value->is_null()) return {};
        const auto digits = value->digits();
        if (!digits) good = false;
        return std::string{digits.value_or("")};
    }
    std::string text(std::string_view key) { return text(json_, key); }

    template <class T>
    T need(Result<T> read, T otherwise) {
        if (read) return *read;
        good = false;
        return otherwise;
    }
    TokenId token(const Json& from, std::string_view key) {
        return need(TokenId::parse(text(from, key)), TokenId{});
    }
    TokenId token(std::string_view key) { return token(json_, key); }
    Price price(const Json& from, std::string_view key) {
        return need(Price::parse(text(from, key)), Price::from_micros(0));
    }
    std::optional<Price> maybe_price(const Json& from, std::string_view key) {
        if (text(from, key).empty()) return std::nullopt;
        return price(from, key);
    }
    Size size(const Json& from) { return need(Size::parse(text(from, "size")), Size{}); }
    TickSize tick(std::string_view key) {
        return need(TickSize::parse(text(key)), TickSize::from_micros(10'000));
    }
    Side side(const Json& from) {
        const auto name = text(from, "side");
        if (name != "BUY" && name != "SELL") good = false;
        return name == "SELL" ? Side::sell : Side::buy;
    }
    ConditionId condition() { return need(ConditionId::parse(text("market")), ConditionId{}); }
    std::optional<std::int64_t> ms() {
        const auto digits = text("timestamp");
        if (digits.empty()) return std::nullopt;
        return need(parse_decimal(digits, 0), std::int64_t{0});
    }
    std::vector<Level> levels(std::string_view key, bool dearest_first) {
        std::vector<Level> out;
        const auto* list = json_.find(key);
        good = good && list != nullptr && list->is_array() && list->items().size() <= 20'000;
        if (!good) return out;
        for (const auto& item : list->items()) {
            good = good && item.is_object();
            out.push_back(Level{price(item, "price"), size(item)});
        }
        std::sort(out.begin(), out.end(), [&](const Level& a, const Level& b) {
            const bool less = a.price != b.price ? a.price < b.price : a.size < b.size;
            const bool same = a == b;
            return dearest_first ? !less && !same : less;
        });
        return out;
    }

    bool good = true;

private:
    const Json& json_;
};

void check_known_texts(Reader& in, const Json& json) {
    for (const auto* key :
         {"event_type", "market", "asset_id", "timestamp", "hash", "price", "size", "side",
          "best_bid", "best_ask", "old_tick_size", "new_tick_size", "tick_size", "last_trade_price",
          "winning_asset_id", "slug"}) {
        (void)in.text(json, key);
    }
}

/// Lists of the wrong kind spoil any known message, whichever it is.
void check_lists(Reader& in, const Json& json) {
    for (const auto* key : {"bids", "asks", "price_changes"}) {
        const auto* list = json.find(key);
        if (list == nullptr) continue;
        if (!list->is_array() || list->items().size() > 20'000) in.good = false;
        for (const auto& item : list->items()) {
            if (!item.is_object()) in.good = false;
            if (std::string_view{key} == "price_changes") {
                check_known_texts(in, item);
            } else {
                (void)in.text(item, "price");
                (void)in.text(item, "size");
            }
        }
    }
    const auto* inner = json.find("event_message");
    if (inner != nullptr && inner->is_object()) check_known_texts(in, *inner);
}

bool read_changes(Reader& in, const Json& json, Staged& staged) {
    const auto* list = json.find("price_changes");
    if (list == nullptr) return false;
    std::vector<LevelChange> all;
    for (const auto& item : list->items()) {
        LevelChange change;
        change.condition = in.condition();
        change.venue_ms = in.ms();
        change.token = in.token(item, "asset_id");
        change.level = Level{in.price(item, "price"), in.size(item)};
        change.side = in.side(item);
        change.best_bid = in.maybe_price(item, "best_bid");
        change.best_ask = in.maybe_price(item, "best_ask");
        all.push_back(change);
    }
    (void)in.condition();
    (void)in.ms();
    if (!in.good) return false;
    for (const auto& change : all) staged.add(change);
    return true;
}

bool read_book(Reader& in, const Json& json, Staged& staged) {
    BookSnapshot read;
    read.token = in.token("asset_id");
    read.condition = in.condition();
    read.bids = in.levels("bids", true);
    read.asks = in.levels("asks", false);
    read.venue_ms = in.ms();
    read.hash = in.text("hash").substr(0, 128);
    read.last = in.maybe_price(json, "last_trade_price");
    if (!in.text("tick_size").empty()) read.tick = in.tick("tick_size");
    if (!in.good) return false;
    staged.next_book() = std::move(read);
    staged.keep_book();
    return true;
}

bool read_message(Reader& in, const Json& json, EventKind kind, Staged& staged) {
    if (kind == EventKind::price_change) return read_changes(in, json, staged);
    if (kind == EventKind::book) return read_book(in, json, staged);
    const auto condition = in.condition();
    if (kind == EventKind::new_market) {
        const auto* inner = json.find("event_message");
        const auto own = json.string("slug").value_or("");
        const auto outer = inner ? inner->string("slug").value_or("") : std::string_view{};
        if (in.good) staged.add(NewMarket{condition, own, outer});
        return in.good;
    }
    const auto ms = in.ms();
    if (kind == EventKind::market_resolved) {
        const Resolved resolved{condition, in.token("winning_asset_id")};
        if (in.good) staged.add(resolved);
        return in.good;
    }
    const auto token = in.token("asset_id");
    if (kind == EventKind::last_trade_price) {
        const Print print{token,         condition,     in.price(json, "price"),
                          in.size(json), in.side(json), ms};
        if (in.good) staged.add(print);
    } else if (kind == EventKind::tick_size_change) {
        const TickChange change{token, condition, in.tick("old_tick_size"),
                                in.tick("new_tick_size"), ms};
        if (in.good) staged.add(change);
    } else {
        const BestPrices best{token, condition, in.maybe_price(json, "best_bid"),
                              in.maybe_price(json, "best_ask"), ms};
        if (in.good) staged.add(best);
    }
    return in.good;
}

void take(const Json& json, Staged& staged, FrameReport& report) {
    if (!json.is_object()) {
        ++report.unknown;
        return;
    }
    Reader in{json};
    const auto* type = json.find("event_type");
    const auto kind = kind_of(type ? type->digits().value_or("") : std::string_view{});
    const bool flat = kind == EventKind::price_change && json.find("price_changes") == nullptr &&
                      json.find("price") != nullptr;
    if (kind == EventKind::other || flat) {
        ++report.unknown;
        return;
    }
    check_known_texts(in, json);
    check_lists(in, json);
    if (in.good && read_message(in, json, kind, staged)) {
        ++report.messages;
    } else {
        ++report.damaged;
        report.fault = "a message makes no sense";
    }
}

}  // namespace

Result<FrameReport> decode_frame_slowly(std::string_view frame, MarketSink& sink) {
    FrameReport report;
    if (is_plain_text(frame)) {
        report.text = true;
        return report;
    }
    if (frame.size() > frame_max) return fail(Errc::malformed, "a frame is too large");
    auto json = Json::parse(frame);
    if (!json) return fail(Errc::malformed, "a frame is not JSON");
    if (!json->is_array() && !json->is_object()) return fail(Errc::malformed, "no message");
    Staged staged;
    if (json->is_array()) {
        for (const auto& item : json->items()) take(item, staged, report);
    } else {
        take(*json, staged, report);
    }
    staged.deliver(sink);
    return report;
}

}  // namespace pm::polymarket
