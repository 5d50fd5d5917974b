#pragma once

/// The last check: the finished request against the order that was approved.
///
/// Whatever computed, signed and wrote the request in between is not trusted: its amounts are read
/// back from its own bytes (by the library that knows the venue's words) and looked at once more.

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"
#include "risk/limits.hpp"
#include "risk/refusal.hpp"

namespace pm::risk {

/// What a finished request says. Amounts in millionths, as signed.
struct WireAmounts {
    TokenId token;
    Side side = Side::buy;
    std::int64_t maker = 0;  ///< What is given: dollars by a buyer, shares by a seller.
    std::int64_t taker = 0;  ///< What is wanted.
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    std::optional<Timestamp> expires;  ///< As written; the venue takes it off a little earlier.
    std::int64_t timestamp_ms = 0;
};

/// Looks for anything in `wire` that is not as approved in `intent`, gives more or wants less than
/// it may, or costs more than `limits` allow.
/// @return wire_mismatch or wire_limit with what is wrong; nothing when all is well.
[[nodiscard]] std::optional<Refusal> check_wire(const WireAmounts& wire, const OrderIntent& intent,
                                                const Limits& limits);

}  // namespace pm::risk
