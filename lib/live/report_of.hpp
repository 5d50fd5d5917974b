#pragma once

/// The venue's words about orders and trades in words of no venue.

#include <string_view>

#include "domain/order.hpp"
#include "polymarket/account_rows.hpp"
#include "polymarket/error_map.hpp"
#include "trading/report.hpp"

namespace pm::live {

/// `now` is used where the row has no time of its own.
[[nodiscard]] trading::OrderReport report_of(const polymarket::UserOrder& order,
                                             trading::Proof proof, Timestamp now);
/// @return nothing for a status we do not know: it says that there is a trade, not what of it.
[[nodiscard]] std::optional<trading::TradeReport> report_of(const polymarket::UserTrade& trade,
                                                            trading::Proof proof, Timestamp now);
/// What the answer to a POST of `intent`'s order means.
[[nodiscard]] trading::OrderReport report_of(const polymarket::PostVerdict& verdict,
                                             std::string_view order_id, const OrderIntent& intent,
                                             Timestamp now);

}  // namespace pm::live
