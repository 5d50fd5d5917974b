#include "polymarket/account_rows.hpp"

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "base/wide.hpp"
#include "domain/names.hpp"

namespace pm::polymarket {

namespace {

constexpr std::size_t id_max = 128;
constexpr std::size_t legs_max = 1000;
constexpr std::size_t words_max = 200;

/// The value called `key`, or null when it is absent, null or "".
const Json* present(const Json& row, std::string_view key) {
    const auto* value = row.find(key);
    if (value == nullptr || value->is_null()) return nullptr;
    if (value->is_string() && value->string()->empty()) return nullptr;
    return value;
}

Result<std::string> decode_id(const Json& row, std::string_view key) {
    const auto* value = present(row, key);
    const auto text = value == nullptr ? std::nullopt : value->string();
    if (!text) return fail(Errc::malformed, "no " + std::string{key});
    if (text->size() > id_max || sanitised(*text) != *text) {
        return fail(Errc::malformed, std::string{key} + " is not an id");
    }
    return text->starts_with("0x") ? lower_case(*text) : std::string{*text};
}

/// A price or size: nothing when absent.
template <class T>
Result<std::optional<T>> decode_amount(const Json& row, std::string_view key) {
    const auto* value = present(row, key);
    if (value == nullptr) return std::optional<T>{};
    auto amount = T::parse(value->digits().value_or("?"));
    if (!amount) return pass(amount, key);
    return std::optional<T>{*amount};
}

template <class T>
Result<T> decode_needed(const Json& row, std::string_view key) {
    auto amount = decode_amount<T>(row, key);
    if (!amount) return pass(amount);
    if (!*amount) return fail(Errc::malformed, "no " + std::string{key});
    return **amount;
}

/// A price that may be a ratio of a market order's amounts, with any number of digits: cut to six.
/// Nothing is booked at it. Nothing when absent.
Result<std::optional<Price>> decode_ratio(const Json& row) {
    const auto* value = present(row, "price");
    if (value == nullptr) return std::optional<Price>{};
    auto micros = parse_statistic(value->digits().value_or("?"), 6);
    if (!micros) return pass(micros, "price");
    if (*micros < 0 || *micros > Price::micros_per_dollar) {
        return fail(Errc::malformed, "price is out of range");
    }
    return std::optional{Price::from_micros(static_cast<std::int32_t>(*micros))};
}

Result<TokenId> decode_token(const Json& row) {
    const auto* value = present(row, "asset_id");
    return TokenId::parse(value == nullptr ? "" : value->digits().value_or(""));
}

std::optional<Side> decode_side(const Json& row) {
    const auto text = row.string("side").value_or("");
    return named<Side>(text);
}

std::string words(std::string_view text) {
    return sanitised(text.substr(0, words_max));
}

std::string_view without(std::string_view text, std::string_view prefix) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    return text;
}

Result<std::optional<Timestamp>> time_of(const Json& row, std::string_view key) {
    auto at = decode_venue_time(row.find(key));
    if (!at) return pass(at, key);
    return *at;
}

/// The ids in a list; null stands for an empty one.
std::vector<std::string> ids_of(const Json* list) {
    std::vector<std::string> out;
    if (list == nullptr) return out;
    for (const auto& item : list->items()) {
        if (const auto text = item.string(); text && !text->empty()) {
            out.push_back(words(*text));
        }
    }
    return out;
}

Result<UserLeg> decode_maker(const Json& row) {
    UserLeg leg;
    auto id = decode_id(row, "order_id");
    if (!id) return pass(id, "maker");
    leg.order_id = std::move(*id);
    auto token = decode_token(row);
    if (!token) return pass(token, "maker");
    leg.token = *token;
    auto price = decode_needed<Price>(row, "price");
    if (!price) return pass(price, "maker");
    leg.price = *price;
    auto size = decode_needed<Size>(row, "matched_amount");
    if (!size) return pass(size, "maker");
    leg.size = *size;
    leg.side = decode_side(row);
    leg.owner = words(row.string("owner").value_or(""));
    return leg;
}

/// What the taker paid or got per share, from the makers it met. @return nothing when they do not
/// cover its size: then only the row's own price is left.
std::optional<Price> price_from_makers(const UserLeg& taker, const std::vector<UserLeg>& makers) {
    Wide value = 0;
    std::int64_t covered = 0;
    for (const auto& maker : makers) {
        const auto price = maker.token == taker.token ? maker.price : maker.price.complement();
        value += static_cast<Wide>(price.micros()) * maker.size.micros;
        if (maker.size.micros > taker.size.micros - covered) return std::nullopt;
        covered += maker.size.micros;
    }
    if (covered != taker.size.micros || covered == 0) return std::nullopt;
    const bool up = taker.side != Side::sell;
    const auto average = (value + (up ? covered - 1 : 0)) / covered;
    return Price::from_micros(static_cast<std::int32_t>(average));
}

}  // namespace

Result<std::optional<Timestamp>> decode_venue_time(const Json* value) {
    using Found = std::optional<Timestamp>;
    if (value == nullptr || value->is_null()) return Found{};
    const auto text = value->digits();
    if (!text) return fail(Errc::malformed, "not a time");
    if (text->empty() || *text == "0") return Found{};
    if (text->find_first_not_of("0123456789") != std::string_view::npos) {
        auto at = parse_time(*text);
        if (!at) return pass(at);
        return Found{*at};
    }
    std::int64_t per_second = 0;
    switch (text->size()) {
        case 10: per_second = 1; break;
        case 13: per_second = 1'000; break;
        case 16: per_second = 1'000'000; break;
        case 19: per_second = 1'000'000'000; break;
        default: return fail(Errc::malformed, "not a time: " + words(*text));
    }
    auto number = parse_decimal(*text, 0);
    if (!number) return pass(number);
    const auto seconds = *number / per_second;
    if (seconds > 4'102'444'800) return fail(Errc::malformed, "not a time: " + words(*text));
    const auto rest = static_cast<Wide>(*number % per_second) * 1'000'000 / per_second;
    return Found{Timestamp{std::chrono::seconds{seconds}} +
                 Duration{static_cast<Duration::rep>(rest)}};
}

RowStatus row_status(std::string_view text, std::string& reason) {
    text = without(text, "ORDER_STATUS_");
    if (text == "LIVE") return RowStatus::live;
    if (text == "MATCHED") return RowStatus::matched;
    if (text == "DELAYED") return RowStatus::delayed;
    if (text == "UNMATCHED") return RowStatus::unmatched;
    if (text == "INVALID") {
        reason = "invalid";
        return RowStatus::invalid;
    }
    for (const std::string_view start : {"CANCELED", "CANCELLED"}) {
        if (!text.starts_with(start)) continue;
        reason = words(without(text.substr(start.size()), "_"));
        return RowStatus::cancelled;
    }
    reason = words(text);
    return RowStatus::other;
}

RowTradeStatus row_trade_status(std::string_view text) {
    text = without(text, "TRADE_STATUS_");
    if (text.starts_with("MATCHED")) return RowTradeStatus::matched;  // also …_NOT_BROADCASTED
    if (text == "MINED") return RowTradeStatus::mined;
    if (text == "CONFIRMED") return RowTradeStatus::confirmed;
    if (text == "RETRYING") return RowTradeStatus::retrying;
    if (text == "FAILED") return RowTradeStatus::failed;
    return RowTradeStatus::other;
}

Result<UserOrder> decode_user_order(const Json& row) {
    if (!row.is_object()) return fail(Errc::malformed, "an order is not an object");
    UserOrder out;
    auto id = decode_id(row, "id");
    if (!id) return pass(id, "order");
    out.order_id = std::move(*id);
    out.status = row_status(row.string("status").value_or(""), out.reason);
    auto token = decode_token(row);
    if (!token) return pass(token, "order");
    out.token = *token;
    auto condition = ConditionId::parse(row.string("market").value_or(""));
    if (!condition) return pass(condition, "order");
    out.condition = *condition;
    out.side = decode_side(row);
    auto price = decode_ratio(row);
    if (!price) return pass(price, "order");
    out.price = *price;
    auto original = decode_amount<Size>(row, "original_size");
    if (!original) return pass(original, "order");
    out.original = *original;
    auto matched = decode_amount<Size>(row, "size_matched");
    if (!matched) return pass(matched, "order");
    out.matched = *matched;
    out.tif = named<TimeInForce>(row.string("order_type").value_or(""));
    auto created = time_of(row, "created_at");
    if (!created) return pass(created, "order");
    out.created = *created;
    auto expiration = time_of(row, "expiration");
    if (!expiration) return pass(expiration, "order");
    out.expiration = *expiration;
    auto at = time_of(row, "timestamp");
    if (!at) return pass(at, "order");
    out.at = *at;
    out.trades = ids_of(row.find("associate_trades"));
    out.owner = words(row.string("owner").value_or(""));
    return out;
}

namespace {

Result<UserLeg> decode_taker(const Json& row) {
    UserLeg leg;
    leg.taker = true;
    auto id = decode_id(row, "taker_order_id");
    if (!id) return pass(id, "trade");
    leg.order_id = std::move(*id);
    auto token = decode_token(row);
    if (!token) return pass(token, "trade");
    leg.token = *token;
    auto price = decode_ratio(row);
    if (!price) return pass(price, "trade");
    if (!*price) return fail(Errc::malformed, "trade: no price");
    leg.price = **price;
    auto size = decode_needed<Size>(row, "size");
    if (!size) return pass(size, "trade");
    leg.size = *size;
    leg.side = decode_side(row);
    leg.owner = words(row.string("owner").value_or(""));
    return leg;
}

Result<std::vector<UserLeg>> decode_makers(const Json& row) {
    std::vector<UserLeg> out;
    const auto* makers = row.find("maker_orders");
    if (makers == nullptr || makers->is_null()) return out;
    if (!makers->is_array() || makers->items().size() > legs_max) {
        return fail(Errc::malformed, "maker_orders is not a list");
    }
    for (const auto& item : makers->items()) {
        auto leg = decode_maker(item);
        if (!leg) return pass(leg);
        out.push_back(std::move(*leg));
    }
    return out;
}

}  // namespace

Result<UserTrade> decode_user_trade(const Json& row) {
    if (!row.is_object()) return fail(Errc::malformed, "a trade is not an object");
    UserTrade out;
    auto id = decode_id(row, "id");
    if (!id) return pass(id, "trade");
    out.trade_id = std::move(*id);
    const auto* status = present(row, "status");
    if (status == nullptr || !status->string()) return fail(Errc::malformed, "trade: no status");
    out.status = row_trade_status(*status->string());
    out.status_text = words(*status->string());
    auto condition = ConditionId::parse(row.string("market").value_or(""));
    if (!condition) return pass(condition, "trade");
    out.condition = *condition;
    auto taker = decode_taker(row);
    if (!taker) return pass(taker);
    auto makers = decode_makers(row);
    if (!makers) return pass(makers, "trade");
    if (const auto paid = price_from_makers(*taker, *makers)) taker->price = *paid;
    out.legs.push_back(std::move(*taker));
    for (auto& maker : *makers) out.legs.push_back(std::move(maker));
    const auto* key = present(row, "match_time") != nullptr ? "match_time" : "matchtime";
    auto matched_at = time_of(row, key);
    if (!matched_at) return pass(matched_at, "trade");
    out.matched_at = *matched_at;
    auto updated_at = time_of(row, "last_update");
    if (!updated_at) return pass(updated_at, "trade");
    out.updated_at = *updated_at;
    out.transaction = words(row.string("transaction_hash").value_or(""));
    out.bucket = row.integer("bucket_index").value_or(0);
    return out;
}

}  // namespace pm::polymarket
