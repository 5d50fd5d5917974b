#include "sim/clob_api.hpp"

#include <string>

#include "fixture.hpp"

using namespace pm;

namespace {
const std::string slug = "highest-temperature-in-munich-on-june-17-2026";

std::string body_of(const std::vector<std::string>& tokens, const std::string& more = "") {
    std::string out = "[";
    for (const auto& token : tokens) out += "{\"token_id\":\"" + token + "\"" + more + "},";
    out.back() = ']';
    return out;
}
}  // namespace

TEST_CASE("every price endpoint agrees with the book", "[sim][clob]") {
    test::SimVenue venue;
    venue.run(std::chrono::minutes{10});
    const auto& market = venue.market(slug, "27°C");
    for (const auto& token : {market.yes, market.no}) {
        const auto book = venue.get_json("/book?token_id=" + token);
        const std::string bid{*book.find("bids")->items().back().string("price")};
        const std::string ask{*book.find("asks")->items().back().string("price")};
        CHECK(venue.get("/price?token_id=" + token + "&side=BUY").body ==
              "{\"price\":\"" + bid + "\"}");
        CHECK(venue.get("/price?token_id=" + token + "&side=SELL").body ==
              "{\"price\":\"" + ask + "\"}");
        const auto b = Price::parse(bid)->micros();
        const auto a = Price::parse(ask)->micros();
        const auto mid = Price::from_micros((a + b) / 2).text();
        const auto spread = Price::from_micros(a - b).text();
        CHECK(venue.get("/midpoint?token_id=" + token).body == "{\"mid\":\"" + mid + "\"}");
        CHECK(venue.get("/spread?token_id=" + token).body == "{\"spread\":\"" + spread + "\"}");
        CHECK(venue.post("/midpoints", body_of({token})).body ==
              "{\"" + token + "\":\"" + mid + "\"}");
        CHECK(venue.post("/spreads", body_of({token})).body ==
              "{\"" + token + "\":\"" + spread + "\"}");
        CHECK(venue.post("/prices", body_of({token}, R"(,"side":"BUY")")).body ==
              "{\"" + token + "\":{\"BUY\":\"" + bid + "\"}}");
        CHECK(venue.post("/books", body_of({token})).body ==
              "[" + venue.get("/book?token_id=" + token).body + "]");
    }
}

TEST_CASE("errors have the venue's words and statuses", "[sim][clob]") {
    test::SimVenue venue;
    const auto& token = venue.market(slug, "27°C").yes;
    const auto says = [&](const net::HttpReply& reply, int status, const std::string& text) {
        CHECK(reply.status == status);
        CHECK(reply.body == "{\"error\":\"" + text + "\"}");
    };
    says(venue.get("/book?token_id=abc"), 400, "Invalid token id");
    says(venue.get("/book"), 400, "Invalid token id");
    says(venue.get("/book?token_id=12345"), 404, "No orderbook exists for the requested token id");
    says(venue.get("/price?side=UP&token_id=" + token), 400, "Invalid side");
    says(venue.post("/books", "{}"), 400, "Invalid payload");
    says(venue.post("/books", "half a li"), 400, "Invalid payload");
    says(venue.post("/books", body_of(std::vector<std::string>(501, token))), 400,
         "Payload exceeds the limit");
    CHECK(venue.post("/books", body_of(std::vector<std::string>(500, token))).status == 200);
    CHECK(venue.get("/nothing-here").status == 404);
}

TEST_CASE("the constants of a market are the recorded ones", "[sim][clob]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "27°C");
    CHECK(venue.get("/neg-risk?token_id=" + market.yes).body == "{\"neg_risk\":true}");
    CHECK(venue.get("/fee-rate?token_id=" + market.yes).body == "{\"base_fee\":1000}");
    CHECK(venue.get("/tick-size/" + market.no).body ==
          "{\"minimum_tick_size\":" + market.tick.text() + "}");
    const auto by_token = venue.get_json("/markets-by-token/" + market.no);
    CHECK(by_token.string("condition_id") == market.condition);
    CHECK(by_token.string("primary_token_id") == market.yes);
    const auto constants = venue.get_json("/clob-markets/" + market.condition);
    CHECK(constants.find("fd")->digits("r") == "0.05");
    CHECK(constants.digits("mos") == "5");
    CHECK(constants.boolean("nr") == true);
    const auto whole = venue.get_json("/markets/" + market.condition);
    CHECK(whole.string("market_slug") == slug + "-27c");
    CHECK(whole.string("game_start_time") == "2026-06-16T22:00:00Z");
    CHECK(whole.boolean("accepting_orders") == true);
}

TEST_CASE("market lists walk from MA== to LTE=", "[sim][clob]") {
    test::SimVenue venue;
    std::string cursor = "MA==";
    std::int64_t count = 0;
    for (int page = 0; cursor != "LTE="; ++page) {
        REQUIRE(page < 5);
        const auto list = venue.get_json("/simplified-markets?next_cursor=" + cursor);
        count += *list.integer("count");
        CHECK(list.integer("count") ==
              static_cast<std::int64_t>(list.find("data")->items().size()));
        cursor = *list.string("next_cursor");
    }
    CHECK(count == 66 + 55);
    CHECK(venue.get_json("/sampling-markets").integer("count") == 66);
    CHECK(venue.get("/markets?next_cursor=junk").status == 400);
}

TEST_CASE("price histories are the recorded points up to now", "[sim][clob]") {
    test::SimVenue venue;
    const auto& market = venue.market(slug, "27°C");
    const auto history =
        venue.get_json("/prices-history?interval=max&fidelity=60&market=" + market.yes);
    const auto& points = history.find("history")->items();
    REQUIRE(points.size() > 24);
    // First recorded point of 17 June, 27°C: 1781499605, 0.365.
    CHECK(points.front().integer("t") == 1781499605);
    CHECK(points.front().digits("p") == "0.365");
    const auto now = std::chrono::floor<std::chrono::seconds>(venue.clock.now());
    CHECK(points.back().integer("t") <= now.time_since_epoch().count());
    CHECK(venue.get("/prices-history?market=" + market.yes).status == 400);
    CHECK(venue.get("/prices-history?interval=1d&startTs=1&market=" + market.yes).status == 400);
    const auto part =
        venue.get_json("/prices-history?startTs=1781510000&endTs=1781520000&market=" + market.yes);
    CHECK(part.find("history")->items().size() >= 2);
    CHECK(part.find("history")->items().size() <= 4);
    const auto batch = venue.post("/batch-prices-history",
                                  R"({"interval":"1d","markets":[")" + market.yes + "\"]}");
    CHECK(Json::parse(batch.body)->find("history")->members().size() == 1);
}

TEST_CASE("time is the simulated one and says how fast it runs", "[sim][clob]") {
    test::SimVenue venue{{.speed = 60}};
    const auto reply = venue.get("/time");
    CHECK(reply.body == "1781600400");  // 2026-06-16T09:00:00Z.
    CHECK(net::header(reply.headers, "pm-sim-speed") == "60");
    CHECK(net::header(reply.headers, "pm-sim-time") == "1781600400000");
    CHECK(venue.get("/ok").body == "\"OK\"");
    CHECK(venue.get("/version").body == "{\"version\":2}");
}
