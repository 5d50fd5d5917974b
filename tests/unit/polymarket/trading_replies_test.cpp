#include "polymarket/trading_replies.hpp"

#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

const std::string id = "0x" + std::string(64, 'a');
const std::string condition = "0x" + std::string(64, 'c');
const std::string row = R"({"id":")" + id + R"(","status":"LIVE","market":")" + condition +
                        R"(","asset_id":"11","original_size":"10","size_matched":"0"})";

}  // namespace

TEST_CASE("only success, no error and an id together mean that an order exists",
          "[polymarket][replies]") {
    const auto live = decode_post(
        R"({"success":true,"errorMsg":"","orderID":"0xAB","status":"live","makingAmount":"",)"
        R"("takingAmount":"","transactionsHashes":[],"tradeIDs":[]})");
    REQUIRE(live);
    CHECK(live->accepted());
    CHECK(live->order_id == "0xab");
    CHECK(!live->making);
    const auto matched =
        decode_post(R"({"success":true,"errorMsg":null,"orderID":"0x9b","status":"matched",)"
                    R"("makingAmount":"3.5","takingAmount":"10","tradeIDs":["0190c2"]})");
    REQUIRE(matched);
    CHECK(matched->accepted());
    CHECK(matched->making->text() == "3.5");
    CHECK(matched->taking->text() == "10");
    CHECK(matched->trade_ids == std::vector<std::string>{"0190c2"});
    for (const auto* text :
         {R"({"success":false,"errorMsg":"not enough balance / allowance","orderID":""})",
          R"({"success":true,"errorMsg":"invalid amounts","orderID":"","status":""})",
          R"({"success":true,"errorMsg":null,"orderID":null})",
          R"({"success":true,"errorMsg":"crosses","orderID":"0xab"})",
          R"({"error":"no orders found to match with FAK order","orderID":"0xab"})"}) {
        CAPTURE(text);
        const auto leg = decode_post(text);
        REQUIRE(leg);
        CHECK(!leg->accepted());
    }
    for (const auto* text :
         {"", "{}", "[]", "null", "\"ok\"", "<html>", "{\"success\":\"true\"}"}) {
        CAPTURE(text);
        CHECK(!decode_post(text));
    }
}

TEST_CASE("a batch is read leg by leg", "[polymarket][replies]") {
    const auto legs =
        decode_posts(R"([{"success":true,"errorMsg":"","orderID":"0x1","status":"live"},)"
                     R"({"success":true,"errorMsg":"invalid amounts","orderID":""}])");
    REQUIRE(legs);
    REQUIRE(legs->size() == 2);
    CHECK((*legs)[0].accepted());
    CHECK(!(*legs)[1].accepted());
    CHECK(!decode_posts(R"({"success":true})"));
    CHECK(!decode_posts(R"([{"success":true,"orderID":"0x1"},3])"));
}

TEST_CASE("a cancellation names what is gone and why the rest is not", "[polymarket][replies]") {
    const auto reply = decode_cancel(
        R"({"canceled":["0xA","0xb"],"not_canceled":{"0xC":"order already matched"}})");
    REQUIRE(reply);
    CHECK(reply->cancelled == std::vector<std::string>{"0xa", "0xb"});
    CHECK(reply->not_cancelled.at("0xc") == "order already matched");
    CHECK(decode_cancel(R"({"canceled":null,"not_canceled":null})")->cancelled.empty());
    CHECK(decode_cancel(R"({"canceled":[],"not_canceled":{}})")->not_cancelled.empty());
    CHECK(!decode_cancel(R"({"error":"Invalid orderID"})"));
    CHECK(!decode_cancel(R"({"canceled":[7]})"));
    CHECK(cancel_refusal("order already matched") == CancelRefusal::matched);
    CHECK(cancel_refusal("Order not found or already canceled") == CancelRefusal::gone);
    CHECK(cancel_refusal("already canceled or matched") == CancelRefusal::gone);
    CHECK(cancel_refusal("the order can't be found") == CancelRefusal::gone);
    CHECK(cancel_refusal("order is delayed") == CancelRefusal::other);
}

TEST_CASE("lists of orders come in pages or bare", "[polymarket][replies]") {
    const auto page =
        decode_orders(R"({"limit":100,"count":1,"next_cursor":"MTAw","data":[)" + row + "]}");
    REQUIRE(page);
    CHECK(page->rows.size() == 1);
    CHECK(page->cursor == "MTAw");
    CHECK(decode_orders(R"({"next_cursor":"LTE=","data":[]})")->cursor.empty());
    CHECK(decode_orders(R"({"next_cursor":"LTE=","data":null})")->rows.empty());
    CHECK(decode_orders("[" + row + "]")->rows.size() == 1);
    CHECK(decode_orders("null")->rows.empty());
    CHECK(!decode_orders("{}"));
    CHECK(!decode_orders(R"({"data":"x"})"));
    CHECK(!decode_orders("[" + row + ",{}]"));  // one row lost is a page lost
    CHECK(!decode_trades("[{}]"));
}

TEST_CASE("an order that the venue no longer shows is nothing, not an error",
          "[polymarket][replies]") {
    for (const auto* text : {"", " ", "null", "{}"}) {
        const auto order = decode_order(text);
        REQUIRE(order);
        CHECK(!*order);
    }
    CHECK((*decode_order(row))->order_id == id);
    CHECK(!decode_order(R"({"status":"LIVE"})"));
    CHECK(!decode_order("<html>"));
}

TEST_CASE("balances are whole millionths", "[polymarket][replies]") {
    const auto balance = decode_balance(
        R"({"balance":"25000000","allowances":{"0xE111":"115792089237316195423570985008687907853269984665640564039457584007913129639935","0xe222":"0"}})");
    REQUIRE(balance);
    CHECK(balance->micros == 25'000'000);
    REQUIRE(balance->allowances.size() == 2);
    CHECK(balance->allowances[0].first == "0xe111");
    CHECK(balance->allowances[1].second == U256{});
    CHECK(decode_balance(R"({"balance":"1","allowance":"7"})")->allowances[0].second == U256{7});
    CHECK(decode_balance(R"({"balance":5})")->micros == 5);
    for (const auto* text :
         {R"({"balance":"2.5"})", R"({"balance":""})", R"({"balance":"-1"})",
          R"({"balance":"1e6"})", R"({})", R"({"balance":"1","allowances":{"0x1":"x"}})"}) {
        CAPTURE(text);
        CHECK(!decode_balance(text));
    }
}

TEST_CASE("API credentials are read from the bytes and kept apart", "[polymarket][replies]") {
    auto key =
        decode_api_key(R"( {"apiKey": "7b1e-uuid", "secret" : "Rnl2_-c=","passphrase":"9fH3"} )");
    REQUIRE(key);
    CHECK(key->key == "7b1e-uuid");
    CHECK(key->secret.view() == "Rnl2_-c=");
    CHECK(key->passphrase.view() == "9fH3");
    for (const std::string text : {"", "[]", R"({"apiKey":"k","secret":"s"})",
                                   R"({"apiKey":"k","secret":"","passphrase":"p"})",
                                   R"({"apiKey":"k","secret":"s\"","passphrase":"p"})",
                                   R"({"apiKey":"k","secret":7,"passphrase":"p"})",
                                   R"({"apiKey":"k","secret":"s","secret":"t","passphrase":"p"})",
                                   R"({"apiKey":"k","secret":"SECRET-SECRET)"}) {
        CAPTURE(text);
        const auto bad = decode_api_key(text);
        REQUIRE(!bad);
        CHECK(bad.error().message.find("SECRET") == std::string::npos);
    }
}

TEST_CASE("lists of keys and the words about an account", "[polymarket][replies]") {
    CHECK(*decode_key_list(R"({"apiKeys":["a","b"]})") == std::vector<std::string>{"a", "b"});
    CHECK(*decode_key_list(R"(["a"])") == std::vector<std::string>{"a"});
    CHECK(decode_key_list(R"({"apiKeys":null})")->empty());
    CHECK(!decode_key_list(R"({"error":"no"})"));
    CHECK(*decode_readonly_key(R"({"apiKey":"r"})") == "r");
    CHECK(!*decode_closed_only(R"({"closed_only":false})"));
    CHECK(*decode_closed_only(R"({"closed_only":true})"));
    CHECK(!decode_closed_only("{}"));
    CHECK(*decode_version(R"({"version":2})") == 2);
    CHECK(*decode_version(R"({"version":"3"})") == 3);
    CHECK(*decode_version("{}") == 2);
    CHECK(!decode_version(R"({"version":"two"})"));
    CHECK(!decode_version("2"));
    const auto blocked =
        decode_geoblock(R"({"blocked":true,"ip":"203.0.113.42","country":"US","region":"NY"})");
    REQUIRE(blocked);
    CHECK(blocked->blocked);
    CHECK(blocked->country == "US");
    CHECK(!decode_geoblock(R"({"country":"US"})"));
    CHECK(*decode_scoring(R"({"scoring":true})"));
}

TEST_CASE("a heartbeat answers with the next id, a refusal with the expected one",
          "[polymarket][replies]") {
    CHECK(decode_heartbeat(R"({"heartbeat_id":"550e"})")->id == "550e");
    const auto wrong =
        decode_heartbeat(R"({"error_msg":"Invalid Heartbeat ID","heartbeat_id":"77aa"})");
    REQUIRE(wrong);
    CHECK(wrong->id == "77aa");
    CHECK(wrong->error == "Invalid Heartbeat ID");
    CHECK(decode_heartbeat(R"({"error":"Invalid Heartbeat ID","heartbeat_id":"7"})")->error ==
          "Invalid Heartbeat ID");
    CHECK(!decode_heartbeat("{}"));
}

TEST_CASE("positions of both generations of the Data API", "[polymarket][replies]") {
    const auto v1 =
        decode_positions(R"([{"proxyWallet":"0x1","asset":"11","conditionId":")" + condition +
                         R"(","size":12.340000000000002,"avgPrice":0.31999999,"redeemable":true,)"
                         R"("negativeRisk":true,"slug":"s","outcome":"Yes"}])");
    REQUIRE(v1);
    CHECK(v1->rows[0].size.micros == 12'340'000);
    CHECK(v1->rows[0].average->micros() == 319'999);
    CHECK(v1->rows[0].redeemable);
    CHECK(v1->rows[0].neg_risk);
    const auto v2 =
        decode_positions(R"({"data":[{"token_id":"22","condition_id":")" + condition +
                         R"(","current_size":"5","avg_price":"0.5","negative_risk":false}],)"
                         R"("pagination":{"limit":1,"has_more":true,"next_cursor":"n"}})");
    REQUIRE(v2);
    CHECK(v2->rows[0].size.micros == 5'000'000);
    CHECK(v2->cursor == "n");
    CHECK(!decode_positions(R"([{"asset":"11","size":"1"}])"));
    CHECK(!decode_positions(R"({"error":"no"})"));
    const auto approvals = decode_approvals(
        R"({"address":"0x1","contracts":[{"feature":"trade","spender":"0xE1","approved":true}]})");
    REQUIRE(approvals);
    CHECK((*approvals)[0].spender == "0xe1");
    CHECK((*approvals)[0].approved);
}

TEST_CASE("notifications are read with what they are about", "[polymarket][replies]") {
    const auto list = decode_notifications(
        R"([{"id":5,"owner":"u","type":8,"payload":{"order_id":"0x1"},"timestamp":1791800123}])");
    REQUIRE(list);
    CHECK((*list)[0].id == 5);
    CHECK((*list)[0].type == 8);
    CHECK((*list)[0].payload.string("order_id") == "0x1");
    CHECK(!decode_notifications(R"([{"type":8}])"));
}
