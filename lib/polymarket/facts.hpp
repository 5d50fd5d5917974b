#pragma once

/// What is true because the venue says so, each fact once, with its source and the day it was
/// checked. docs/venue.md says the same in sentences; tests/unit/polymarket/facts_test.cpp pins
/// every value, so that a change here is a decision and not an accident.
///
/// Sources are named as in docs/venue.md: "docs" the official documentation, "client" the source
/// of the official client, "capture" a recording of the live venue.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/backoff.hpp"
#include "base/clock.hpp"

namespace pm::polymarket {

// ---- Hosts. Source: docs "API" and client environments; 2026-08-22. ----

inline constexpr std::string_view clob_url = "https://clob.polymarket.com";
inline constexpr std::string_view ws_market_url =
    "wss://ws-subscriptions-clob.polymarket.com/ws/market";
inline constexpr std::string_view ws_user_url =
    "wss://ws-subscriptions-clob.polymarket.com/ws/user";
inline constexpr std::string_view gamma_url = "https://gamma-api.polymarket.com";
inline constexpr std::string_view data_url = "https://data-api.polymarket.com";

/// Pages for people: "https://polymarket.com/event/<event slug>[/<market slug>]".
inline constexpr std::string_view site_host = "polymarket.com";
inline constexpr std::string_view site_url = "https://polymarket.com";  ///< /api/geoblock.

// ---- Gamma, the catalogue. Source: docs "discover markets", changelog 2026-05-14; 2026-08-22. --

inline constexpr std::size_t keyset_events_max = 500;   ///< Events a page of /events/keyset.
inline constexpr std::size_t keyset_markets_max = 100;  ///< Markets a page of /markets/keyset.
inline constexpr std::size_t conditions_per_request_max = 100;  ///< Source: third-party report.
inline constexpr std::string_view cursor_request_key = "after_cursor";  ///< `cursor` is ignored!
inline constexpr std::string_view cursor_reply_key = "next_cursor";     ///< Absent on the last.

/// Tags of temperature events. Source: capture 2026-07-03.
inline constexpr std::string_view daily_temperature_tag = "daily-temperature";
inline constexpr std::int64_t daily_temperature_tag_id = 103040;
inline constexpr std::string_view weather_tag = "weather";

/// A market fresh in the catalogue may be unknown to the order books for this long.
/// Source: third-party report, 2026-07.
inline constexpr Duration fresh_market_delay = std::chrono::minutes{3};

// ---- CLOB REST. Source: docs and specification 2026-08-22. ----

inline constexpr std::size_t tokens_per_request_max = 500;  ///< POST /books, /prices, /midpoints.
inline constexpr std::string_view cursor_start = "MA==";    ///< Base64 of "0".
inline constexpr std::string_view cursor_end = "LTE=";      ///< Base64 of "-1".

// ---- Market channel. Source: docs "realtime data", client; capture; 2026-08-22. ----

/// Beyond 500 tokens on one connection first snapshots stay away (third-party report): unless told
/// otherwise we stop far below. A frame naming thousands of ids makes the venue drop the
/// connection.
inline constexpr std::size_t tokens_per_connection_max = 500;
inline constexpr std::size_t tokens_per_connection_default = 200;
inline constexpr std::size_t tokens_per_frame_max = 100;
inline constexpr std::string_view ping_text = "PING";  ///< Text, not the protocol's ping frame.
inline constexpr std::string_view pong_text = "PONG";
inline constexpr Duration ping_every = std::chrono::seconds{10};
inline constexpr Duration dead_after = std::chrono::seconds{30};  ///< Silence, PONGs included.
inline constexpr BackoffPace reconnect_pace{std::chrono::milliseconds{250},
                                            std::chrono::seconds{30}};

// ---- Rate limits: requests in ten seconds from one address. Source: docs "rate limits",
//      2026-08-22. The venue delays before it refuses. ----

struct FamilyRate {
    std::string_view family;  ///< As in `Request::family`.
    std::int64_t per_ten_seconds;
    std::int64_t per_ten_minutes = 0;  ///< Of a second, slower limit; zero: there is none.
};

inline constexpr std::array family_rates{
    FamilyRate{"gamma", 4000},
    FamilyRate{"gamma.events", 500},
    FamilyRate{"gamma.markets", 300},
    FamilyRate{"gamma.search", 350},
    FamilyRate{"gamma.tags", 200},
    FamilyRate{"gamma.comments", 200},
    FamilyRate{"clob", 9000},
    FamilyRate{"clob.book", 1500},
    FamilyRate{"clob.price", 1500},
    FamilyRate{"clob.midpoint", 1500},
    FamilyRate{"clob.books", 500},
    FamilyRate{"clob.prices", 500},
    FamilyRate{"clob.midpoints", 500},
    FamilyRate{"clob.history", 1000},
    FamilyRate{"clob.tick", 200},
    FamilyRate{"clob.ok", 100},
    FamilyRate{"data", 1000},
    FamilyRate{"data.trades", 200},
    FamilyRate{"data.positions", 150},
    FamilyRate{"clob.order", 5000, 120'000},
    FamilyRate{"clob.orders", 2000, 21'000},
    FamilyRate{"clob.cancel", 5000, 120'000},
    FamilyRate{"clob.cancels", 2000, 15'000},
    FamilyRate{"clob.cancel_all", 250, 6000},
    FamilyRate{"clob.cancel_market", 1500, 21'000},
    FamilyRate{"clob.lookup", 900},
    FamilyRate{"clob.open_orders", 500},
    FamilyRate{"clob.trades", 500},
    FamilyRate{"clob.notifications", 125},
    FamilyRate{"clob.keys", 100},
    FamilyRate{"clob.balance", 200},
    FamilyRate{"clob.balance_update", 50},
};

// ---- Token buckets of each signer, beside the limits of an address. An order costs 1, a batch its
//      size; a cancellation 1, a list its size, cancel-all and cancel-market 1 and one for each
//      order cancelled. Source: docs "trading rate limits", 2026-08-22 (warnings since 07-24). ----

struct SignerTier {
    std::string_view name;  ///< As in the reply's `Poly-RateLimit-Tier`, in lower case.
    std::int64_t orders_per_second;
    std::int64_t order_burst;
    std::int64_t cancels_per_second;
    std::int64_t cancel_burst;
    bool cancel_debt;  ///< Cancellations may go below zero.
};

inline constexpr std::array signer_tiers{
    SignerTier{"standard", 40, 60, 80, 120, true},
    SignerTier{"copper", 60, 90, 120, 180, true},
    SignerTier{"bronze", 80, 120, 160, 240, true},
    SignerTier{"silver", 200, 300, 400, 600, true},
    SignerTier{"gold", 400, 600, 800, 1200, true},
    SignerTier{"platinum", 450, 675, 900, 1350, false},
    SignerTier{"diamond", 525, 787, 1050, 1575, false},
    SignerTier{"elite", 600, 900, 1200, 1800, false},
};

// Header names in lower case, as net reads them. `remaining` may be negative, `reset` is in Unix
// seconds.
inline constexpr std::string_view rate_remaining_header = "poly-ratelimit-remaining";
inline constexpr std::string_view rate_reset_header = "poly-ratelimit-reset";
inline constexpr std::string_view rate_tier_header = "poly-ratelimit-tier";
inline constexpr std::string_view rate_warning_header = "poly-ratelimit-warning";

// ---- Version. What a signature commits to is in polymarket/signing_facts.hpp. ----

/// The only answer of /version under which we sign; a missing field or 404 means this one too.
inline constexpr std::int64_t known_venue_version = 2;

// ---- Orders. Source: docs "place orders", "manage orders", changelog 2026-06-15; 2026-08-22. ----

/// A GTD order leaves the book this long before its expiration…
inline constexpr Duration gtd_margin = std::chrono::minutes{1};
/// …and its expiration must be this far ahead (older documents say 60 s; 90 s were measured).
inline constexpr Duration gtd_ahead_min = std::chrono::minutes{3};
inline constexpr std::size_t orders_per_batch_max = 15;
inline constexpr std::size_t cancels_per_request_max = 1000;  ///< The guide's 3000 is out of date.

// ---- Order heartbeat. Source: docs "manage orders", client; 2026-08-22. ----

inline constexpr Duration heartbeat_expected = std::chrono::seconds{10};  ///< Silence that wipes.
inline constexpr Duration heartbeat_check = std::chrono::seconds{5};      ///< How often it looks.

// ---- Fees. Source: docs "fees", 2026-08-22; see docs/venue.md. ----

inline constexpr std::int32_t weather_fee_rate_micros = 50'000;  ///< 0.05; read the market's own.

// ---- Accuracy of FOK and FAK orders, whatever the tick. Source: production error texts,
//      2026-07 and 2026-09; the official client exceeds the second on ticks of 0.005 and finer.
//      ----

inline constexpr int market_maker_decimals = 2;  ///< Of what is given.
inline constexpr int market_taker_decimals = 4;  ///< Of what is wanted, at most.

// ---- Sizes of replies and frames we accept. Ours; reliability catalogue, 2026-11-21. ----

inline constexpr std::size_t frame_max = 8U << 20U;
inline constexpr std::size_t user_frame_max = 1U << 20U;     ///< Of the user channel.
inline constexpr std::size_t listing_max = 16U << 20U;       ///< A page of events, after inflation.
inline constexpr std::size_t clob_reply_max = 8U << 20U;     ///< 500 books of about 10 KiB.
inline constexpr std::size_t account_reply_max = 4U << 20U;  ///< A page of 100 orders or trades.

}  // namespace pm::polymarket
