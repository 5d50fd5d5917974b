#pragma once

/// What trading needs written down durably. `store` implements it, `trading` calls it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"

namespace pm {

/// Everything a restart needs.
struct Books {
    Money cash{};
    std::vector<Position> positions{};  ///< In the order of their tokens.
    std::vector<Order> open_orders{};   ///< Oldest first.
    Money realized_today{};             ///< Since the last UTC midnight before the load.
    std::vector<Fill> provisional{};    ///< Fills that may still fail, oldest first.
    /// The exact bytes of open orders that were sent, by order id. Nothing else may be sent again.
    std::map<std::string, std::string> bodies{};
    /// Ends of the markets in which provisional fills are held.
    std::vector<Resolution> ended{};
    std::vector<std::string> halts{};  ///< Names of halts that nobody has reset.
    std::int64_t timestamp_ms = 0;     ///< The newest of any order; the next one is later.
    bool settled_once = false;         ///< Some fill of this account has been confirmed.
    /// When orders of the last minute before the load were wanted, oldest first: a limit of orders
    /// a minute does not begin anew with each start.
    std::vector<Timestamp> placed_lately{};
};

/// One order with its fills, as it was written.
struct OrderRecord {
    Order order;
    std::vector<Fill> fills;
};

/// The durable record of one account. Each call is one transaction: all of it or nothing.
/// Every call returns Errc::storage when it is not durable; the caller must then stop trading.
class Journal {
public:
    virtual ~Journal() = default;

    /// Writes an order and the exact bytes of its request before anything is sent. `body` is
    /// empty where nothing is sent.
    virtual Result<void> record_intent(const Order& order, std::string_view body) = 0;
    /// Writes an order's new state.
    virtual Result<void> record_order(const Order& order) = 0;
    /// Writes a fill with the order, position and cash it leads to. A fill seen before (same
    /// trade, same order) changes nothing. @return false for such a repeat.
    virtual Result<bool> record_fill(const Fill& fill, const Order& order, const Position& position,
                                     Money cash) = 0;
    /// Writes the end of a provisional fill (`fill.settlement` is settled or failed) with what it
    /// leads to. One that is not provisional, or not known, changes nothing. @return false then.
    virtual Result<bool> record_settlement(const Fill& fill, const Order& order,
                                           const Position& position, Money cash) = 0;
    /// Writes a market's end: the payout, the emptied positions and the cash after it.
    virtual Result<void> record_resolution(const Resolution& resolution,
                                           const std::vector<Position>& positions, Money cash,
                                           Timestamp at) = 0;
    /// Writes a latched halt; again for one that is latched: nothing happens.
    virtual Result<void> record_halt(std::string_view halt, std::string_view why, Timestamp at) = 0;
    /// An order of any age with its fills. @return nothing for an id that is not ours.
    virtual Result<std::optional<OrderRecord>> recall(std::string_view order_id) = 0;
};

}  // namespace pm
