#pragma once

/// What trading needs written down durably. `store` implements it, `trading` calls it.

#include <string>
#include <vector>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"

namespace pm {

/// Everything a restart needs.
struct Books {
    Money cash;
    std::vector<Position> positions;  ///< In the order of their tokens.
    std::vector<Order> open_orders;   ///< Oldest first.
    Money realized_today;             ///< Since the last UTC midnight before the load.
};

/// The durable record of one account. Each call is one transaction: all of it or nothing.
/// Every call returns Errc::storage when it is not durable; the caller must then stop trading.
class Journal {
public:
    virtual ~Journal() = default;

    /// Writes an order before anything is sent.
    virtual Result<void> record_intent(const Order& order) = 0;
    /// Writes an order's new state.
    virtual Result<void> record_order(const Order& order) = 0;
    /// Writes a fill with the order, position and cash it leads to. A fill seen before (same
    /// trade, same order) changes nothing. @return false for such a repeat.
    virtual Result<bool> record_fill(const Fill& fill, const Order& order, const Position& position,
                                     Money cash) = 0;
    /// Writes a market's end: the payout, the emptied positions and the cash after it.
    virtual Result<void> record_resolution(const Resolution& resolution,
                                           const std::vector<Position>& positions, Money cash,
                                           Timestamp at) = 0;
};

}  // namespace pm
