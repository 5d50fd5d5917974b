#pragma once

/// Requests to the CLOB's public side. Source: docs/venue.md, order books.

#include <span>
#include <string_view>

#include "domain/ids.hpp"
#include "polymarket/request.hpp"

namespace pm::polymarket {

[[nodiscard]] Request time_request();
[[nodiscard]] Request version_request();
[[nodiscard]] Request book_request(const TokenId& token);

/// @pre at most `tokens_per_request_max` tokens; here and below.
[[nodiscard]] Request books_request(std::span<const TokenId> tokens);
/// Both sides of every token. @pre at most half as many tokens: each side counts.
[[nodiscard]] Request prices_request(std::span<const TokenId> tokens);
[[nodiscard]] Request midpoint_request(const TokenId& token);
[[nodiscard]] Request spread_request(const TokenId& token);

/// `interval`: 1h, 6h, 1d, 1w, 1m, max. The query key for the token is called `market`.
[[nodiscard]] Request history_request(const TokenId& token, std::string_view interval,
                                      int fidelity_minutes);

}  // namespace pm::polymarket
