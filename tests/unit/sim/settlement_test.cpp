#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;
using namespace std::chrono_literals;

namespace {

/// A venue in which `buyer` has just bought ten shares at 0.50 from `seller`.
struct OneTrade {
    OneTrade() {
        venue.post("/sim/fault", R"({"kind":"freeze"})");
        const_cast<sim::MarketState&>(market).book.clear();
        const auto body = R"({"address":")" + seller.address().text() + R"(","shares":{")" +
                          market.yes + R"(":"10"}})";
        REQUIRE(venue.post("/sim/account", body).status == 200);
    }
    void match() {
        seller.placed(limit(market.yes, Side::sell, 50, 10));
        buyer.placed(limit(market.yes, Side::buy, 50, 10));
    }
    std::string status() {
        return std::string{
            buyer.get("/data/trades").find("data")->items()[0].string("status").value_or("")};
    }
    std::int64_t held() {
        const auto found = buyer.wallet().shares.find(market.yes);
        return found == buyer.wallet().shares.end() ? 0 : found->second.balance;
    }

    SimVenue venue;
    Trader buyer{venue, 21};
    Trader seller{venue, 22};
    const sim::MarketState& market = quiet_market(venue);
};

}  // namespace

TEST_CASE("a trade is matched, mined, confirmed, and only then the wallets move",
          "[sim][settlement]") {
    OneTrade one;
    one.match();
    CHECK(one.status() == "MATCHED");
    CHECK(one.held() == 0);
    CHECK(one.buyer.wallet().cash.balance == dollars(10'000).micros);
    // 5 dollars and 0.125 of fee are spoken for.
    CHECK(one.buyer.wallet().cash.free() == dollars(10'000).micros - 5'125'000);
    one.venue.run(1999ms);
    CHECK(one.status() == "MATCHED");
    one.venue.run(1ms);
    CHECK(one.status() == "MINED");
    const auto row = one.buyer.get("/data/trades").find("data")->items()[0];
    CHECK(row.string("transaction_hash")->size() == 66);
    CHECK(one.held() == 0);
    // What is not settled cannot be sold.
    CHECK(one.buyer.refusal(limit(one.market.yes, Side::sell, 60, 10)).find("not enough balance") ==
          0);
    one.venue.run(4s);
    CHECK(one.status() == "CONFIRMED");
    CHECK(one.held() == shares(10).micros);
    CHECK(one.buyer.wallet().cash == sim::Holding{dollars(10'000).micros - 5'125'000, 0, 0});
    CHECK(one.seller.wallet().cash.balance == dollars(10'005).micros);
}

TEST_CASE("a trade that fails has never been", "[sim][settlement]") {
    OneTrade one;
    one.venue.post("/sim/fault",
                   R"({"kind":"trade_script","steps":[{"status":"RETRYING","after_ms":1000},
                      {"status":"MINED","after_ms":1000},{"status":"FAILED","after_ms":[500,500]},
                      {"status":"CONFIRMED","after_ms":1}]})");
    one.match();
    one.venue.run(1s);
    CHECK(one.status() == "RETRYING");
    one.venue.run(1s);
    CHECK(one.status() == "MINED");
    one.venue.run(60s);
    CHECK(one.status() == "FAILED");  // Nothing follows an end.
    CHECK(one.held() == 0);
    CHECK(one.buyer.wallet().cash == sim::Holding{dollars(10'000).micros, 0, 0});
    const auto& shares_left = one.seller.wallet().shares.find(one.market.yes)->second;
    CHECK(shares_left.balance == shares(10).micros);
    CHECK(shares_left.locked == 0);
}

TEST_CASE("a trade may never settle", "[sim][settlement]") {
    OneTrade one;
    one.venue.post("/sim/fault",
                   R"({"kind":"trade_script","steps":[{"status":"MINED","after_ms":10}]})");
    one.match();
    one.venue.run(1h);
    CHECK(one.status() == "MINED");
    CHECK(one.buyer.wallet().cash.locked == 5'125'000);
}

TEST_CASE("a market's takers may be held back, and then find it or rest", "[sim][settlement]") {
    OneTrade one;
    const auto fault =
        R"({"kind":"market_delay","market":")" + one.market.condition + R"(","delay_s":3})";
    REQUIRE(one.venue.post("/sim/fault", fault).status == 200);
    one.seller.placed(limit(one.market.yes, Side::sell, 50, 10));
    const auto reply = one.buyer.placed(limit(one.market.yes, Side::buy, 50, 10));
    CHECK(reply.string("status") == "delayed");
    CHECK(reply.string("makingAmount") == "");
    CHECK(reply.find("tradeIDs")->items().empty());
    CHECK(one.buyer.get("/data/order/" + one.buyer.last_id).string("status") == "DELAYED");
    const auto cancel = one.buyer.send(Method::del, "/cancel-all");
    CHECK(cancel.body.find("order match delayed due to market conditions") != std::string::npos);
    SECTION("it finds the offer") {
        one.venue.run(3s);
        CHECK(one.buyer.get("/data/order/" + one.buyer.last_id).string("status") == "MATCHED");
    }
    SECTION("the offer is gone") {
        one.seller.send(Method::del, "/cancel-all");
        one.venue.run(3s);
        CHECK(one.buyer.get("/data/order/" + one.buyer.last_id).string("status") == "LIVE");
        CHECK(one.buyer.wallet().cash.reserved == dollars(5).micros);
    }
}

TEST_CASE("a resolved market cancels its orders and pays its winners", "[sim][settlement]") {
    SimVenue venue{{.speed = 1}};
    venue.post("/sim/fault", R"({"kind":"freeze"})");
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    const auto& event = venue.world.scenario().events[market.event];
    const auto body = R"({"address":")" + trader.address().text() + R"(","shares":{")" +
                      market.yes + R"(":"10",")" + market.no + R"(":"30"}})";
    REQUIRE(venue.post("/sim/account", body).status == 200);
    trader.placed(limit(market.yes, Side::buy, 1, 100));
    venue.run(event.resolves - venue.clock.now() + 2min);
    CHECK(trader.get("/data/order/" + trader.last_id).string("status") ==
          "CANCELED_MARKET_RESOLVED");
    const bool yes = venue.world.source(market).winner;
    CHECK(trader.wallet().cash ==
          sim::Holding{(dollars(10'000) + dollars(yes ? 10 : 30)).micros, 0, 0});
    CHECK(trader.wallet().shares.find(market.yes)->second.balance == 0);
}

TEST_CASE("the Data API shows what is settled, by wallet", "[sim][settlement]") {
    OneTrade one;
    one.match();
    const auto user = "?user=" + one.buyer.address().lower();
    CHECK(one.venue.get_json("/data-api/positions" + user).items().empty());
    one.venue.run(10s);
    const auto rows = one.venue.get_json("/data-api/positions" + user);
    REQUIRE(rows.items().size() == 1);
    const auto& row = rows.items()[0];
    CHECK(row.string("asset") == one.market.yes);
    CHECK(row.digits("size") == "10");
    CHECK(row.digits("avgPrice") == "0.5125");  // The fee is part of what they cost.
    CHECK(row.string("oppositeAsset") == one.market.no);
    const auto v2 = one.venue.get_json("/data-api/v2/positions" + user);
    CHECK(v2.find("data")->items()[0].string("current_size") == "10");
    CHECK(v2.find("pagination")->boolean("has_more") == false);
    CHECK(one.venue.get_json("/data-api/activity" + user).items()[0].string("type") == "TRADE");
    // A wallet's maker fills are hidden unless asked for.
    const auto maker = "?user=" + one.seller.address().lower();
    CHECK(one.venue.get_json("/data-api/trades" + maker).items().empty());
    CHECK(one.venue.get_json("/data-api/trades" + maker + "&takerOnly=false").items().size() == 1);
    CHECK(one.venue.get_json("/data-api/v1/approvals" + user)
              .find("contracts")
              ->items()[0]
              .boolean("approved") == true);
    CHECK(one.venue.get_json("/data-api/value" + user).items()[0].digits("value").has_value());
}

TEST_CASE("balances are told in millionths as text", "[sim][settlement]") {
    OneTrade one;
    one.match();
    one.venue.run(10s);
    const auto cash = one.buyer.get("/balance-allowance?asset_type=COLLATERAL&signature_type=0");
    CHECK(cash.string("balance") == "9994875000");
    CHECK(cash.find("allowances")->members().size() == 2);
    const auto held = one.buyer.get("/balance-allowance/update?asset_type=CONDITIONAL&token_id=" +
                                    one.market.yes + "&signature_type=0");
    CHECK(held.string("balance") == "10000000");
    CHECK(one.buyer.send(Method::get, "/balance-allowance?asset_type=GOLD").body ==
          R"({"error":"Invalid asset type"})");
    CHECK(one.buyer.send(Method::get, "/balance-allowance?asset_type=COLLATERAL&signature_type=9")
              .body == R"({"error":"Invalid signature_type"})");
    // A deposit wallet of the same key is another purse.
    CHECK(one.buyer.get("/balance-allowance?asset_type=COLLATERAL&signature_type=3")
              .string("balance") == "10000000000");
}
