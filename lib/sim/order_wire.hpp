#pragma once

/// Reads what clients POST as an order: the JSON of one SendOrder.
///
/// Source: docs/venue.md, placing orders: only `salt` and `signatureType` are JSON numbers, a salt
/// above 2^53 − 1 is refused and never rounded, an order with the fields of protocol version 1
/// is a version mismatch.

#include <cstdint>
#include <string>
#include <variant>

#include "base/json.hpp"
#include "polymarket/order.hpp"

namespace pm::sim {

struct SentOrder {
    polymarket::WireOrder wire;
    std::string signature;
    std::string owner;
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    bool defer = false;
    std::int64_t expiration_s = 0;  ///< 0: none.
};

/// The order, or the venue's words of refusal.
using ReadOrder = std::variant<SentOrder, std::string>;

[[nodiscard]] ReadOrder read_order(const Json& json);

inline constexpr std::string_view bad_payload = "Invalid order payload";
inline constexpr std::string_view version_mismatch = "order_version_mismatch";

}  // namespace pm::sim
