#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;

TEST_CASE("a key is created once, derived for ever, and a function of address and nonce",
          "[sim][auth]") {
    SimVenue venue;
    Trader trader{venue};
    CHECK(trader.l1(Method::post, "/auth/api-key", 0).body ==
          R"({"error":"Could not create api key"})");
    const auto derived = Trader::parsed(trader.l1(Method::get, "/auth/derive-api-key", 0));
    CHECK(derived.string("apiKey") == trader.id);
    CHECK(derived.string("secret") == trader.secret);
    CHECK(derived.string("passphrase") == trader.passphrase);
    const auto none = trader.l1(Method::get, "/auth/derive-api-key", 1);
    CHECK(none.status == 400);
    CHECK(none.body == R"({"error":"Could not derive api key!"})");
    const auto second = Trader::parsed(trader.l1(Method::post, "/auth/api-key", 1));
    CHECK(second.string("apiKey") != trader.id);

    SimVenue same_seed;
    Trader again{same_seed};
    CHECK(again.id == trader.id);
    CHECK(again.secret == trader.secret);
    Trader other{venue, 8};
    CHECK(other.id != trader.id);
}

TEST_CASE("level 1 proves the address in the headers and nothing else", "[sim][auth]") {
    SimVenue venue;
    sim::Router::Request request;
    request.method = Method::post;
    request.target = "/auth/api-key";
    const auto key = throwaway_key(9);
    const auto other = throwaway_key(10);
    const auto headers = [&](std::int64_t at) {
        return on_wire(polymarket::l1_headers(key, 137, at, 0));
    };
    SECTION("another's address") {
        request.headers = headers(1'791'800'000);
        for (auto& [name, value] : request.headers) {
            if (name == "poly_address") value = other.address().text();
        }
    }
    SECTION("another time than the signed one") {
        request.headers = headers(1'791'800'000);
        for (auto& [name, value] : request.headers) {
            if (name == "poly_timestamp") value = "1791800001";
        }
    }
    SECTION("the test network's domain") {
        request.headers = on_wire(polymarket::l1_headers(key, 80'002, 1'791'800'000, 0));
    }
    SECTION("no headers") {}
    const auto reply = venue.router.answer(request).reply;
    CHECK(reply.status == 401);
    CHECK(reply.body == R"({"error":"Invalid L1 Request headers"})");
}

TEST_CASE("level 2 signs the raw bytes and the path without its query", "[sim][auth]") {
    SimVenue venue;
    Trader trader{venue};
    auto request = trader.signed_request(Method::get, "/data/orders?market=0x12&next_cursor=MA==");
    CHECK(venue.router.answer(request).reply.status == 200);
    const auto change = [&](std::string_view name, std::string value) {
        for (auto& header : request.headers) {
            if (header.first == name) header.second = std::move(value);
        }
    };
    request = trader.signed_request(Method::del, "/orders", R"(["0x00"])");
    SECTION("one more space in the body") {
        request.body = R"([ "0x00"])";
    }
    SECTION("another path") {
        request.target = "/order";
    }
    SECTION("another method") {
        request.method = Method::post;
    }
    SECTION("another passphrase") {
        change("poly_passphrase", std::string(64, '0'));
    }
    SECTION("another's address") {
        change("poly_address", throwaway_key(3).address().text());
    }
    SECTION("a key that nobody made") {
        change("poly_api_key", "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2");
    }
    SECTION("no headers at all") {
        request.headers.clear();
    }
    const auto reply = venue.router.answer(request).reply;
    CHECK(reply.status == 401);
    CHECK(reply.body == R"({"error":"Unauthorized/Invalid api key"})");
}

TEST_CASE("a deleted key is good for nothing and can be made again", "[sim][auth]") {
    SimVenue venue;
    Trader trader{venue};
    CHECK(trader.get("/auth/api-keys").find("apiKeys")->items().size() == 1);
    CHECK(trader.send(Method::del, "/auth/api-key").body == "\"OK\"");
    CHECK(trader.send(Method::get, "/auth/api-keys").status == 401);
    CHECK(trader.l1(Method::get, "/auth/derive-api-key", 0).status == 400);
    CHECK(trader.l1(Method::post, "/auth/api-key", 0).status == 200);
    CHECK(trader.send(Method::get, "/auth/api-keys").status == 200);
}

TEST_CASE("a read-only key reads the account and moves nothing", "[sim][auth]") {
    SimVenue venue;
    Trader trader{venue};
    const auto& market = quiet_market(venue);
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    const auto made = Trader::parsed(trader.send(Method::post, "/auth/readonly-api-key"));
    Trader reader = std::move(trader);
    const auto trading_id = reader.id;
    reader.id = made.string("apiKey").value_or("");
    reader.secret = made.string("secret").value_or("");
    reader.passphrase = made.string("passphrase").value_or("");
    CHECK(reader.get("/data/orders").find("data")->items().size() == 1);
    CHECK(reader.send(Method::del, "/cancel-all").status == 401);
    reader.id = trading_id;
}

TEST_CASE("time stamps count only when the venue is told how far they may be off", "[sim][auth]") {
    SimVenue venue;
    Trader trader{venue};
    auto request = trader.signed_request(Method::get, "/data/orders");
    venue.clock.advance(std::chrono::seconds{90});
    CHECK(venue.router.answer(request).reply.status == 200);
    venue.post("/sim/fault", R"({"kind":"clock","offset_s":0,"tolerance_s":89})");
    CHECK(venue.router.answer(request).reply.status == 401);
    venue.post("/sim/fault", R"({"kind":"clock","offset_s":-1,"tolerance_s":89})");
    CHECK(venue.router.answer(request).reply.status == 200);
}
