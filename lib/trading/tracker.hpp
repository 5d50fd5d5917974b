#pragma once

/// Every order of this run and what is known of it, whatever the order of arrival.
///
/// `after` says what a message leads to, `commit` makes it true: what is written down lies between
/// the two. An order never goes back: a final status stays, and so does what was filled. An end
/// that tells of more than the fills we have seen waits for them.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fill.hpp"
#include "domain/order.hpp"
#include "trading/venue.hpp"

namespace pm::trading {

class Tracker {
public:
    /// Goes on with orders of an earlier run, oldest first.
    void restore(const std::vector<Order>& open_orders);

    /// Starts to follow an order. @pre its id is new and not empty.
    void add(Order order);

    /// What an update leads to; nothing when it says nothing new or the order is unknown.
    [[nodiscard]] std::optional<Order> after(const OrderUpdate& update);
    /// What a fill leads to; nothing for a repeat, an unknown order, or more than was ordered.
    [[nodiscard]] std::optional<Order> after(const Fill& fill) const;

    /// @pre the order is followed.
    void commit(const Order& order);
    void commit(const Order& order, const Fill& fill);
    /// The fill is known from an earlier run: from now on it is a repeat.
    void saw(const Fill& fill);

    /// The order, or null.
    [[nodiscard]] const Order* find(std::string_view order_id) const;
    /// Orders that are not final, oldest first.
    [[nodiscard]] const std::vector<Order>& open() const { return open_; }
    [[nodiscard]] bool any_open(const ConditionId& condition) const;
    /// Shares that open sells of the token still promise.
    [[nodiscard]] Size reserved(const TokenId& token) const;

    /// Drops final orders that last changed before `at`. A late fill of one is then unknown.
    void forget_ended_before(Timestamp at);

private:
    struct Entry {
        Order order;
        std::optional<OrderUpdate> ending;  ///< An end that waits for its fills.
        std::set<std::string> trades;
    };
    void refresh(const Order& order);

    std::map<std::string, Entry, std::less<>> orders_;
    std::vector<Order> open_;
};

}  // namespace pm::trading
