#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;
using polymarket::SignatureType;

TEST_CASE("a resting order stands in the public book, reserves money, and leaves by cancel",
          "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    const auto before = market.book.total_at(Side::buy, cents(10));
    const auto reply = trader.placed(limit(market.yes, Side::buy, 10, 20));
    CHECK(reply.boolean("success") == true);
    CHECK(reply.string("errorMsg") == "");
    CHECK(reply.string("orderID") == trader.last_id);
    CHECK(reply.string("status") == "live");
    CHECK(reply.string("makingAmount") == "");
    CHECK(market.book.total_at(Side::buy, cents(10)) == before + shares(20));
    CHECK(venue.get("/book?token_id=" + market.yes)
              .body.find(R"("price":"0.1","size":")" + (before + shares(20)).text()) !=
          std::string::npos);
    CHECK(trader.wallet().cash.reserved == dollars(2).micros);

    const auto rows = trader.get("/data/orders?next_cursor=MA==");
    CHECK(rows.string("next_cursor") == "LTE=");
    REQUIRE(rows.find("data")->items().size() == 1);
    const auto& row = rows.find("data")->items()[0];
    CHECK(row.string("id") == trader.last_id);
    CHECK(row.string("status") == "LIVE");
    CHECK(row.string("original_size") == "20");
    CHECK(row.string("size_matched") == "0");
    CHECK(row.string("price") == "0.1");
    CHECK(row.string("maker_address") == trader.address().text());
    CHECK(row.integer("created_at") == trader.seconds());

    const auto cancel =
        trader.send(Method::del, "/order", R"({"orderID":")" + trader.last_id + "\"}");
    CHECK(cancel.body == R"({"canceled":[")" + trader.last_id + R"("],"not_canceled":{}})");
    CHECK(market.book.total_at(Side::buy, cents(10)) == before);
    CHECK(trader.wallet().cash.reserved == 0);
    CHECK(trader.get("/data/order/" + trader.last_id).string("status") == "CANCELED");
    const auto again =
        trader.send(Method::del, "/order", R"({"orderID":")" + trader.last_id + "\"}");
    CHECK(again.body.find("already canceled or matched") != std::string::npos);
}

TEST_CASE("all four kinds of wallets may sign", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    auto draft = limit(market.no, Side::buy, 5, 20);
    draft.wallet = *crypto::Address::parse("0x1111111111111111111111111111111111111111");
    SECTION("the key's own account") {
        draft.wallet = {};
    }
    SECTION("proxy") {
        draft.type = SignatureType::proxy;
    }
    SECTION("safe") {
        draft.type = SignatureType::safe;
    }
    SECTION("deposit wallet") {
        draft.type = SignatureType::deposit_wallet;
    }
    CHECK(trader.placed(draft).string("status") == "live");
    const auto& maker = draft.wallet.empty() ? trader.address() : draft.wallet;
    CHECK(venue.router.floor().wallets.of(maker).cash.reserved == dollars(1).micros);
}

TEST_CASE("a signature for something else is none", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    auto draft = limit(market.yes, Side::buy, 10, 20);
    SECTION("the other exchange's domain") {
        draft.neg_risk = !market.neg_risk;
        CHECK(trader.refusal(draft) == "invalid signature");
    }
    SECTION("version 1 of the exchange") {
        draft.version = "1";
        CHECK(trader.refusal(draft) == "order_version_mismatch");
    }
    SECTION("version 3 of the exchange") {
        draft.version = "3";
        CHECK(trader.refusal(draft) == "order_version_mismatch");
    }
    SECTION("one amount changed after signing") {
        auto body = trader.body(draft);
        const auto at = body.find("\"20000000\"");
        REQUIRE(at != std::string::npos);
        body.replace(at, 10, "\"25000000\"");
        CHECK(trader.send(Method::post, "/order", body).body == R"({"error":"invalid signature"})");
    }
    SECTION("another's wallet as an account of one's own") {
        draft.wallet = throwaway_key(3).address();
        CHECK(trader.refusal(draft) == "invalid signature");
    }
    CHECK(venue.router.floor().exchange.orders().empty());
}

TEST_CASE("an order is its key's and its signer's", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    Trader other{venue, 8};
    const auto& market = quiet_market(venue);
    const auto body = other.body(limit(market.yes, Side::buy, 10, 20));
    CHECK(trader.send(Method::post, "/order", body).body ==
          R"({"error":"the order owner has to be the owner of the API KEY"})");
    std::swap(trader.id, other.id);
    const auto stolen = other.body(limit(market.yes, Side::buy, 10, 20));
    std::swap(trader.id, other.id);
    CHECK(trader.send(Method::post, "/order", stolen).body ==
          R"({"error":"the order signer address has to be the address of the API KEY"})");
}

TEST_CASE("what is no order is refused before anything is looked up", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    const auto good = trader.body(limit(market.yes, Side::buy, 10, 20));
    const auto with = [&](std::string_view old, std::string_view now) {
        auto body = good;
        const auto at = body.find(old);
        REQUIRE(at != std::string::npos);
        body.replace(at, old.size(), now);
        return trader.send(Method::post, "/order", body).body;
    };
    const std::string refused = R"({"error":"Invalid order payload"})";
    // 2^53: a double would still hold it, 2^53 + 1 not: neither is taken.
    CHECK(with(R"("salt":1001)", R"("salt":9007199254740992)") == refused);
    CHECK(with(R"("salt":1001)", R"("salt":9007199254740993)") == refused);
    CHECK(with(R"("salt":1001)", R"("salt":1001.5)") == refused);
    CHECK(with(R"("side":"BUY")", R"("side":"HOLD")") == refused);
    CHECK(with(R"("signatureType":0)", R"("signatureType":4)") == refused);
    CHECK(with(R"("orderType":"GTC")", R"("orderType":"GTX")") == refused);
    CHECK(with(R"("makerAmount":"2000000")", R"("makerAmount":2000000.0)") == refused);
    // The largest salt there is: only the signature is wrong now.
    CHECK(with(R"("salt":1001)", R"("salt":9007199254740991)") ==
          R"({"error":"invalid signature"})");
    const auto at = good.find("\"timestamp\"");
    auto old = good;
    old.replace(at, 11, "\"nonce\"");
    CHECK(trader.send(Method::post, "/order", old).body == R"({"error":"order_version_mismatch"})");
}

TEST_CASE("the same order twice is one order", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    const auto body = trader.body(limit(market.yes, Side::buy, 10, 20));
    CHECK(trader.send(Method::post, "/order", body).status == 200);
    const auto again = trader.send(Method::post, "/order", body);
    CHECK(again.status == 400);
    CHECK(again.body == R"({"error":"order )" + trader.last_id + R"( is invalid. Duplicated."})");
    CHECK(venue.router.floor().exchange.orders().size() == 1);
}

TEST_CASE("good-till-date needs three minutes and leaves one before its time", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    auto draft = limit(market.yes, Side::buy, 10, 20);
    draft.tif = TimeInForce::gtd;
    draft.expiration_s = trader.seconds() + 179;
    CHECK(trader.refusal(draft) == "invalid expiration");
    draft.expiration_s = 0;
    CHECK(trader.refusal(draft) == "invalid expiration");
    draft.expiration_s = trader.seconds() + 180;
    CHECK(trader.placed(draft).string("status") == "live");
    venue.run(std::chrono::seconds{119});
    CHECK(trader.get("/data/orders").find("data")->items().size() == 1);
    venue.run(std::chrono::seconds{1});
    CHECK(trader.get("/data/orders").find("data")->items().empty());
    CHECK(trader.get("/data/order/" + trader.last_id).string("status") == "CANCELED");
    auto plain = limit(market.yes, Side::buy, 10, 20);
    plain.expiration_s = trader.seconds() + 600;
    CHECK(trader.refusal(plain) == "invalid expiration");
}

TEST_CASE("post-only never takes", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    auto draft =
        limit(market.yes, Side::buy, market.book.best(Side::sell)->price.micros() / 10'000, 20);
    draft.post_only = true;
    CHECK(trader.refusal(draft) == "invalid post-only order: order crosses book");
    draft =
        limit(market.yes, Side::buy, market.book.best(Side::sell)->price.micros() / 10'000 - 1, 20);
    draft.post_only = true;
    CHECK(trader.placed(draft).string("status") == "live");
}

TEST_CASE("a buy that takes costs a dollar at least", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    // Half a cent's worth of shares is enough to rest, not to take.
    auto& market = quiet_market(venue);
    const auto ask = market.book.best(Side::sell)->price.micros() / 10'000;
    sim::MarketState& cheap = const_cast<sim::MarketState&>(market);
    cheap.min_size = "0.5";
    Draft draft = limit(market.yes, Side::buy, ask, 1);
    const auto text = trader.refusal(draft);
    CHECK(text == "invalid amount for a marketable BUY order ($" +
                      notional_up(cents(ask), shares(1)).text() + "), min size: 1");
    CHECK(trader.placed(limit(market.yes, Side::buy, 1, 1)).string("status") == "live");
}

TEST_CASE("money that is not free buys nothing", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    const auto set = [&](std::string_view what) {
        const auto body = R"({"address":")" + trader.address().text() + "\"," + std::string{what};
        REQUIRE(venue.post("/sim/account", body + "}").status == 200);
    };
    set(R"("cash":"3")");
    CHECK(trader.placed(limit(market.yes, Side::buy, 10, 20)).string("status") == "live");
    CHECK(trader.refusal(limit(market.yes, Side::buy, 10, 11)) ==
          "not enough balance / allowance: the balance is not enough -> balance: 1000000, order "
          "amount: 1100000");
    CHECK(trader.placed(limit(market.yes, Side::buy, 10, 10)).string("status") == "live");
    CHECK(trader.refusal(limit(market.yes, Side::sell, 90, 5)) ==
          "not enough balance / allowance: the balance is not enough -> balance: 0, order amount: "
          "5000000");
    set(R"("cash":"100","allowed":false)");
    CHECK(trader.refusal(limit(market.yes, Side::buy, 10, 20)) == "not enough balance / allowance");
    set(R"("allowed":true,"banned":true)");
    CHECK(trader.refusal(limit(market.yes, Side::buy, 10, 20)) ==
          "'" + trader.address().text() + "' address banned");
    set(R"("banned":false,"closed_only":true,"shares":{")" + market.yes + R"(":"7"})");
    CHECK(trader.refusal(limit(market.yes, Side::buy, 10, 20)) ==
          "'" + trader.address().text() + "' address in closed only mode");
    CHECK(trader.get("/auth/ban-status/closed-only").boolean("closed_only") == true);
    CHECK(trader.placed(limit(market.yes, Side::sell, 90, 7)).string("status") == "live");
}

TEST_CASE("a batch is judged leg by leg, its size and its owner as a whole", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    const auto good = trader.body(limit(market.yes, Side::buy, 10, 20));
    const auto good_id = trader.last_id;
    const auto small = trader.body(limit(market.yes, Side::buy, 10, 1));
    const auto small_id = trader.last_id;
    const auto reply = trader.send(Method::post, "/orders", "[" + good + "," + small + "]");
    REQUIRE(reply.status == 200);
    const auto legs = Trader::parsed(reply);
    REQUIRE(legs.items().size() == 2);
    CHECK(legs.items()[0].string("orderID") == good_id);
    CHECK(legs.items()[1].boolean("success") == true);
    CHECK(legs.items()[1].string("orderID") == "");
    CHECK(legs.items()[1].string("errorMsg") ==
          "order " + small_id + " is invalid. Size (1) lower than the minimum: 5");
    CHECK(trader.send(Method::post, "/orders", "[]").body ==
          R"({"error":"Invalid order payload"})");
    std::string many = "[" + good;
    for (int i = 0; i < 15; ++i) many += "," + good;
    CHECK(trader.send(Method::post, "/orders", many + "]").body ==
          R"({"error":"Too many orders in payload: 16, max allowed: 15"})");
    Trader other{venue, 8};
    const auto foreign = other.body(limit(market.yes, Side::buy, 10, 20));
    const auto mixed = trader.body(limit(market.yes, Side::buy, 10, 20));
    CHECK(trader.send(Method::post, "/orders", "[" + mixed + "," + foreign + "]").status == 400);
    CHECK(venue.router.floor().exchange.orders().size() == 1);
}

TEST_CASE("cancels reach one's own orders only, however they are named", "[sim][orders]") {
    SimVenue venue;
    Trader trader{venue};
    Trader other{venue, 8};
    const auto& market = quiet_market(venue);
    std::vector<std::string> ids;
    for (const auto& token : {market.yes, market.yes, market.no}) {
        trader.placed(limit(token, Side::buy, 10, 20));
        ids.push_back(trader.last_id);
    }
    const auto taken = other.send(Method::del, "/order", R"({"orderID":")" + ids[0] + "\"}");
    CHECK(taken.body == R"({"canceled":[],"not_canceled":{")" + ids[0] +
                            R"(":"Order not found or already canceled"}})");
    CHECK(other.send(Method::del, "/cancel-all").body == R"({"canceled":[],"not_canceled":{}})");
    const auto several =
        trader.send(Method::del, "/orders",
                    "[\"" + ids[0] + "\",\"" + ids[0] + "\",\"0x" + std::string(64, '0') + "\"]");
    const auto told = Trader::parsed(several);
    CHECK(told.find("canceled")->items().size() == 1);
    CHECK(told.find("not_canceled")->members().size() == 1);
    const auto of_no =
        trader.send(Method::del, "/cancel-market-orders", R"({"asset_id":")" + market.no + "\"}");
    CHECK(of_no.body == R"({"canceled":[")" + ids[2] + R"("],"not_canceled":{}})");
    CHECK(trader.send(Method::del, "/cancel-market-orders", "{}").status == 400);
    CHECK(trader.send(Method::del, "/cancel-all").body ==
          R"({"canceled":[")" + ids[1] + R"("],"not_canceled":{}})");
    CHECK(trader.send(Method::del, "/order", R"({"orderID":"12"})").body ==
          R"({"error":"Invalid orderID"})");
}

TEST_CASE("pages of a hundred orders join without a gap", "[sim][orders]") {
    SimVenue venue;
    venue.post("/sim/fault", R"({"kind":"limits","policy":"off"})");
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    for (int i = 0; i < 205; ++i) trader.placed(limit(market.yes, Side::buy, 1 + i % 10, 5));
    std::set<std::string> seen;
    std::string cursor = "MA==";
    int pages = 0;
    for (; cursor != "LTE="; ++pages) {
        REQUIRE(pages < 5);
        const auto page = trader.get("/data/orders?next_cursor=" + cursor);
        for (const auto& row : page.find("data")->items()) {
            seen.emplace(row.string("id").value_or(""));
        }
        cursor = page.string("next_cursor").value_or("LTE=");
    }
    CHECK(pages == 3);
    CHECK(seen.size() == 205);
}
