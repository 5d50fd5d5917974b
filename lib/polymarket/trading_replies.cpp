#include "polymarket/trading_replies.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"

namespace pm::polymarket {

namespace {

constexpr std::size_t words_max = 400;

std::string words(const Json& row, std::string_view key) {
    return sanitised(row.string(key).value_or("").substr(0, words_max));
}

std::string id_text(std::string_view text) {
    auto out = sanitised(text.substr(0, 128));
    return out.starts_with("0x") ? lower_case(out) : out;
}

/// An amount for people: nothing when it is absent or no decimal.
std::optional<Size> shown(const Json& row, std::string_view key) {
    const auto digits = row.digits(key).value_or("");
    if (digits.empty()) return std::nullopt;
    auto size = Size::parse(digits);
    if (!size) return std::nullopt;
    return *size;
}

Result<PostReply> decode_leg(const Json& row) {
    if (!row.is_object()) return fail(Errc::malformed, "the answer to an order is not an object");
    PostReply out;
    out.success = row.boolean("success").value_or(false);
    out.order_id = id_text(row.string("orderID").value_or(""));
    out.status = lower_case(words(row, "status"));
    out.error = words(row, "errorMsg");
    if (out.error.empty()) out.error = words(row, "error");
    if (!row.boolean("success") && out.error.empty()) {
        return fail(Errc::malformed, "the answer to an order says neither yes nor no");
    }
    out.making = shown(row, "makingAmount");
    out.taking = shown(row, "takingAmount");
    if (const auto* trades = row.find("tradeIDs")) {
        for (const auto& item : trades->items()) {
            if (const auto id = item.string(); id && !id->empty()) {
                out.trade_ids.push_back(sanitised(id->substr(0, 128)));
            }
        }
    }
    return out;
}

/// The list a reply holds: its `data`, or itself.
Result<const Json*> rows_of(const Json& json) {
    if (json.is_array()) return &json;
    const auto* data = json.find("data");
    if (data != nullptr && data->is_array()) return data;
    if (json.is_object() && data != nullptr && data->is_null()) return data;  // an empty page
    return fail(Errc::malformed, "no list in the reply");
}

/// Where the next page is; empty when this is the last.
std::string cursor_of(const Json& json) {
    auto cursor = json.string("next_cursor");
    if (const auto* pagination = json.find("pagination"); !cursor && pagination != nullptr) {
        cursor = pagination->string("next_cursor");
    }
    if (!cursor || *cursor == cursor_end) return {};
    return std::string{cursor->substr(0, 4'096)};
}

template <class Row, class Decode>
Result<Page<Row>> decode_page(std::string_view text, Decode decode) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (json->is_null()) return Page<Row>{};
    auto rows = rows_of(*json);
    if (!rows) return pass(rows);
    Page<Row> out;
    for (const auto& item : (*rows)->items()) {
        auto row = decode(item);
        if (!row) return pass(row);
        out.rows.push_back(std::move(*row));
    }
    out.cursor = cursor_of(*json);
    return out;
}

}  // namespace

Result<PostReply> decode_post(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    return decode_leg(*json);
}

Result<std::vector<PostReply>> decode_posts(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (!json->is_array()) return fail(Errc::malformed, "the answer to a batch is not a list");
    std::vector<PostReply> out;
    for (const auto& item : json->items()) {
        auto leg = decode_leg(item);
        if (!leg) return pass(leg);
        out.push_back(std::move(*leg));
    }
    return out;
}

Result<CancelReply> decode_cancel(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto* done = json->find("canceled");
    const auto* left = json->find("not_canceled");
    if (done == nullptr && left == nullptr)
        return fail(Errc::malformed, "no list of cancellations");
    CancelReply out;
    if (done != nullptr) {
        for (const auto& item : done->items()) {
            const auto id = item.string();
            if (!id) return fail(Errc::malformed, "a cancelled order has no id");
            out.cancelled.push_back(id_text(*id));
        }
    }
    if (left != nullptr) {
        for (const auto& [id, why] : left->members()) {
            out.not_cancelled[id_text(id)] =
                sanitised(why.string().value_or("").substr(0, words_max));
        }
    }
    return out;
}

CancelRefusal cancel_refusal(std::string_view text) {
    const auto lower = lower_case(text);
    const auto has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
    if (has("not found") || has("can't be found") || has("already canceled")) {
        return CancelRefusal::gone;
    }
    if (has("already matched")) return CancelRefusal::matched;
    return CancelRefusal::other;
}

Result<Page<UserOrder>> decode_orders(std::string_view text) {
    return decode_page<UserOrder>(text, [](const Json& row) { return decode_user_order(row); });
}

Result<Page<UserTrade>> decode_trades(std::string_view text) {
    return decode_page<UserTrade>(text, [](const Json& row) { return decode_user_trade(row); });
}

Result<std::optional<UserOrder>> decode_order(std::string_view text) {
    using Found = std::optional<UserOrder>;
    if (trimmed(text).empty()) return Found{};
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (json->is_null()) return Found{};
    if (json->is_object() && json->members().empty()) return Found{};
    if (json->is_object() && json->find("id") == nullptr && json->find("order") != nullptr) {
        auto inner = decode_user_order(*json->find("order"));
        if (!inner) return pass(inner);
        return Found{std::move(*inner)};
    }
    auto order = decode_user_order(*json);
    if (!order) return pass(order);
    return Found{std::move(*order)};
}

Result<Balance> decode_balance(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    auto micros = parse_decimal(json->digits("balance").value_or("?"), 0);
    if (!micros) return pass(micros, "balance");
    Balance out;
    out.micros = *micros;
    if (const auto* list = json->find("allowances"); list != nullptr) {
        for (const auto& [contract, amount] : list->members()) {
            auto allowance = U256::parse(amount.digits().value_or("?"));
            if (!allowance) return pass(allowance, "allowance");
            out.allowances.emplace_back(lower_case(contract), *allowance);
        }
    } else if (const auto single = json->digits("allowance")) {
        auto allowance = U256::parse(*single);
        if (!allowance) return pass(allowance, "allowance");
        out.allowances.emplace_back("", *allowance);
    }
    return out;
}

Result<std::vector<Notification>> decode_notifications(std::string_view text) {
    auto page = decode_page<Notification>(text, [](const Json& row) -> Result<Notification> {
        Notification out;
        auto id = parse_decimal(row.digits("id").value_or("?"), 0);
        if (!id) return pass(id, "notification");
        out.id = *id;
        out.type = static_cast<int>(
            std::clamp(row.integer("type").value_or(0), std::int64_t{0}, std::int64_t{1'000'000}));
        auto at = decode_venue_time(row.find("timestamp"));
        if (!at) return pass(at, "notification");
        out.at = *at;
        if (const auto* payload = row.find("payload")) out.payload = *payload;
        return out;
    });
    if (!page) return pass(page);
    return std::move(page->rows);
}

Result<bool> decode_scoring(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto scoring = json->boolean("scoring");
    if (!scoring) return fail(Errc::malformed, "no scoring");
    return *scoring;
}

Result<HeartbeatReply> decode_heartbeat(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    HeartbeatReply out;
    out.id = words(*json, "heartbeat_id");
    out.error = words(*json, "error_msg");
    if (out.error.empty()) out.error = words(*json, "error");
    if (out.id.empty() && out.error.empty()) return fail(Errc::malformed, "no heartbeat id");
    return out;
}

}  // namespace pm::polymarket
