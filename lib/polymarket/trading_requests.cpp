#include "polymarket/trading_requests.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

namespace {

constexpr std::int64_t positions_a_page = 500;     // v1's maximum
constexpr std::int64_t positions_a_page_v2 = 500;  // of 1000

Request request(Verb verb, std::string target, std::string_view family,
                Access access = Access::credentials) {
    Request out{Service::clob, verb, std::move(target), family};
    out.access = access;
    return out;
}

void write_list(std::string& out, std::span<const std::string> texts) {
    JsonWriter json{out};
    json.begin_array();
    for (const auto& text : texts) json.string(text);
    json.end_array();
}

void write_member(std::string& out, std::string_view key, std::string_view text) {
    JsonWriter{out}.begin_object().key(key).string(text).end_object();
}

std::int64_t seconds_of(Timestamp at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

void add_condition(Query& query, const ConditionId& condition) {
    if (!condition.empty()) query.add("market", std::string_view{condition.text()});
}

Query balance_query(const TokenId& token, int signature_type) {
    Query query;
    query.add("asset_type", std::string_view{token.empty() ? "COLLATERAL" : "CONDITIONAL"});
    if (!token.empty()) query.add("token_id", std::string_view{token.text()});
    query.add("signature_type", std::int64_t{signature_type});
    return query;
}

}  // namespace

std::string_view signed_path(std::string_view target) {
    return target.substr(0, target.find('?'));
}

Request post_order_request(std::string body) {
    auto out = request(Verb::post, "/order", "clob.order");
    out.body = std::move(body);
    return out;
}

Request post_orders_request(std::span<const std::string> bodies) {
    PM_ASSERT(!bodies.empty() && bodies.size() <= orders_per_batch_max);
    auto out = request(Verb::post, "/orders", "clob.orders");
    out.body = "[";
    for (const auto& body : bodies) {
        if (out.body.size() > 1) out.body += ',';
        out.body += body;
    }
    out.body += ']';
    return out;
}

Request cancel_request(std::string_view order_id) {
    auto out = request(Verb::del, "/order", "clob.cancel");
    write_member(out.body, "orderID", order_id);
    return out;
}

Request cancel_many_request(std::span<const std::string> order_ids) {
    PM_ASSERT(!order_ids.empty() && order_ids.size() <= cancels_per_request_max);
    auto out = request(Verb::del, "/orders", "clob.cancels");
    write_list(out.body, order_ids);
    return out;
}

Request cancel_market_request(const ConditionId& condition, const TokenId& token) {
    auto out = request(Verb::del, "/cancel-market-orders", "clob.cancel_market");
    JsonWriter json{out.body};
    json.begin_object().key("market").string(condition.text());
    if (!token.empty()) json.key("asset_id").string(token.text());
    json.end_object();
    return out;
}

Request cancel_all_request() {
    return request(Verb::del, "/cancel-all", "clob.cancel_all");
}

Request open_orders_request(const OpenOrdersQuery& query, std::string_view cursor) {
    Query q;
    if (!query.order_id.empty()) q.add("id", query.order_id);
    add_condition(q, query.condition);
    if (!query.token.empty()) q.add("asset_id", std::string_view{query.token.text()});
    q.add("next_cursor", cursor);
    return request(Verb::get, "/data/orders" + q.text(), "clob.open_orders");
}

Request order_request(std::string_view order_id) {
    return request(Verb::get, "/data/order/" + percent_encoded(order_id), "clob.lookup");
}

Request trades_request(const TradesQuery& query, std::string_view cursor) {
    Query q;
    if (!query.trade_id.empty()) q.add("id", query.trade_id);
    if (!query.maker_address.empty()) q.add("maker_address", query.maker_address);
    add_condition(q, query.condition);
    if (query.after) q.add("after", seconds_of(*query.after));
    if (query.before) q.add("before", seconds_of(*query.before));
    q.add("next_cursor", cursor);
    return request(Verb::get, "/data/trades" + q.text(), "clob.trades");
}

Request balance_request(const TokenId& token, int signature_type) {
    return request(Verb::get, "/balance-allowance" + balance_query(token, signature_type).text(),
                   "clob.balance");
}

Request balance_update_request(const TokenId& token, int signature_type) {
    const auto query = balance_query(token, signature_type);
    return request(Verb::get, "/balance-allowance/update" + query.text(), "clob.balance_update");
}

Request scoring_request(std::string_view order_id) {
    Query q;
    q.add("order_id", order_id);
    return request(Verb::get, "/order-scoring" + q.text(), "clob.lookup");
}

Request notifications_request(int signature_type) {
    Query q;
    q.add("signature_type", std::int64_t{signature_type});
    return request(Verb::get, "/notifications" + q.text(), "clob.notifications");
}

Request drop_notifications_request(std::span<const std::string> ids) {
    std::string joined;
    for (const auto& id : ids) joined += (joined.empty() ? "" : ",") + id;
    Query q;
    q.add("ids", std::string_view{joined});
    return request(Verb::del, "/notifications" + q.text(), "clob.notifications");
}

Request create_key_request() {
    return request(Verb::post, "/auth/api-key", "clob.keys", Access::wallet);
}
Request derive_key_request() {
    return request(Verb::get, "/auth/derive-api-key", "clob.keys", Access::wallet);
}
Request list_keys_request() {
    return request(Verb::get, "/auth/api-keys", "clob.keys");
}
Request delete_key_request() {
    return request(Verb::del, "/auth/api-key", "clob.keys");
}
Request create_readonly_key_request() {
    return request(Verb::post, "/auth/readonly-api-key", "clob.keys");
}
Request list_readonly_keys_request() {
    return request(Verb::get, "/auth/readonly-api-keys", "clob.keys");
}

Request delete_readonly_key_request(std::string_view key) {
    auto out = request(Verb::del, "/auth/readonly-api-key", "clob.keys");
    write_member(out.body, "key", key);
    return out;
}

Request closed_only_request() {
    return request(Verb::get, "/auth/ban-status/closed-only", "clob.keys");
}

Request heartbeat_request(std::string_view id) {
    auto out = request(Verb::post, "/v1/heartbeats", "clob");
    write_member(out.body, "heartbeat_id", id);
    return out;
}

Request geoblock_request() {
    return Request{Service::site, Verb::get, "/api/geoblock", "site"};
}

Request positions_request(std::string_view wallet, std::size_t offset) {
    PM_ASSERT(is_address(wallet));
    Query q;
    q.add("user", wallet).add("limit", positions_a_page);
    q.add("offset", static_cast<std::int64_t>(offset)).add("sizeThreshold", std::int64_t{0});
    return Request{Service::data, Verb::get, "/positions" + q.text(), "data.positions"};
}

Request positions_v2_request(std::string_view wallet, std::string_view cursor) {
    PM_ASSERT(is_address(wallet));
    Query q;
    q.add("user", wallet).add("limit", positions_a_page_v2);
    if (!cursor.empty()) q.add("cursor", cursor);
    return Request{Service::data, Verb::get, "/v2/positions" + q.text(), "data.positions"};
}

Request approvals_request(std::string_view wallet) {
    PM_ASSERT(is_address(wallet));
    Query q;
    q.add("user", wallet);
    return Request{Service::data, Verb::get, "/v1/approvals" + q.text(), "data"};
}

bool is_address(std::string_view text) {
    const auto hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return text.size() == 42 && text.starts_with("0x") &&
           std::all_of(text.begin() + 2, text.end(), hex);
}

}  // namespace pm::polymarket
