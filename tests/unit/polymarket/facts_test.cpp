#include "polymarket/facts.hpp"

#include <map>
#include <set>
#include <string_view>
#include <vector>

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
    CHECK(site_url == "https://polymarket.com");
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
    CHECK(tokens_per_connection_max == 500);
    CHECK(tokens_per_connection_default == 200);
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
        {"gamma", 4000},
        {"gamma.events", 500},
        {"gamma.markets", 300},
        {"gamma.search", 350},
        {"gamma.tags", 200},
        {"gamma.comments", 200},
        {"clob", 9000},
        {"clob.book", 1500},
        {"clob.price", 1500},
        {"clob.midpoint", 1500},
        {"clob.books", 500},
        {"clob.prices", 500},
        {"clob.midpoints", 500},
        {"clob.history", 1000},
        {"clob.tick", 200},
        {"clob.ok", 100},
        {"data", 1000},
        {"data.trades", 200},
        {"data.positions", 150},
        {"clob.order", 5000},
        {"clob.orders", 2000},
        {"clob.cancel", 5000},
        {"clob.cancels", 2000},
        {"clob.cancel_all", 250},
        {"clob.cancel_market", 1500},
        {"clob.lookup", 900},
        {"clob.open_orders", 500},
        {"clob.trades", 500},
        {"clob.notifications", 125},
        {"clob.keys", 100},
        {"clob.balance", 200},
        {"clob.balance_update", 50},
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

TEST_CASE("orders also have limits for ten minutes", "[polymarket][facts]") {
    const std::map<std::string_view, std::int64_t> published{
        {"clob.order", 120'000},  {"clob.orders", 21'000},    {"clob.cancel", 120'000},
        {"clob.cancels", 15'000}, {"clob.cancel_all", 6'000}, {"clob.cancel_market", 21'000},
    };
    for (const auto& rate : family_rates) {
        CAPTURE(rate.family);
        const auto row = published.find(rate.family);
        CHECK(rate.per_ten_minutes == (row == published.end() ? 0 : row->second));
    }
}

TEST_CASE("signer tiers are those of the published table", "[polymarket][facts]") {
    struct Row {
        std::string_view name;
        std::int64_t order_rate, order_burst, cancel_rate, cancel_burst;
        bool debt;
    };
    const std::vector<Row> published{
        {"standard", 40, 60, 80, 120, true},      {"copper", 60, 90, 120, 180, true},
        {"bronze", 80, 120, 160, 240, true},      {"silver", 200, 300, 400, 600, true},
        {"gold", 400, 600, 800, 1200, true},      {"platinum", 450, 675, 900, 1350, false},
        {"diamond", 525, 787, 1050, 1575, false}, {"elite", 600, 900, 1200, 1800, false},
    };
    REQUIRE(signer_tiers.size() == published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        CHECK(signer_tiers[i].name == published[i].name);
        CHECK(signer_tiers[i].orders_per_second == published[i].order_rate);
        CHECK(signer_tiers[i].order_burst == published[i].order_burst);
        CHECK(signer_tiers[i].cancels_per_second == published[i].cancel_rate);
        CHECK(signer_tiers[i].cancel_burst == published[i].cancel_burst);
        CHECK(signer_tiers[i].cancel_debt == published[i].debt);
    }
    CHECK(rate_remaining_header == "poly-ratelimit-remaining");
    CHECK(rate_reset_header == "poly-ratelimit-reset");
    CHECK(rate_tier_header == "poly-ratelimit-tier");
    CHECK(rate_warning_header == "poly-ratelimit-warning");
}

TEST_CASE("order and heartbeat facts", "[polymarket][facts]") {
    CHECK(known_venue_version == 2);
    CHECK(gtd_margin == 60s);
    CHECK(gtd_ahead_min == 180s);
    CHECK(orders_per_batch_max == 15);
    CHECK(cancels_per_request_max == 1000);
    CHECK(heartbeat_expected == 10s);
    CHECK(heartbeat_check == 5s);
}
