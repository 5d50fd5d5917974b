#include "polymarket/trading_requests.hpp"

#include <set>

#include "polymarket/facts.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

const std::string hash = "0x" + std::string(64, 'a');
const ConditionId market = *ConditionId::parse("0x" + std::string(64, 'c'));
const TokenId token =
    *TokenId::parse("71321045679252212594626385532706912750332728571942532289631");

struct Row {
    Request request;
    Verb verb;
    std::string target;
    std::string body;
    Access access;
};

}  // namespace

// Expected texts: the venue's documents of its endpoints, written down by hand.
TEST_CASE("every private endpoint is asked as the documents say", "[polymarket][requests]") {
    using enum Verb;
    const auto l2 = Access::credentials;
    const std::vector<std::string> two{hash, "0xb"};
    const auto noon = test::noon;  // 1781611200
    const std::vector<Row> rows{
        {post_order_request(R"({"order":{}})"), post, "/order", R"({"order":{}})", l2},
        {post_orders_request(std::vector<std::string>{"{}", R"({"a":1})"}), post, "/orders",
         R"([{},{"a":1}])", l2},
        {cancel_request(hash), del, "/order", R"({"orderID":")" + hash + R"("})", l2},
        {cancel_many_request(two), del, "/orders", R"([")" + hash + R"(","0xb"])", l2},
        {cancel_market_request(market, token), del, "/cancel-market-orders",
         R"({"market":")" + market.text() + R"(","asset_id":")" + token.text() + R"("})", l2},
        {cancel_all_request(), del, "/cancel-all", "", l2},
        {open_orders_request({}, cursor_start), get, "/data/orders?next_cursor=MA%3D%3D", "", l2},
        {open_orders_request({.order_id = hash, .condition = market}, "x"), get,
         "/data/orders?id=" + hash + "&market=" + market.text() + "&next_cursor=x", "", l2},
        {order_request(hash), get, "/data/order/" + hash, "", l2},
        {trades_request({.maker_address = "0xA", .after = noon}, "x"), get,
         "/data/trades?maker_address=0xA&after=1781611200&next_cursor=x", "", l2},
        {trades_request({.trade_id = "t-1"}, "x"), get, "/data/trades?id=t-1&next_cursor=x", "",
         l2},
        {balance_request({}, 3), get, "/balance-allowance?asset_type=COLLATERAL&signature_type=3",
         "", l2},
        {balance_request(token, 0), get,
         "/balance-allowance?asset_type=CONDITIONAL&token_id=" + token.text() + "&signature_type=0",
         "", l2},
        {balance_update_request({}, 1), get,
         "/balance-allowance/update?asset_type=COLLATERAL&signature_type=1", "", l2},
        {scoring_request(hash), get, "/order-scoring?order_id=" + hash, "", l2},
        {notifications_request(2), get, "/notifications?signature_type=2", "", l2},
        {drop_notifications_request(std::vector<std::string>{"1", "2"}), del,
         "/notifications?ids=1%2C2", "", l2},
        {create_key_request(), post, "/auth/api-key", "", Access::wallet},
        {derive_key_request(), get, "/auth/derive-api-key", "", Access::wallet},
        {list_keys_request(), get, "/auth/api-keys", "", l2},
        {delete_key_request(), del, "/auth/api-key", "", l2},
        {create_readonly_key_request(), post, "/auth/readonly-api-key", "", l2},
        {list_readonly_keys_request(), get, "/auth/readonly-api-keys", "", l2},
        {delete_readonly_key_request("k"), del, "/auth/readonly-api-key", R"({"key":"k"})", l2},
        {closed_only_request(), get, "/auth/ban-status/closed-only", "", l2},
        {heartbeat_request(""), post, "/v1/heartbeats", R"({"heartbeat_id":""})", l2},
        {geoblock_request(), get, "/api/geoblock", "", Access::open},
    };
    std::set<std::string_view> families{"site"};
    for (const auto& rate : family_rates) families.insert(rate.family);
    for (const auto& row : rows) {
        CAPTURE(row.target);
        CHECK(row.request.verb == row.verb);
        CHECK(row.request.target == row.target);
        CHECK(row.request.body == row.body);
        CHECK(row.request.access == row.access);
        CHECK(families.contains(row.request.family));
    }
    CHECK(geoblock_request().service == Service::site);
}

TEST_CASE("positions are asked of the Data API by the wallet", "[polymarket][requests]") {
    const auto wallet = "0x" + std::string(40, '1');
    const auto v1 = positions_request(wallet, 500);
    CHECK(v1.service == Service::data);
    CHECK(v1.target == "/positions?user=" + wallet + "&limit=500&offset=500&sizeThreshold=0");
    CHECK(positions_v2_request(wallet, "c").target ==
          "/v2/positions?user=" + wallet + "&limit=500&cursor=c");
    CHECK(approvals_request(wallet).target == "/v1/approvals?user=" + wallet);
    CHECK(is_address(wallet));
    CHECK(!is_address("0x" + std::string(39, '1')));
    CHECK(!is_address("0x" + std::string(40, 'g')));
    CHECK(!is_address(std::string(42, '1')));
}

TEST_CASE("a signature covers the path without its query", "[polymarket][requests]") {
    CHECK(signed_path("/data/orders?market=0x1&a=b") == "/data/orders");
    CHECK(signed_path("/order") == "/order");
    CHECK(signed_path(order_request(hash).target) == "/data/order/" + hash);
    CHECK(order_request("../x?y").target == "/data/order/..%2Fx%3Fy");
}
