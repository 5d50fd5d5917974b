#pragma once

/// A place that executes orders: the paper venue, later the real one.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/fill.hpp"
#include "domain/order.hpp"
#include "risk/approved.hpp"

namespace pm::trading {

/// What a venue says about an order.
struct OrderUpdate {
    std::string order_id;
    OrderStatus status = OrderStatus::live;
    Size filled;         ///< As far as this message knows; fills count by themselves.
    std::string reason;  ///< Why it was rejected or ended; may be empty.
    Timestamp at{};
};

/// Receives what happens to orders, in any order of arrival and more than once.
class VenueSink {
public:
    virtual ~VenueSink() = default;
    virtual void on_order(const OrderUpdate& update) = 0;
    virtual void on_fill(const Fill& fill) = 0;
};

class Venue {
public:
    virtual ~Venue() = default;
    [[nodiscard]] virtual TradingMode mode() const = 0;

    /// The id that the order will have, known before anything is sent, so that it can be
    /// journalled. @return Errc::storage when no id can be had.
    virtual Result<std::string> prepare(const risk::Approved<OrderIntent>& order) = 0;

    /// Sends the order. Events may arrive before this returns.
    /// @return Errc::rejected, Errc::restricted, Errc::throttled or Errc::unavailable when it is
    ///         certain that the order does not exist; Errc::outcome_unknown when it is not.
    virtual Result<void> submit(std::string_view order_id, risk::Approved<OrderIntent> order) = 0;

    /// Takes back what is open of an order. @return Errc::not_found when nothing is open.
    virtual Result<void> cancel(std::string_view order_id) = 0;
};

}  // namespace pm::trading
