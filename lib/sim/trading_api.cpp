#include "sim/trading_api.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "polymarket/signing_facts.hpp"
#include "polymarket/wallet.hpp"

namespace pm::sim {
namespace {

using net::Method;

net::HttpReply credentials_reply(const ApiCredentials& key) {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("apiKey").string(key.key).key("secret").string(key.secret);
    w.key("passphrase").string(key.passphrase).end_object();
    return json_reply(std::move(out));
}

void append_list(JsonWriter& w, const std::vector<std::string>& texts) {
    w.begin_array();
    for (const auto& text : texts) w.string(text);
    w.end_array();
}

/// Every approval there is, or none: 2^256 - 1 in decimal digits.
constexpr std::string_view all_there_is =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";

bool follows(std::string_view path, std::string_view route) {
    if (!route.ends_with('/')) return path == route;
    return path.size() > route.size() && path.starts_with(route);
}

}  // namespace

const std::vector<TradingApi::Route>& TradingApi::routes() {
    static const std::vector<Route> all{
        {Method::get, "/auth/api-keys", &TradingApi::list_keys},
        {Method::del, "/auth/api-key", &TradingApi::delete_key},
        {Method::post, "/auth/readonly-api-key", &TradingApi::create_read_only},
        {Method::get, "/auth/readonly-api-keys", &TradingApi::list_read_only},
        {Method::del, "/auth/readonly-api-key", &TradingApi::delete_read_only},
        {Method::get, "/auth/ban-status/closed-only", &TradingApi::closed_only},
        {Method::post, "/order", &TradingApi::post_order},
        {Method::post, "/orders", &TradingApi::post_orders},
        {Method::del, "/order", &TradingApi::cancel_order},
        {Method::del, "/orders", &TradingApi::cancel_orders},
        {Method::del, "/cancel-market-orders", &TradingApi::cancel_market},
        {Method::del, "/cancel-all", &TradingApi::cancel_all},
        {Method::get, "/data/orders", &TradingApi::read_orders, true},
        {Method::get, "/data/order/", &TradingApi::read_order, true},
        {Method::get, "/data/trades", &TradingApi::read_trades, true},
        {Method::get, "/data/pre-migration-orders", &TradingApi::no_orders, true},
        {Method::get, "/order-scoring", &TradingApi::order_scoring},
        {Method::post, "/orders-scoring", &TradingApi::orders_scoring},
        {Method::get, "/balance-allowance", &TradingApi::balance},
        {Method::get, "/balance-allowance/update", &TradingApi::balance},
        {Method::put, "/balance-allowance/update", &TradingApi::balance},
        {Method::get, "/notifications", &TradingApi::notifications},
        {Method::del, "/notifications", &TradingApi::drop_notifications},
        {Method::post, "/v1/heartbeats", &TradingApi::heartbeat},
        {Method::post, "/heartbeats", &TradingApi::plain_heartbeat},
    };
    return all;
}

TimeCheck TradingApi::time_check() const {
    const auto now = floor_.venue_time(floor_.world.now());
    return {std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count(),
            floor_.stamp_tolerance};
}

std::optional<net::HttpReply> TradingApi::handle(const RawRequest& request, const Query& query) {
    const auto path = request.path;
    if (path == "/auth/api-key" && request.method == Method::post) return give_key(request, true);
    if (path == "/auth/derive-api-key" && request.method == Method::get) {
        return give_key(request, false);
    }
    for (const auto& route : routes()) {
        if (route.method != request.method || !follows(path, route.path)) continue;
        const auto* key = prove_key(request, floor_.keys, time_check());
        if (key == nullptr || (key->read_only && !route.read_only)) return bad_l2();
        return (this->*route.handler)({request, query, *key});
    }
    return std::nullopt;
}

net::HttpReply TradingApi::give_key(const RawRequest& request, bool create) {
    const auto proved = prove_address(request, floor_.options.chain_id, time_check());
    if (!proved) return bad_l1();
    const auto* key = create ? floor_.keys.create(proved->address, proved->nonce)
                             : floor_.keys.derive(proved->address, proved->nonce);
    if (key != nullptr) return credentials_reply(*key);
    return clob_error(400, create ? "Could not create api key" : "Could not derive api key!");
}

net::HttpReply TradingApi::list_keys(const Call& call) {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("apiKeys");
    append_list(w, floor_.keys.list(call.key.address, false));
    w.end_object();
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::delete_key(const Call& call) {
    floor_.keys.remove(std::string{call.key.key});
    return json_reply("\"OK\"");
}

net::HttpReply TradingApi::create_read_only(const Call& call) {
    return credentials_reply(floor_.keys.create_read_only(call.key.address));
}

net::HttpReply TradingApi::list_read_only(const Call& call) {
    std::string out;
    JsonWriter w{out};
    append_list(w, floor_.keys.list(call.key.address, true));
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::delete_read_only(const Call& call) {
    const auto json = Json::parse(call.raw.body);
    const auto* known = json ? floor_.keys.find(json->string("key").value_or("")) : nullptr;
    if (known == nullptr || !known->read_only || known->address != call.key.address) {
        return clob_error(404, "api key not found");
    }
    floor_.keys.remove(std::string{known->key});
    return json_reply("\"OK\"");
}

net::HttpReply TradingApi::closed_only(const Call& call) {
    const auto standing = floor_.standing(call.key.address);
    return json_reply(standing.closed_only ? R"({"closed_only":true})"
                                           : R"({"closed_only":false})");
}

crypto::Address TradingApi::wallet_of(const ApiCredentials& key, int type) const {
    const auto used = floor_.funders.find({key.address, type});
    if (used != floor_.funders.end()) return used->second;
    if (type == 1) return polymarket::proxy_wallet(key.address);
    if (type == 2) return polymarket::safe_wallet(key.address);
    if (type == 3) return polymarket::beacon_deposit_wallet(key.address);
    return key.address;
}

net::HttpReply TradingApi::balance(const Call& call) {
    const auto asset = call.query.first("asset_type").value_or("");
    const auto type = call.query.number("signature_type").value_or(0);
    const bool conditional = asset == "CONDITIONAL" || asset == "CONDITIONAL-V2";
    if (asset != "COLLATERAL" && !conditional) return clob_error(400, "Invalid asset type");
    if (type != 0 && type != 1 && type != 2 && type != 3) {
        return clob_error(400, "Invalid signature_type");
    }
    const auto owner = wallet_of(call.key, static_cast<int>(type));
    const auto& wallet = floor_.wallets.of(owner);
    auto balance = wallet.cash.balance;
    if (conditional) {
        const auto held = wallet.shares.find(call.query.first("token_id").value_or(""));
        balance = held == wallet.shares.end() ? 0 : held->second.balance;
    }
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("balance").string(std::to_string(balance));
    w.key("allowances").begin_object();
    for (const auto& contract :
         {polymarket::exchange_contract, polymarket::neg_risk_exchange_contract}) {
        w.key(contract.text()).string(wallet.allowed ? all_there_is : "0");
    }
    w.end_object().end_object();
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::notifications(const Call& call) {
    return json_reply(floor_.notices.list(call.key.key));
}

net::HttpReply TradingApi::drop_notifications(const Call& call) {
    floor_.notices.drop(call.key.key, call.query.all("ids", true));
    return json_reply("\"OK\"");
}

net::HttpReply TradingApi::heartbeat(const Call& call) {
    const auto json = Json::parse(call.raw.body);
    const auto id = json ? json->string("heartbeat_id") : std::nullopt;
    if (!id) return clob_error(400, "Invalid payload");
    const auto answer = floor_.heartbeats.beat(call.key.key, *id, floor_.real.steady());
    std::string out;
    JsonWriter w{out};
    w.begin_object();
    if (!answer.accepted) w.key("error_msg").string("Invalid Heartbeat ID");
    w.key("heartbeat_id").string(answer.id).end_object();
    return json_reply(std::move(out), answer.accepted ? 200 : 400);
}

net::HttpReply TradingApi::plain_heartbeat(const Call& call) {
    floor_.heartbeats.beat(call.key.key, floor_.real.steady());
    return json_reply(R"({"status":"ok"})");
}

}  // namespace pm::sim
