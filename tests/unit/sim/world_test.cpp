#include "sim/world.hpp"

#include <map>
#include <set>

#include "crypto/sha1.hpp"
#include "fixture.hpp"
#include "sim/truth_log.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {

struct Story {
    std::string frames;
    std::string truth;
};

/// Everything a follower of all tokens is told in `length`, and the truth log.
Story story(sim::WorldOptions options, Duration length, int pieces) {
    test::SimVenue venue{options};
    Story out;
    sim::TruthLog log{venue.world, [&](std::string_view line) { out.truth += line; }};
    venue.world.add(log);
    auto& client = venue.hub.join();
    std::string ask = R"({"type":"market","custom_feature_enabled":true,"assets_ids":[)";
    for (const auto& market : venue.world.markets()) {
        ask += "\"" + market.yes + "\",\"" + market.no + "\",";
    }
    ask.back() = ']';
    venue.hub.on_text(client, ask + "}");
    for (int i = 0; i < pieces; ++i) {
        venue.run(length / pieces);
        out.frames += test::drain(client);
    }
    return out;
}

std::multimap<std::string, std::string> levels(const Json& book, const char* side) {
    std::multimap<std::string, std::string> out;
    for (const auto& level : book.find(side)->items()) {
        out.emplace(*level.string("price"), *level.string("size"));
    }
    return out;
}

}  // namespace

TEST_CASE("the same seed tells the same story, however it is cut into steps", "[sim][world]") {
    const auto one = story({.seed = 5, .speed = 60}, 12min, 1);
    const auto two = story({.seed = 5, .speed = 60}, 12min, 97);
    CHECK(one.frames.size() > 100'000);
    CHECK((one.frames == two.frames));  // Not printed: megabytes.
    CHECK((one.truth == two.truth));
    const auto other = story({.seed = 6, .speed = 60}, 12min, 1);
    CHECK((one.frames != other.frames));
}

TEST_CASE("the NO book is the exact mirror of the YES book", "[sim][world]") {
    test::SimVenue venue;
    for (int round = 0; round < 2; ++round) {
        venue.run(20min);
        for (const auto& market : venue.world.markets()) {
            if (market.phase != sim::MarketPhase::open) continue;
            const auto yes = venue.get_json("/book?token_id=" + market.yes);
            const auto no = venue.get_json("/book?token_id=" + market.no);
            std::multimap<std::string, std::string> mirrored;
            for (const auto& [price, size] : levels(yes, "bids")) {
                mirrored.emplace(Price::parse(price)->complement().text(), size);
            }
            REQUIRE(mirrored == levels(no, "asks"));
            mirrored.clear();
            for (const auto& [price, size] : levels(yes, "asks")) {
                mirrored.emplace(Price::parse(price)->complement().text(), size);
            }
            REQUIRE(mirrored == levels(no, "bids"));
        }
    }
}

TEST_CASE("books never cross, keep to their tick and end with the best level", "[sim][world]") {
    test::SimVenue venue{{.speed = 1200}};
    for (int round = 0; round < 3; ++round) {
        venue.run(5h);
        for (const auto& market : venue.world.markets()) {
            if (market.phase != sim::MarketPhase::open) continue;
            const auto book = venue.get_json("/book?token_id=" + market.yes);
            std::optional<Price> best_bid;
            std::optional<Price> best_ask;
            for (const auto& level : book.find("bids")->items()) {
                const auto price = *Price::parse(*level.string("price"));
                REQUIRE(market.tick.admits(price));
                REQUIRE((!best_bid || price > *best_bid));
                best_bid = price;
            }
            for (const auto& level : book.find("asks")->items()) {
                const auto price = *Price::parse(*level.string("price"));
                REQUIRE(market.tick.admits(price));
                REQUIRE((!best_ask || price < *best_ask));
                best_ask = price;
            }
            if (best_bid && best_ask) REQUIRE(*best_bid < *best_ask);
        }
    }
}

TEST_CASE("prices follow the recorded history and end at the recorded winner", "[sim][world]") {
    test::SimVenue venue{{.speed = 2000}};
    const auto& event = "highest-temperature-in-munich-on-june-16-2026";
    venue.run(2h);  // 11:00 UTC; recorded then: 22 degrees at about 0.5, falling tails.
    const auto& winner = venue.market(event, "22°C");
    const auto bid = sim::best_of(winner, Outcome::yes, Side::buy);
    const auto ask = sim::best_of(winner, Outcome::yes, Side::sell);
    REQUIRE(bid);
    REQUIRE(ask);
    const auto fair = venue.world.path(winner.event).fair(winner.index, venue.world.now());
    CHECK(std::abs((bid->price.micros() + ask->price.micros()) / 2 - fair) < 80'000);
    venue.run(10h);  // 21:00 UTC, 23:00 in Munich.
    CHECK(sim::best_of(winner, Outcome::yes, Side::buy)->price.micros() > 950'000);
    CHECK(winner.tick.micros() == 1'000);
}

TEST_CASE("markets resolve after local midnight by the recorded truth", "[sim][world]") {
    test::SimVenue venue{{.speed = 2000}};
    const std::string slug = "highest-temperature-in-munich-on-june-16-2026";
    auto& client = venue.hub.join();
    const auto& winner = venue.market(slug, "22°C");
    venue.hub.on_text(client, R"({"type":"market","custom_feature_enabled":true,"assets_ids":[")" +
                                  winner.no + "\"]}");
    venue.run(13h);  // 22:00 UTC: midnight in Munich, not yet resolved.
    CHECK(venue.get_json("/gamma/events/slug/" + slug).boolean("closed") == false);
    CHECK(venue.get("/book?token_id=" + winner.yes).status == 200);
    test::drain(client);
    venue.run(3h);
    const auto event = venue.get_json("/gamma/events/slug/" + slug);
    CHECK(event.boolean("closed") == true);
    int winners = 0;
    for (const auto& market : event.find("markets")->items()) {
        CHECK(market.boolean("closed") == true);
        const bool won = market.string("outcomePrices") == R"(["1", "0"])";
        winners += won ? 1 : 0;
        CHECK(won == (market.string("groupItemTitle") == "22°C"));
    }
    CHECK(winners == 1);
    CHECK(venue.get("/book?token_id=" + winner.yes).status == 404);
    const auto clob = venue.get_json("/markets/" + winner.condition);
    CHECK(clob.boolean("closed") == true);
    CHECK(clob.find("tokens")->items()[0].boolean("winner") == true);
    CHECK(clob.find("tokens")->items()[1].boolean("winner") == false);
    CHECK(test::drain(client).find("\"winning_asset_id\":\"" + winner.yes + "\"") !=
          std::string::npos);
}

TEST_CASE("new markets appear during the run and are announced", "[sim][world]") {
    test::SimVenue venue{{.speed = 2000}};
    const std::string slug = "highest-temperature-in-munich-on-june-19-2026";
    CHECK(venue.get("/gamma/events/slug/" + slug).status == 404);
    auto& client = venue.hub.join();
    venue.hub.on_text(client, R"({"type":"market","custom_feature_enabled":true,"assets_ids":[]})");
    venue.run(25h);
    CHECK(venue.get("/gamma/events/slug/" + slug).status == 200);
    CHECK(test::drain(client).find("\"event_type\":\"new_market\"") != std::string::npos);
    CHECK(venue.get("/book?token_id=" + venue.market(slug, "33°C").yes).status == 200);
}

TEST_CASE("a rate forces that many book messages", "[sim][world]") {
    auto scenario = test::june();
    scenario.clone_markets(200);
    test::SimVenue venue{{.rate = 500}, scenario};
    auto& client = venue.hub.join();
    std::string ask = R"({"type":"market","initial_dump":false,"assets_ids":[)";
    std::set<std::string> conditions;
    for (const auto& market : venue.world.markets()) {
        if (market.phase != sim::MarketPhase::open) continue;
        ask += "\"" + market.yes + "\",";
        conditions.insert(market.condition);
    }
    ask.back() = ']';
    venue.hub.on_text(client, ask + "}");
    venue.run(2s);
    CHECK(conditions.size() >= 200 + 66);
    CHECK(client.outbox.size() >= 950);
    CHECK(client.outbox.size() <= 1'050);
}

TEST_CASE("a book's hash is the SHA-1 of its own text with an empty hash", "[sim][world]") {
    test::SimVenue venue;
    venue.run(1min);
    const auto& market = venue.market("highest-temperature-in-munich-on-june-17-2026", "27°C");
    auto text = venue.get("/book?token_id=" + market.yes).body;
    const auto hash = std::string{*Json::parse(text)->string("hash")};
    text.replace(text.find(hash), hash.size(), "");
    CHECK(crypto::sha1_text(text) == hash);
}
