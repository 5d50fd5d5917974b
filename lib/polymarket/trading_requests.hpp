#pragma once

/// Requests of an account: orders, cancellations, reads, keys, balances, heartbeat, positions.
///
/// Each says by `Request::access` what it must be signed with. What is signed for L2 is the method,
/// `signed_path` and the exact bytes of `body`.
/// Source: docs/venue.md, placing orders and account reads.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "polymarket/request.hpp"

namespace pm::polymarket {

/// The part of a target that an L2 signature covers: the path without its query.
[[nodiscard]] std::string_view signed_path(std::string_view target);

// ---- Orders and cancellations ----

/// `body` is sent as it is: the bytes that were journalled.
[[nodiscard]] Request post_order_request(std::string body);
/// A list of such bodies. @pre 1 to `orders_per_batch_max` of them.
[[nodiscard]] Request post_orders_request(std::span<const std::string> bodies);
[[nodiscard]] Request cancel_request(std::string_view order_id);
/// @pre 1 to `cancels_per_request_max` ids.
[[nodiscard]] Request cancel_many_request(std::span<const std::string> order_ids);
/// Everything of a market, or of one token when `token` is not empty.
[[nodiscard]] Request cancel_market_request(const ConditionId& condition, const TokenId& token);
/// Everything that was ordered with these API credentials.
[[nodiscard]] Request cancel_all_request();

// ---- Reads ----

/// Which orders or trades; what is empty does not narrow. `cursor`: `cursor_start` first.
struct OpenOrdersQuery {
    std::string_view order_id = {};
    ConditionId condition = {};
    TokenId token = {};
};
[[nodiscard]] Request open_orders_request(const OpenOrdersQuery& query, std::string_view cursor);
[[nodiscard]] Request order_request(std::string_view order_id);

struct TradesQuery {
    std::string_view trade_id = {};
    std::string_view maker_address = {};  ///< Send it when known: one specification wants it.
    ConditionId condition = {};
    std::optional<Timestamp> after = {};  ///< Whole seconds.
    std::optional<Timestamp> before = {};
};
[[nodiscard]] Request trades_request(const TradesQuery& query, std::string_view cursor);

/// Collateral without a token, otherwise that outcome's shares. `signature_type` is 0 to 3.
[[nodiscard]] Request balance_request(const TokenId& token, int signature_type);
/// Makes the venue look at the chain again: after deposits, approvals, and before a token's first
/// sale.
[[nodiscard]] Request balance_update_request(const TokenId& token, int signature_type);

[[nodiscard]] Request scoring_request(std::string_view order_id);
[[nodiscard]] Request notifications_request(int signature_type);
[[nodiscard]] Request drop_notifications_request(std::span<const std::string> ids);

// ---- Keys. The first two are signed by the wallet (L1). ----

[[nodiscard]] Request create_key_request();
[[nodiscard]] Request derive_key_request();
[[nodiscard]] Request list_keys_request();
[[nodiscard]] Request delete_key_request();  ///< Deletes the key that signs the request.
[[nodiscard]] Request create_readonly_key_request();
[[nodiscard]] Request list_readonly_keys_request();
[[nodiscard]] Request delete_readonly_key_request(std::string_view key);
[[nodiscard]] Request closed_only_request();

// ---- Heartbeat ----

/// `id` is empty at first, then the one of the last reply.
[[nodiscard]] Request heartbeat_request(std::string_view id);

// ---- Open to everybody ----

[[nodiscard]] Request geoblock_request();

/// Positions of a wallet (not of its key). An address that is not one would be ignored by the
/// venue and widen the answer to everybody: it is checked here.
/// @pre `wallet` is "0x" and 40 hex digits.
[[nodiscard]] Request positions_request(std::string_view wallet, std::size_t offset);
[[nodiscard]] Request positions_v2_request(std::string_view wallet, std::string_view cursor);
/// What the wallet has approved for trading.
[[nodiscard]] Request approvals_request(std::string_view wallet);

/// "0x" and 40 hex digits.
[[nodiscard]] bool is_address(std::string_view text);

}  // namespace pm::polymarket
