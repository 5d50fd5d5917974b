#pragma once

/// What the venue says of an account, in the words of our records.

#include <string>
#include <string_view>
#include <vector>

#include "domain/fill.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"
#include "polymarket/trading_replies.hpp"

namespace pm::trade {

/// An open order's row. What the venue does not tell stays empty: our own id, slugs, the reason.
/// @return Errc::malformed without side, price or size.
Result<Order> order_of(const polymarket::UserOrder& row, Timestamp now);

/// The fills of `trade` that belong to orders of the API key `owner`; other keys' orders, even of
/// the same wallet, are not ours to name. The fee is not in the venue's rows and stays zero.
[[nodiscard]] std::vector<Fill> fills_of(const polymarket::UserTrade& trade, std::string_view owner,
                                         Timestamp now);

/// A holding: everything counts as settled, the cost is what the average price says.
[[nodiscard]] MarkedPosition position_of(const polymarket::HeldPosition& row);

}  // namespace pm::trade
