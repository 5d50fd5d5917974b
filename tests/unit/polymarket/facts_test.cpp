#include "polymarket/facts.hpp"

#include <set>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using namespace std::chrono_literals;

// Goal: a fact changes on purpose only. The values were copied by hand from the documents that
// docs/venue.md names; whoever changes one here says where the new value comes from.
TEST_CASE("hosts and paths are the venue's", "[polymarket][facts]") {
    CHECK(clob_url == "https://clob.polymarket.com");
    CHECK(ws_market_url == "wss://ws-subscriptions-clob.polymarket.com/ws/market");
    CHECK(ws_user_url == "wss://ws-subscriptions-clob.polymarket.com/ws/user");
    CHECK(gamma_url == "https://gamma-api.polymarket.com");
    CHECK(data_url == "https://data-api.polymarket.com");
    CHECK(site_host == "polymarket.com");
}

TEST_CASE("catalogue facts", "[polymarket][facts]") {
    CHECK(keyset_events_max == 500);
    CHECK(keyset_markets_max == 100);
    CHECK(conditions_per_request_max == 100);
    CHECK(cursor_request_key == "after_cursor");
    CHECK(cursor_reply_key == "next_cursor");
    CHECK(daily_temperature_tag == "daily-temperature");
    CHECK(daily_temperature_tag_id == 103040);
    CHECK(weather_tag == "weather");
    CHECK(fresh_market_delay == 3min);
}

TEST_CASE("order book facts", "[polymarket][facts]") {
    CHECK(tokens_per_request_max == 500);
    CHECK(cursor_start == "MA==");
    CHECK(cursor_end == "LTE=");
    CHECK(weather_fee_rate_micros == 50'000);
}

TEST_CASE("market channel facts", "[polymarket][facts]") {
    CHECK(tokens_per_connection_max == 200);
    CHECK(tokens_per_frame_max == 100);
    CHECK(ping_text == "PING");
    CHECK(pong_text == "PONG");
    CHECK(ping_every == 10s);
    CHECK(dead_after == 30s);
    CHECK(reconnect_pace.first == 250ms);
    CHECK(reconnect_pace.max == 30s);
}

TEST_CASE("rate limits are those of the published tables", "[polymarket][facts]") {
    const std::vector<std::pair<std::string_view, std::int64_t>> published{
        {"gamma", 4000},         {"gamma.events", 500},  {"gamma.markets", 300},
        {"gamma.search", 350},   {"gamma.tags", 200},    {"gamma.comments", 200},
        {"clob", 9000},          {"clob.book", 1500},    {"clob.price", 1500},
        {"clob.midpoint", 1500}, {"clob.books", 500},    {"clob.prices", 500},
        {"clob.midpoints", 500}, {"clob.history", 1000}, {"clob.tick", 200},
        {"clob.ok", 100},        {"data", 1000},         {"data.trades", 200},
        {"data.positions", 150},
    };
    REQUIRE(family_rates.size() == published.size());
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < published.size(); ++i) {
        CHECK(family_rates[i].family == published[i].first);
        CHECK(family_rates[i].per_ten_seconds == published[i].second);
        names.insert(family_rates[i].family);
    }
    CHECK(names.size() == published.size());
}
