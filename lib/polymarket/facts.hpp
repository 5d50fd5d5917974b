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

/// Beyond 500 tokens on one connection first snapshots stay away (third-party report): we stop
/// far below. A frame naming thousands of ids makes the venue drop the connection.
inline constexpr std::size_t tokens_per_connection_max = 200;
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
};

inline constexpr std::array family_rates{
    FamilyRate{"gamma", 4000},         FamilyRate{"gamma.events", 500},
    FamilyRate{"gamma.markets", 300},  FamilyRate{"gamma.search", 350},
    FamilyRate{"gamma.tags", 200},     FamilyRate{"gamma.comments", 200},
    FamilyRate{"clob", 9000},          FamilyRate{"clob.book", 1500},
    FamilyRate{"clob.price", 1500},    FamilyRate{"clob.midpoint", 1500},
    FamilyRate{"clob.books", 500},     FamilyRate{"clob.prices", 500},
    FamilyRate{"clob.midpoints", 500}, FamilyRate{"clob.history", 1000},
    FamilyRate{"clob.tick", 200},      FamilyRate{"clob.ok", 100},
    FamilyRate{"data", 1000},          FamilyRate{"data.trades", 200},
    FamilyRate{"data.positions", 150},
};

// ---- Fees. Source: docs "fees", 2026-08-22; see docs/venue.md. ----

inline constexpr std::int32_t weather_fee_rate_micros = 50'000;  ///< 0.05; read the market's own.

// ---- Sizes of replies and frames we accept. Ours; reliability catalogue, 2026-11-21. ----

inline constexpr std::size_t frame_max = 8U << 20U;
inline constexpr std::size_t listing_max = 16U << 20U;    ///< A page of events, after inflation.
inline constexpr std::size_t clob_reply_max = 8U << 20U;  ///< 500 books of about 10 KiB.

}  // namespace pm::polymarket
