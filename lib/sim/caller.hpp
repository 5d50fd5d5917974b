#pragma once

/// Who asks: checks of the two levels of authentication, with the venue's own refusals.
///
/// Source: docs/venue.md, authentication: HMAC over the raw body bytes and the path without query.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "crypto/address.hpp"
#include "net/http.hpp"
#include "sim/api_keys.hpp"

namespace pm::sim {

/// A request as it came in.
struct RawRequest {
    net::Method method = net::Method::get;
    std::string_view path;  ///< As sent, without the query.
    const net::Headers& headers;
    std::string_view body;
};

/// How far a request's time stamp may be from the venue's; nothing: it is not looked at.
/// What the venue tolerates is not documented.
struct TimeCheck {
    std::int64_t venue_seconds = 0;
    std::optional<std::int64_t> tolerance;
};

/// Level 1. @return the address and nonce that were proved, or nothing.
struct ProvedAddress {
    crypto::Address address;
    std::uint64_t nonce = 0;
};
[[nodiscard]] std::optional<ProvedAddress> prove_address(const RawRequest& request, int chain_id,
                                                         const TimeCheck& time);

/// Level 2. @return the key that was proved, or null.
[[nodiscard]] const ApiCredentials* prove_key(const RawRequest& request, const ApiKeys& keys,
                                              const TimeCheck& time);

[[nodiscard]] net::HttpReply bad_l1();
[[nodiscard]] net::HttpReply bad_l2();

}  // namespace pm::sim
