#include "sim/market_hub.hpp"

#include <string>
#include <vector>

#include "base/random.hpp"
#include "fixture.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {

const std::string slug = "highest-temperature-in-munich-on-june-16-2026";

std::string subscribe(const std::vector<std::string>& tokens, const std::string& more = "") {
    std::string out = R"({"type":"market","assets_ids":[)";
    for (const auto& token : tokens) out += "\"" + token + "\",";
    if (!tokens.empty()) out.pop_back();
    return out + "]" + more + "}";
}

Json next(sim::HubClient& client) {
    REQUIRE(!client.outbox.empty());
    auto json = Json::parse(*client.outbox.front());
    client.outbox.pop_front();
    REQUIRE(json);
    return *std::move(json);
}

}  // namespace

TEST_CASE("the first frame is an array of books, one for each asset", "[sim][ws]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& client = venue.hub.join();
    venue.hub.on_text(client, subscribe({market.yes, market.no}));
    const auto dump = next(client);
    REQUIRE(dump.items().size() == 2);
    CHECK(dump.items()[0].string("event_type") == "book");
    CHECK(dump.items()[0].string("asset_id") == market.yes);
    CHECK(dump.items()[1].string("asset_id") == market.no);
    CHECK(dump.items()[0].string("market") == market.condition);
    // The hash is that of the REST book.
    CHECK(dump.items()[0].string("hash") ==
          venue.get_json("/book?token_id=" + market.yes).string("hash"));
}

TEST_CASE("a follower of one token hears of that token alone", "[sim][ws]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& client = venue.hub.join();
    venue.hub.on_text(client, subscribe({market.no}, R"(,"initial_dump":false)"));
    CHECK(client.outbox.empty());
    venue.run(10min);
    REQUIRE(client.outbox.size() > 10);
    CHECK(test::drain(client).find(market.yes) == std::string::npos);
}

TEST_CASE("best prices in price changes are those of the book after them", "[sim][ws]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& client = venue.hub.join();
    venue.hub.on_text(client, subscribe({market.yes, market.no}));
    for (int i = 0; i < 600; ++i) {
        client.outbox.clear();
        venue.run(2s);
        if (client.outbox.empty()) continue;
        const auto last = Json::parse(*client.outbox.back());
        if (last->string("event_type") != "price_change") continue;
        for (const auto& change : last->find("price_changes")->items()) {
            const std::string token{*change.string("asset_id")};
            CHECK(venue.get_json("/price?side=BUY&token_id=" + token).string("price") ==
                  change.string("best_bid"));
            CHECK(venue.get_json("/price?side=SELL&token_id=" + token).string("price") ==
                  change.string("best_ask"));
        }
    }
}

TEST_CASE("subscriptions change while the connection lives", "[sim][ws]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& client = venue.hub.join();
    venue.hub.on_text(client, subscribe({market.yes}));
    client.outbox.clear();
    SECTION("an asset already held is refused in words, its flag counts all the same") {
        venue.hub.on_text(client, R"({"operation":"subscribe","custom_feature_enabled":true,)"
                                  R"("assets_ids":[")" +
                                      market.yes + "\"]}");
        REQUIRE(client.outbox.size() == 1);
        CHECK(*client.outbox.front() == "NO NEW ASSETS");
        CHECK(client.custom_features);
    }
    SECTION("a new asset gets its book") {
        venue.hub.on_text(client,
                          R"({"operation":"subscribe","assets_ids":[")" + market.no + "\"]}");
        CHECK(next(client).items()[0].string("asset_id") == market.no);
    }
    SECTION("after unsubscribing nothing comes") {
        venue.hub.on_text(client,
                          R"({"operation":"unsubscribe","assets_ids":[")" + market.yes + "\"]}");
        venue.run(10min);
        CHECK(client.outbox.empty());
    }
    SECTION("PING is answered with PONG") {
        venue.hub.on_text(client, "PING");
        CHECK(*client.outbox.front() == "PONG");
    }
    SECTION("nonsense is answered in words") {
        venue.hub.on_text(client, "{half");
        CHECK(*client.outbox.front() == "INVALID OPERATION");
    }
}

TEST_CASE("beyond 500 assets no snapshots come, beyond 1000 ids the line goes dead", "[sim][ws]") {
    auto scenario = test::june();
    scenario.clone_markets(600);
    test::SimVenue venue{{}, scenario};
    auto& client = venue.hub.join();
    std::vector<std::string> tokens;
    for (const auto& market : venue.world.markets()) {
        if (market.phase == sim::MarketPhase::open) tokens.push_back(market.yes);
    }
    REQUIRE(tokens.size() > 600);
    venue.hub.on_text(client, subscribe(tokens));
    CHECK(next(client).items().size() == 500);
    CHECK(!client.drop);
    for (int i = 0; i < 400; ++i) tokens.push_back(std::to_string(1000 + i));
    REQUIRE(tokens.size() > 1000);
    venue.hub.on_text(client, subscribe(tokens));
    CHECK(client.drop);
}

TEST_CASE("custom features add best_bid_ask only where asked for", "[sim][ws]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& plain = venue.hub.join();
    auto& custom = venue.hub.join();
    venue.hub.on_text(plain, subscribe({market.yes}));
    venue.hub.on_text(custom, subscribe({market.yes}, R"(,"custom_feature_enabled":true)"));
    venue.run(1h);
    CHECK(test::drain(plain).find("best_bid_ask") == std::string::npos);
    CHECK(test::drain(custom).find("\"event_type\":\"best_bid_ask\"") != std::string::npos);
}

TEST_CASE("faults do to sockets what they say", "[sim][faults]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    auto& client = venue.hub.join();
    venue.hub.on_text(client, subscribe({market.yes, market.no}));
    client.outbox.clear();
    const auto set = [&](const std::string& fault) {
        const auto reply = venue.post("/sim/fault", fault);
        INFO(reply.body);
        CHECK(reply.status == 200);
    };
    SECTION("a stall carries no data, but PONG") {
        set(R"({"kind":"stall","seconds":600})");
        venue.run(5min);
        CHECK(client.outbox.empty());
        venue.hub.on_text(client, "PING");
        CHECK(client.outbox.size() == 1);
        auto& later = venue.hub.join();  // A new connection is not stalled.
        venue.hub.on_text(later, subscribe({market.yes}));
        CHECK(later.outbox.size() == 1);
        venue.run(20min);
        CHECK(client.outbox.size() > 1);
    }
    SECTION("a dead stall does not even PONG") {
        set(R"({"kind":"stall","seconds":60,"pong":false})");
        venue.hub.on_text(client, "PING");
        CHECK(client.outbox.empty());
    }
    SECTION("a muted token is silent, its sibling is not") {
        set(R"({"kind":"mute","seconds":3600,"token":")" + market.yes + "\"}");
        venue.run(30min);
        const auto heard = test::drain(client);
        CHECK(heard.find("\"asset_id\":\"" + market.yes) == std::string::npos);
        CHECK(heard.find("\"asset_id\":\"" + market.no) != std::string::npos);
    }
    SECTION("frozen books stand still and thaw") {
        set(R"({"kind":"freeze","seconds":1800})");
        venue.run(29min);
        CHECK(client.outbox.empty());
        venue.run(20min);
        CHECK(!client.outbox.empty());
    }
    SECTION("closing drops every connection with the code") {
        set(R"({"kind":"close","code":1012})");
        CHECK(client.drop);
        CHECK(client.close_code == 1012);
    }
    SECTION("refusing ends by itself") {
        set(R"({"kind":"refuse","seconds":5})");
        CHECK(venue.faults.refuses_socket(venue.clock.steady()));
        venue.clock.advance(6s);
        CHECK(!venue.faults.refuses_socket(venue.clock.steady()));
    }
    CHECK(venue.get_json("/sim/faults").find("set")->members().size() == 1);
}

TEST_CASE("faults do to replies what they say", "[sim][faults]") {
    test::SimVenue venue;
    CHECK(venue
              .post("/sim/fault", R"({"kind":"status","path":"/book","status":503,"count":1,)"
                                  R"("retry_after":2})")
              .status == 200);
    const auto refused = venue.get("/book?token_id=1");
    CHECK(refused.status == 503);
    CHECK(net::header(refused.headers, "retry-after") == "2");
    CHECK(venue.get("/book?token_id=1").status == 404);
    venue.post("/sim/fault", R"({"kind":"html","path":"/gamma","count":1})");
    const auto page = venue.get("/gamma/status");
    CHECK(page.status == 200);
    CHECK(page.body.starts_with("<!DOCTYPE html>"));
    venue.post("/sim/fault", R"({"kind":"delay","path":"/ok","milliseconds":250,"count":1})");
    CHECK(venue.router.answer(net::Method::get, "/ok", "").wait == 250ms);
    CHECK(venue.router.answer(net::Method::get, "/ok", "").wait == 0ms);
    for (const auto* bad : {"[]", "{}", R"({"kind":"magic"})", R"({"kind":"mute"})",
                            R"({"kind":"status","path":"/x","status":7})",
                            R"({"kind":"close","code":12})", R"({"kind":"lose"})"}) {
        CHECK(venue.post("/sim/fault", bad).status == 400);
    }
    CHECK(venue.get_json("/sim/faults").find("hit")->integer("status") == 1);
}

// Goal: nothing a client sends can break the venue. Method: real requests with seeded damage; under
// the sanitizers any misstep is a failure.
TEST_CASE("damaged requests and frames are answered, never fatal", "[sim][hostile]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "22°C");
    const std::vector<std::string> targets{
        "/book?token_id=" + market.yes,
        "/prices-history?interval=1d&fidelity=60&market=" + market.yes,
        "/gamma/events/keyset?tag_id=103040&closed=false&limit=2&after_cursor=k35",
        "/gamma/markets/keyset?order=volumeNum&ascending=false&clob_token_ids=" + market.no,
        "/weather/open-meteo/v1/forecast?latitude=48.35&longitude=11.79&daily=temperature_2m_max",
        "/weather/metar/api/data/metar?ids=EDDM&format=json&hours=2",
        "/markets?next_cursor=MTAw"};
    const std::vector<std::string> bodies{R"([{"token_id":")" + market.yes + R"(","side":"BUY"}])",
                                          R"({"markets":["1"],"interval":"1d"})",
                                          subscribe({market.yes, market.no}),
                                          R"({"operation":"unsubscribe","assets_ids":["1"]})"};
    SeededRandom random{11};
    const auto damaged = [&](std::string text) {
        for (auto hits = 1 + random.below(4); hits > 0; --hits) {
            const auto at = random.below(text.size());
            switch (random.below(4)) {
                case 0: text[at] = static_cast<char>(random.next()); break;
                case 1: text.erase(at, 1 + random.below(8)); break;
                case 2: text.insert(at, text.substr(random.below(text.size()), 9)); break;
                default: text.insert(at, std::to_string(random.next())); break;
            }
            if (text.empty()) text = "?";
        }
        return text;
    };
    auto& client = venue.hub.join();
    for (int i = 0; i < 300; ++i) {
        const auto reply = venue.get(damaged(targets[random.below(targets.size())]));
        CHECK((reply.status >= 200 && reply.status < 500));
        for (const auto* path : {"/books", "/prices", "/batch-prices-history", "/midpoints"}) {
            const auto body = damaged(bodies[random.below(bodies.size())]);
            CHECK(venue.post(path, body).status < 500);
            venue.hub.on_text(client, body);
        }
        client.outbox.clear();
        client.drop = false;
    }
}
