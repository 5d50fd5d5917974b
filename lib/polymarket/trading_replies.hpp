#pragma once

/// Replies to an account's requests as values.
/// Source: docs/venue.md, placing orders and account reads.
///
/// Tolerant of the venue's known carelessness (account_rows.hpp says which), strict where money
/// hangs on it. Unless said otherwise every function returns Errc::malformed when the text is not
/// what was asked for.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/u256.hpp"
#include "polymarket/account_rows.hpp"
#include "polymarket/auth.hpp"

namespace pm::polymarket {

// ---- Orders ----

/// One order's part of a reply to POST /order or /orders.
struct PostReply {
    bool success = false;
    std::string order_id;        ///< In lower case; empty: the venue took no order.
    std::string status;          ///< "live", "matched", "delayed", "unmatched"; in lower case.
    std::string error;           ///< The venue's words; empty when there are none.
    std::optional<Size> making;  ///< What was given and got at once: shown to people, never booked.
    std::optional<Size> taking;
    std::vector<std::string> trade_ids;

    /// The only shape that means "the order exists": a leg that was refused can say success too.
    [[nodiscard]] bool accepted() const { return success && error.empty() && !order_id.empty(); }
};
Result<PostReply> decode_post(std::string_view text);
Result<std::vector<PostReply>> decode_posts(std::string_view text);

struct CancelReply {
    std::vector<std::string> cancelled;                ///< Ids in lower case.
    std::map<std::string, std::string> not_cancelled;  ///< Id to the venue's words.
};
Result<CancelReply> decode_cancel(std::string_view text);

/// What the words for an order that was not cancelled say of it.
enum class CancelRefusal : std::uint8_t {
    matched,  ///< It has been filled: nothing is left to cancel.
    gone,     ///< Not found, cancelled or matched: no proof of any of them.
    other,    ///< Delayed, or words we do not know: try again.
};
[[nodiscard]] CancelRefusal cancel_refusal(std::string_view words);

// ---- Reads ----

/// A page of a list; `cursor` is empty on the last one.
template <class Row>
struct Page {
    Page() = default;

    std::vector<Row> rows;
    std::string cursor;
};

/// A page of open orders or of trades; a bare list is a last page. A row that makes no sense fails
/// the whole: a fill overlooked is worse than a read repeated.
Result<Page<UserOrder>> decode_orders(std::string_view text);
Result<Page<UserTrade>> decode_trades(std::string_view text);

/// One order. @return nothing for an empty reply ("", null, {}): the venue no longer shows it.
Result<std::optional<UserOrder>> decode_order(std::string_view text);

/// What an account holds of collateral or of one outcome, in micro-units, and what each contract
/// may take of it.
struct Balance {
    std::int64_t micros = 0;
    std::vector<std::pair<std::string, U256>> allowances;  ///< Contract in lower case; may be "".
};
Result<Balance> decode_balance(std::string_view text);

struct Notification {
    std::int64_t id = 0;
    int type = 0;  ///< 1 cancelled, 2 filled, 4 market resolved, 8 fill failed, …
    std::optional<Timestamp> at;
    Json payload;
};
Result<std::vector<Notification>> decode_notifications(std::string_view text);

Result<bool> decode_scoring(std::string_view text);

// ---- Keys, account, venue ----

/// {"apiKey", "secret", "passphrase"}. Read from the bytes themselves: the secrets enter no JSON
/// tree, no other string and no error.
Result<ApiKey> decode_api_key(std::string_view text);

/// {"apiKeys":["…"]} or a bare list.
Result<std::vector<std::string>> decode_key_list(std::string_view text);
/// {"apiKey":"…"} of a read-only key, which has no secret.
Result<std::string> decode_readonly_key(std::string_view text);

/// {"closed_only":false}
Result<bool> decode_closed_only(std::string_view text);

/// {"version":2}; a missing field means 2. Source: client.
Result<std::int64_t> decode_version(std::string_view text);

/// The next id to send. The refusal of a wrong id (400) names the expected one the same way.
struct HeartbeatReply {
    std::string id;
    std::string error;  ///< Empty: accepted.
};
Result<HeartbeatReply> decode_heartbeat(std::string_view text);

struct Geoblock {
    bool blocked = false;
    std::string country;
    std::string region;
};
Result<Geoblock> decode_geoblock(std::string_view text);

// ---- Data API ----

struct HeldPosition {
    TokenId token;
    ConditionId condition;
    Size size;  ///< Cut to millionths: the Data API computes in floating point.
    std::optional<Price> average;
    bool redeemable = false;
    bool neg_risk = false;
    std::string slug;
    std::string outcome;
};
/// Version 1 (a bare list, camelCase) or 2 (an envelope, snake_case), by its shape.
Result<Page<HeldPosition>> decode_positions(std::string_view text);

struct Approval {
    std::string feature;
    std::string spender;
    bool approved = false;
};
Result<std::vector<Approval>> decode_approvals(std::string_view text);

}  // namespace pm::polymarket
