#pragma once

/// An account's orders and trades as the venue tells of them, by request and by socket alike.
///
/// Tolerant where the venue is careless: numbers as text, "" and null for absent, statuses with
/// and without prefix, times in seconds, milliseconds or ISO, null for empty lists. Strict where
/// money hangs on it: ids, prices and sizes, integers in millionths. Source: docs/venue.md,
/// account reads.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"

namespace pm::polymarket {

/// What an order's row says of its state. `other`: words we do not know.
enum class RowStatus : std::uint8_t {
    live,
    matched,
    delayed,    ///< Held back by the venue: in flight, neither resting nor ended.
    unmatched,  ///< The delay ended without a match: rests.
    cancelled,
    invalid,  ///< Cancelled by the venue.
    other,
};

struct UserOrder {
    std::string order_id;  ///< The hash in lower case.
    RowStatus status = RowStatus::other;
    std::string reason;  ///< What follows CANCELED_, or the words we do not know; sanitised.
    ConditionId condition;
    TokenId token;
    std::optional<Side> side;
    std::optional<Price> price;
    std::optional<Size> original;
    std::optional<Size> matched;  ///< Nothing when the venue left it out.
    std::optional<TimeInForce> tif;
    std::optional<Timestamp> created;
    std::optional<Timestamp> expiration;  ///< As sent; the order leaves the book a minute earlier.
    std::vector<std::string> trades;      ///< Ids.
    std::string owner;                    ///< The API key's id.
    std::optional<Timestamp> at;          ///< When the message was made; sockets only.
};

enum class RowTradeStatus : std::uint8_t { matched, mined, confirmed, retrying, failed, other };

/// One order's part of a trade.
struct UserLeg {
    std::string order_id;  ///< In lower case.
    TokenId token;         ///< The order's own, which may be the other outcome than the trade's.
    Price price = Price::from_micros(0);  ///< In that token's terms: what was really paid.
    Size size;
    std::optional<Side> side;  ///< Missing in some makers' rows.
    bool taker = false;
    std::string owner;
};

struct UserTrade {
    std::string trade_id;
    RowTradeStatus status = RowTradeStatus::other;
    std::string status_text;
    ConditionId condition;
    std::vector<UserLeg> legs;  ///< The taker's first, then the makers'; ours or not.
    std::optional<Timestamp> matched_at;
    std::optional<Timestamp> updated_at;
    std::string transaction;
    std::int64_t bucket = 0;  ///< Which part of one match, when it was split.
};

/// @return Errc::malformed for a row without id, or with an id, price or size that is none.
Result<UserOrder> decode_user_order(const Json& row);

/// The taker's price is what the makers' rows add up to whenever they cover the taker's size: the
/// venue documents the row's own `price` as the taker's limit. It is rounded against the taker.
/// @return Errc::malformed for a trade without id, token, price, size or status, or with a maker's
///         row that is not whole.
Result<UserTrade> decode_user_trade(const Json& row);

/// A time of the venue: 10 digits are seconds, 13 milliseconds, 16 and 19 finer; or ISO text.
/// @return nothing for absent ("" or null), Errc::malformed for anything else and outside
///         2001 to 2100.
Result<std::optional<Timestamp>> decode_venue_time(const Json* value);

/// Reads an order's status with or without "ORDER_STATUS_"; what follows CANCELED goes to
/// `reason`.
RowStatus row_status(std::string_view text, std::string& reason);
/// Reads a trade's status with or without "TRADE_STATUS_".
[[nodiscard]] RowTradeStatus row_trade_status(std::string_view text);

}  // namespace pm::polymarket
