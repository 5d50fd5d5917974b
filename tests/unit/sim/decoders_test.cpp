// The other side of the differential: what the simulator says is read by the very decoders that
// read the real venue, and must mean what the simulated world holds.

#include <cmath>
#include <map>
#include <string>

#include "base/hex.hpp"
#include "book/books.hpp"
#include "fixture.hpp"
#include "polymarket/market_frame.hpp"
#include "polymarket/replies.hpp"
#include "weather/observation.hpp"
#include "weather/open_meteo.hpp"
#include "weather/settlement_rule.hpp"
#include "weather/station_day.hpp"
#include "weather/stations.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {

std::vector<Event> events_of(test::SimVenue& venue, const std::string& query) {
    const auto reply = venue.get("/gamma/events/keyset?limit=500&" + query);
    auto page = polymarket::decode_events(reply.body);
    REQUIRE(page);
    CHECK(page->undecoded == 0);
    return std::move(page->events);
}

}  // namespace

TEST_CASE("every event decodes, and every open ladder is understood", "[sim][decoders]") {
    test::SimVenue venue{{.speed = 2000}};
    for (int day = 0; day < 4; ++day) {
        for (auto& event : events_of(venue, "tag_id=103040")) {
            weather::annotate(event);
            for (const auto& market : event.markets) {
                INFO(market.slug << ": " << market.refusal);
                REQUIRE(market.temperature);
                CHECK(market.yes.text() != market.no.text());
            }
            // The bucket read from the words is the one the scenario resolves by.
            const auto* clob = venue.world.find_condition(event.markets[0].condition.text());
            REQUIRE(clob);
            CHECK(event.markets[0].temperature->bucket == venue.world.source(*clob).bucket);
        }
        venue.run(24h);
    }
}

TEST_CASE("resolved markets decode to the recorded winner", "[sim][decoders]") {
    test::SimVenue venue{{.speed = 2000}};
    venue.run(20h);
    int winners = 0;
    for (const auto& event : events_of(venue, "closed=true")) {
        for (const auto& market : event.markets) {
            REQUIRE(market.winner);
            CHECK(market.closed);
            const auto* state = venue.world.find_condition(market.condition.text());
            CHECK((market.winner == Winner::yes) == venue.world.source(*state).winner);
            winners += market.winner == Winner::yes ? 1 : 0;
        }
    }
    CHECK(winners == 7);  // Five of 9 June, two of 16 June.
}

// Goal: a book kept from the socket is the book the venue serves over REST, at every moment.
// Method: our own books follow the frames; every now and then all are held against /books.
TEST_CASE("books kept from the frames are the venue's books", "[sim][decoders]") {
    test::SimVenue venue;
    polymarket::FrameDecoder decoder;
    book::Books books;
    std::string ask = R"({"type":"market","custom_feature_enabled":true,"assets_ids":[)";
    std::string body = "[";
    for (const auto& event : events_of(venue, "closed=false")) {
        for (const auto& market : event.markets) {
            books.watch(market);
            for (const auto& token : {market.yes, market.no}) {
                ask += "\"" + token.text() + "\",";
                body += "{\"token_id\":\"" + token.text() + "\"},";
            }
        }
    }
    ask.back() = ']';
    body.back() = ']';
    auto& client = venue.hub.join();
    venue.hub.on_text(client, ask + "}");
    std::size_t frames = 0;
    for (int round = 0; round < 12; ++round) {
        for (const auto& text : client.outbox) {
            const auto report = decoder.decode_copy(*text, books);
            REQUIRE(report);
            INFO(*text);
            REQUIRE(report->damaged == 0);
            REQUIRE(report->unknown == 0);
            ++frames;
            static_cast<void>(books.take_changed());
        }
        client.outbox.clear();
        const auto truth = polymarket::decode_books(venue.post("/books", body).body);
        REQUIRE(truth);
        CHECK(truth->size() == 132);
        for (const auto& snapshot : *truth) {
            const auto index = books.index(snapshot.token);
            REQUIRE(index);
            const auto& mine = books.book(*index);
            // Ours has the best level at the back, the snapshot at the front.
            REQUIRE(std::equal(mine.bids().rbegin(), mine.bids().rend(), snapshot.bids.begin(),
                               snapshot.bids.end()));
            REQUIRE(std::equal(mine.asks().rbegin(), mine.asks().rend(), snapshot.asks.begin(),
                               snapshot.asks.end()));
        }
        venue.run(10min);
    }
    CHECK(frames > 1'000);
    CHECK(books.count().disagree == 0);
    CHECK(books.count().refused == 0);
    CHECK(books.count().early == 0);
    CHECK(books.count().agree > 1'000);
}

TEST_CASE("prices, midpoints and histories decode", "[sim][decoders]") {
    test::SimVenue venue;
    const auto& market = venue.market("highest-temperature-in-london-on-june-17-2026", "26°C");
    const auto token = *TokenId::parse(market.yes);
    const auto mid =
        polymarket::decode_midpoint(venue.get("/midpoint?token_id=" + market.yes).body);
    REQUIRE(mid);
    CHECK(std::abs(mid->micros() - 95'000) < 30'000);  // Recorded at 09:00:06: 0.095.
    CHECK(polymarket::decode_spread(venue.get("/spread?token_id=" + market.yes).body));
    const auto history = polymarket::decode_history(
        venue.get("/prices-history?interval=1d&fidelity=60&market=" + market.yes).body, token);
    REQUIRE(history);
    CHECK(history->size() >= 20);
    const auto prices = polymarket::decode_prices(
        venue
            .post("/prices", R"([{"token_id":")" + market.yes + R"(","side":"BUY"},{"token_id":")" +
                                 market.yes + R"(","side":"SELL"}])")
            .body);
    REQUIRE(prices);
    REQUIRE(prices->size() == 1);
    CHECK(prices->front().bid);
    CHECK(prices->front().ask);
    const auto time = polymarket::decode_time(venue.get("/time").body);
    REQUIRE(time);
    CHECK(*time == venue.clock.now());
}

TEST_CASE("forecasts and ensembles decode for the stations", "[sim][decoders]") {
    test::SimVenue venue;
    venue.run(8min);
    const auto date = *parse_date("2026-06-17");
    for (const auto* icao : {"EDDM", "EGLC"}) {
        const auto* station = weather::find_station(icao);
        REQUIRE(station);
        const auto url =
            weather::daily_url("/weather/open-meteo", *station, TemperatureKind::highest, date);
        const auto values =
            weather::decode_daily(venue.get(url).body, *station, TemperatureKind::highest, date);
        INFO(icao << " " << url << (values ? "" : values.error().message));
        REQUIRE(values);
        CHECK(values->size() == weather::default_models().size());
        const auto hours_url = weather::ensemble_url("/weather/ensemble", *station, date);
        const auto hours = weather::decode_hourly(venue.get(hours_url).body, *station);
        INFO(hours_url << (hours ? "" : hours.error().message));
        REQUIRE(hours);
        CHECK(hours->series.size() >= 51);
    }
}

TEST_CASE("the observed day decodes to the recorded truth", "[sim][decoders]") {
    test::SimVenue venue{{.speed = 2000}};
    venue.run(15h);
    for (auto& event : events_of(venue, "event_date=2026-06-16")) {
        weather::annotate(event);
        const auto& rule = event.markets[0].temperature->rule;
        const auto list = weather::decode_metar_list(
            venue.get("/weather/metar/api/data/metar?format=json&hours=30&ids=" + rule.station)
                .body,
            rule.station);
        REQUIRE(list);
        const auto* station = weather::find_station(rule.station);
        const auto window = weather::day_window(station->zone, rule.date);
        REQUIRE(window);
        weather::StationDay day{rule, *window};
        for (const auto& report : *list) day.add(report);
        const auto seen = day.observation("sim");
        REQUIRE(seen.highest);
        for (const auto& market : event.markets) {
            const auto* state = venue.world.find_condition(market.condition.text());
            CHECK(market.temperature->bucket.contains(*seen.highest) ==
                  venue.world.source(*state).winner);
        }
    }
}
