#pragma once

/// Accounts' orders and trades in the venue's own JSON, as REST rows and as user-channel events.
///
/// Source: docs/venue.md, account reads and user channel. Key order follows recorded messages.

#include <string>
#include <string_view>

#include "sim/account_order.hpp"
#include "sim/world.hpp"

namespace pm::sim {

void append_order_row(std::string& out, const World& world, const AccountOrder& order);

/// `viewer` is an API key: a trade says whether it was the taker or one of the makers.
void append_trade_row(std::string& out, const World& world, const AccountTrade& trade,
                      std::string_view viewer);

void append_order_event(std::string& out, const World& world, const AccountOrder& order,
                        OrderChange change);
void append_trade_event(std::string& out, const World& world, const AccountTrade& trade,
                        std::string_view viewer);

}  // namespace pm::sim
