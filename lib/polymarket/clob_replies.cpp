#include <algorithm>

#include "base/decimal.hpp"
#include "polymarket/replies.hpp"

namespace pm::polymarket {

namespace {

Result<std::vector<Level>> decode_side(const Json& book, std::string_view key) {
    std::vector<Level> out;
    const auto* side = book.find(key);
    if (side == nullptr || side->is_null()) return out;
    if (!side->is_array()) return fail(Errc::malformed, std::string{key} + " is not a list");
    for (const auto& item : side->items()) {
        auto price = Price::parse(item.digits("price").value_or(""));
        if (!price) return pass(price, key);
        auto size = Size::parse(item.digits("size").value_or(""));
        if (!size) return pass(size, key);
        if (size->micros != 0) out.push_back(Level{*price, *size});
    }
    return out;
}

Result<std::optional<std::int64_t>> decode_ms(const Json& json) {
    const auto digits = json.digits("timestamp").value_or("");
    if (digits.empty()) return std::optional<std::int64_t>{};
    auto ms = parse_decimal(digits, 0);
    if (!ms) return pass(ms, "timestamp");
    return std::optional{*ms};
}

Result<Price> decode_one_price(std::string_view text, std::string_view key,
                               std::string_view older_key) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    auto digits = json->digits(key);
    if (!digits) digits = json->digits(older_key);
    if (!digits) return fail(Errc::malformed, "no " + std::string{key});
    return Price::parse(*digits);
}

std::optional<Price> side_price(const Json& sides, std::string_view side) {
    const auto digits = sides.digits(side);
    if (!digits || digits->empty()) return std::nullopt;
    auto price = Price::parse(*digits);
    if (!price || price->micros() == 0) return std::nullopt;  // "0" stands for an empty side
    return *price;
}

}  // namespace

Result<BookSnapshot> decode_book(const Json& json) {
    if (!json.is_object()) return fail(Errc::malformed, "book is not an object");
    BookSnapshot book;
    auto token = TokenId::parse(json.digits("asset_id").value_or(""));
    if (!token) return pass(token, "book");
    book.token = *token;
    auto condition = ConditionId::parse(json.string("market").value_or(""));
    if (!condition) return pass(condition, "book");
    book.condition = *condition;
    auto bids = decode_side(json, "bids");
    if (!bids) return pass(bids, "book");
    auto asks = decode_side(json, "asks");
    if (!asks) return pass(asks, "book");
    const auto cheaper = [](const Level& a, const Level& b) { return a.price < b.price; };
    std::stable_sort(bids->rbegin(), bids->rend(), cheaper);
    std::stable_sort(asks->begin(), asks->end(), cheaper);
    book.bids = std::move(*bids);
    book.asks = std::move(*asks);
    auto ms = decode_ms(json);
    if (!ms) return pass(ms, "book");
    book.venue_ms = *ms;
    book.hash = std::string{json.string("hash").value_or("").substr(0, 128)};
    if (const auto digits = json.digits("tick_size"); digits && !digits->empty()) {
        auto tick = TickSize::parse(*digits);
        if (!tick) return pass(tick, "book");
        book.tick = *tick;
    }
    if (const auto digits = json.digits("last_trade_price"); digits && !digits->empty()) {
        auto last = Price::parse(*digits);
        if (!last) return pass(last, "book");
        book.last = *last;
    }
    return book;
}

Result<BookSnapshot> decode_book(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    return decode_book(*json);
}

Result<std::vector<BookSnapshot>> decode_books(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (!json->is_array()) return fail(Errc::malformed, "no list of books");
    std::vector<BookSnapshot> out;
    out.reserve(json->items().size());
    for (const auto& item : json->items()) {
        auto book = decode_book(item);
        if (!book) return pass(book);
        out.push_back(std::move(*book));
    }
    return out;
}

Result<std::vector<PricePair>> decode_prices(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (!json->is_object()) return fail(Errc::malformed, "no map of prices");
    std::vector<PricePair> out;
    for (const auto& [key, sides] : json->members()) {
        auto token = TokenId::parse(key);
        if (!token) return pass(token, "prices");
        out.push_back(PricePair{*token, side_price(sides, "BUY"), side_price(sides, "SELL")});
    }
    return out;
}

Result<Price> decode_midpoint(std::string_view text) {
    return decode_one_price(text, "mid", "mid_price");
}

Result<Price> decode_spread(std::string_view text) {
    return decode_one_price(text, "spread", "spread");
}

Result<std::vector<PricePoint>> decode_history(std::string_view text, const TokenId& token) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto* history = json->find("history");
    if (history == nullptr || !history->is_array()) return fail(Errc::malformed, "no history");
    std::vector<PricePoint> out;
    out.reserve(history->items().size());
    for (const auto& item : history->items()) {
        const auto seconds = item.integer("t");
        const auto digits = item.digits("p");
        if (!seconds || *seconds < 0 || *seconds > 4'102'444'800 || !digits) {
            return fail(Errc::malformed, "a point of the history has no time or no price");
        }
        auto price = parse_statistic(*digits, 6);  // the mean of a bucket may have many digits
        if (!price || *price < 0 || *price > Price::micros_per_dollar) {
            return fail(Errc::malformed, "not a price: '" + std::string{*digits} + "'");
        }
        const Timestamp at{std::chrono::seconds{*seconds}};
        out.push_back(PricePoint{token, at, Price::from_micros(static_cast<std::int32_t>(*price))});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const PricePoint& a, const PricePoint& b) { return a.at < b.at; });
    return out;
}

Result<Timestamp> decode_time(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto digits = json->digits();
    auto seconds = parse_decimal(digits.value_or(""), 0);
    if (!seconds) return fail(Errc::malformed, "the venue's time is not a number");
    if (*seconds < 946'684'800 || *seconds > 4'102'444'800) {
        return fail(Errc::malformed, "the venue's time is out of range");
    }
    return Timestamp{std::chrono::seconds{*seconds}};
}

}  // namespace pm::polymarket
