#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;
using namespace std::chrono_literals;

namespace {

std::string header_of(const net::HttpReply& reply, std::string_view name) {
    return std::string{net::header(reply.headers, name).value_or("")};
}

}  // namespace

TEST_CASE("a key that has once beaten must go on, or loses its orders", "[sim][heartbeat]") {
    SimVenue venue;
    Trader trader{venue, 21};
    Trader silent{venue, 22};
    const auto& market = quiet_market(venue);
    const auto beat = [&](std::string_view id) {
        return trader.send(Method::post, "/v1/heartbeats",
                           R"({"heartbeat_id":")" + std::string{id} + "\"}");
    };
    const auto open = [&](Trader& who) {
        return who.get("/data/orders").find("data")->items().size();
    };
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    silent.placed(limit(market.yes, Side::buy, 10, 20));
    venue.run(60s);
    CHECK(open(trader) == 1);  // Nobody has asked for it yet.
    auto id = std::string{Trader::parsed(beat("")).string("heartbeat_id").value_or("")};
    CHECK(id.size() == 36);
    for (int i = 0; i < 4; ++i) {
        venue.run(9s);
        const auto next = Trader::parsed(beat(id));
        CHECK(next.string("heartbeat_id") != id);
        id = next.string("heartbeat_id").value_or("");
    }
    CHECK(open(trader) == 1);
    const auto wrong = beat("550e8400-e29b-41d4-a716-446655440000");
    CHECK(wrong.status == 400);
    CHECK(wrong.body == R"({"error_msg":"Invalid Heartbeat ID","heartbeat_id":")" + id + "\"}");
    CHECK(open(trader) == 1);
    // Ten seconds of silence and at most five to the next check.
    venue.run(10s);
    CHECK(open(trader) == 1);
    venue.run(5s);
    CHECK(open(trader) == 0);
    CHECK(open(silent) == 1);
    // A lapse ends the registration.
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    venue.run(60s);
    CHECK(open(trader) == 1);
    CHECK(trader.send(Method::post, "/heartbeats").body == R"({"status":"ok"})");
    CHECK(Trader::parsed(beat("")).string("error_msg").value_or("") == "");
}

TEST_CASE("a signer has forty orders a second and a burst of sixty", "[sim][limits]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    for (int i = 0; i < 60; ++i) {
        const auto reply = trader.post(limit(market.yes, Side::buy, 1, 5));
        REQUIRE(reply.status == 200);
        CHECK(header_of(reply, "poly-ratelimit-remaining") == std::to_string(59 - i));
    }
    const auto refused = trader.post(limit(market.yes, Side::buy, 1, 5));
    CHECK(refused.status == 429);
    CHECK(refused.body == R"({"error":"Too Many Requests"})");
    CHECK(header_of(refused, "retry-after") == "1");
    CHECK(header_of(refused, "poly-ratelimit-tier") == "standard");
    Trader other{venue, 22};
    CHECK(other.post(limit(market.yes, Side::buy, 1, 5)).status == 200);
    venue.clock.advance(25ms);
    CHECK(trader.post(limit(market.yes, Side::buy, 1, 5)).status == 200);
    CHECK(trader.post(limit(market.yes, Side::buy, 1, 5)).status == 429);
    // Cancels have a bucket of their own; all at once goes into debt.
    const auto all = trader.send(Method::del, "/cancel-all");
    CHECK(all.status == 200);
    CHECK(Trader::parsed(all).find("canceled")->items().size() == 61);
    const auto next =
        trader.send(Method::del, "/order", R"({"orderID":"0x)" + std::string(64, '0') + "\"}");
    CHECK(header_of(next, "poly-ratelimit-remaining") == std::to_string(120 - 62 - 1));
    std::string ids = "[\"0x" + std::string(64, '0') + "\"";
    for (int i = 1; i < 121; ++i) ids += ",\"0x" + std::string(64, '0') + "\"";
    venue.clock.advance(1min);
    CHECK(trader.send(Method::del, "/orders", ids + "]").status == 429);  // Above any burst.
    venue.post("/sim/fault", R"({"kind":"limits","policy":"warn"})");
    const auto warned = trader.send(Method::del, "/orders", ids + "]");
    CHECK(warned.status == 200);
    CHECK(header_of(warned, "poly-ratelimit-warning") == "true");
}

TEST_CASE("a restart is a 425, then two minutes of post-only", "[sim][modes]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    venue.post("/sim/fault", R"({"kind":"restart","seconds":30,"wipe":true})");
    CHECK(trader.get("/data/order/" + trader.last_id).string("status") == "INVALID");
    auto reply = trader.post(limit(market.yes, Side::buy, 10, 20));
    CHECK(reply.status == 425);
    CHECK(header_of(reply, "retry-after") == "30");
    CHECK(trader.send(Method::del, "/cancel-all").status == 425);
    CHECK(trader.send(Method::get, "/data/orders").status == 200);
    venue.clock.advance(41s);
    reply = trader.post(limit(market.yes, Side::buy, 10, 20));
    CHECK(reply.status == 503);
    CHECK(reply.body ==
          R"({"error":"post-only mode: only post-only orders and cancels are allowed",)"
          R"("code":"post_only_mode","retry_after_seconds":109})");
    CHECK(header_of(reply, "retry-after") == "109");
    auto rests = limit(market.yes, Side::buy, 10, 20);
    const auto plain_leg = trader.body(rests);
    rests.post_only = true;
    const auto batch = Trader::parsed(
        trader.send(Method::post, "/orders", "[" + plain_leg + "," + trader.body(rests) + "]"));
    CHECK(batch.items()[0].string("errorMsg") ==
          "post-only mode: only post-only orders and cancels are allowed");
    CHECK(batch.items()[1].string("status") == "live");
    CHECK(trader.send(Method::del, "/cancel-all").status == 200);
    venue.clock.advance(109s);
    CHECK(trader.post(limit(market.yes, Side::buy, 10, 20)).status == 200);
}

TEST_CASE("cancel-only and disabled have their own words", "[sim][modes]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    venue.post("/sim/fault", R"({"kind":"mode","mode":"cancel_only"})");
    auto reply = trader.post(limit(market.yes, Side::buy, 10, 20));
    CHECK(reply.status == 503);
    CHECK(reply.body == R"({"error":"Trading is currently cancel-only. New orders are not )"
                        R"(accepted, but cancels are allowed."})");
    CHECK(trader.send(Method::del, "/cancel-all").status == 200);
    venue.post("/sim/fault", R"({"kind":"mode","mode":"disabled","seconds":60})");
    reply = trader.send(Method::del, "/cancel-all");
    CHECK(reply.status == 503);
    CHECK(reply.body.find("Trading is currently disabled. Check ") != std::string::npos);
    venue.clock.advance(60s);
    CHECK(trader.send(Method::del, "/cancel-all").status == 200);
}

TEST_CASE("where one seems to be is told as the site tells it", "[sim][modes]") {
    SimVenue venue;
    CHECK(venue.get_json("/api/geoblock").boolean("blocked") == false);
    venue.post("/sim/fault", R"({"kind":"geoblock","country":"US","region":"NY"})");
    CHECK(venue.get("/api/geoblock").body ==
          R"({"blocked":true,"ip":"127.0.0.1","country":"US","region":"NY"})");
}

TEST_CASE("an order that nobody here signed, and money that is locked for nothing",
          "[sim][faults]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    const auto who = R"("address":")" + trader.address().text() + "\"";
    const auto foreign = R"({"kind":"foreign_order",)" + who + R"(,"token":")" + market.yes +
                         R"(","side":"BUY","price":"0.1","size":"20"})";
    REQUIRE(venue.post("/sim/fault", foreign).status == 200);
    // Another program with the same key: it shows among the account's orders.
    const auto rows = trader.get("/data/orders").find("data")->items();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].string("owner") == trader.id);
    REQUIRE(venue.post("/sim/fault", R"({"kind":"phantom_lock",)" + who + R"(,"amount":"9999"})")
                .status == 200);
    CHECK(trader.refusal(limit(market.yes, Side::buy, 10, 20)).find("sum of matched orders") !=
          std::string::npos);
    REQUIRE(
        venue.post("/sim/fault", R"({"kind":"phantom_lock",)" + who + R"(,"amount":"0"})").status ==
        200);
    CHECK(trader.post(limit(market.yes, Side::buy, 10, 20)).status == 200);
}

TEST_CASE("closed orders may be hidden from lookups by id", "[sim][faults]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    venue.post("/sim/fault", R"({"kind":"order_lookup","shows":"open"})");
    CHECK(trader.send(Method::get, "/data/order/" + trader.last_id).status == 200);
    trader.send(Method::del, "/cancel-all");
    const auto gone = trader.send(Method::get, "/data/order/" + trader.last_id);
    CHECK(gone.status == 404);
    CHECK(gone.body == R"({"error":"order not found"})");
}
