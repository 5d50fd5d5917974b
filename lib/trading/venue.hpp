#pragma once

/// A place that executes orders: the paper venue or the real one.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

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
    Proof proof = Proof::reply;
};

/// Receives what happens to orders, in any order of arrival and more than once.
class VenueSink {
public:
    virtual ~VenueSink() = default;
    virtual void on_order(const OrderUpdate& update) = 0;
    virtual void on_fill(const Fill& fill) = 0;
};

/// An order as it will be sent: what is journalled first, and the only thing that may be sent
/// again.
struct Prepared {
    Prepared() = default;
    explicit Prepared(std::string id, std::string bytes = {}, std::int64_t signed_at_ms = 0)
        : order_id{std::move(id)}, body{std::move(bytes)}, timestamp_ms{signed_at_ms} {}

    std::string order_id;           ///< The venue's, known before anything is sent.
    std::string body;               ///< The exact bytes to be sent; empty on paper.
    std::int64_t timestamp_ms = 0;  ///< As signed; see OrderTimes.
};

class Venue {
public:
    virtual ~Venue() = default;
    [[nodiscard]] virtual TradingMode mode() const = 0;

    /// Makes, signs and checks the order: risk::check_wire looks at the finished bytes.
    /// @return Errc::refused when it can't be sent as wanted, or when the finished bytes would
    ///         break a limit; Errc::throttled when our own pace asks to wait; Errc::storage when no
    ///         id can be had; Errc::credentials.
    virtual Result<Prepared> prepare(const risk::Approved<OrderIntent>& order) = 0;

    /// Hands the order to the network and returns; what became of it comes as OrderUpdate (sent,
    /// live, delayed, rejected, unknown), possibly before this returns. The same `prepared` may be
    /// submitted again: it is the same order.
    /// @return Errc::rejected, Errc::restricted, Errc::throttled or Errc::unavailable when it is
    ///         certain that this call sent nothing; Errc::outcome_unknown when it is not.
    virtual Result<void> submit(const Prepared& prepared, risk::Approved<OrderIntent> order) = 0;

    /// Asks to take back what is open of an order; the end comes as OrderUpdate.
    /// @return Errc::not_found when it is certain that nothing is open.
    virtual Result<void> cancel(std::string_view order_id) = 0;
};

}  // namespace pm::trading
