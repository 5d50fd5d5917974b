#pragma once

/// From an intent to its end: gate, journal, venue, tracker, portfolio, in this order.
///
/// Nothing is sent that is not journalled: a journal that fails means no order, and a halt.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/journal.hpp"
#include "risk/gate.hpp"
#include "trading/numbers.hpp"
#include "trading/portfolio.hpp"
#include "trading/tracker.hpp"
#include "trading/venue.hpp"

namespace pm::trading {

/// Hears what happened, in the order in which it happened.
class ExecutionSink {
public:
    virtual ~ExecutionSink() = default;
    virtual void on_order(const Order& order) = 0;
    virtual void on_fill(const Fill& fill) = 0;
    virtual void on_halt(risk::Halt halt, const Error& why) = 0;
};

/// What is known of the market when an order is wanted.
struct Occasion {
    const Market* market = nullptr;  ///< Never null.
    Timestamp now{};
    std::optional<Timestamp> quoted_at;
    std::optional<Timestamp> forecast_at;
    std::optional<Price> bid;
    std::optional<Price> ask;
};

/// What became of a wish.
struct Placed {
    std::optional<std::string> order_id;  ///< Nothing: it was refused.
    std::optional<risk::Refusal> refusal;
};

/// Lifetime  everything given to the constructor outlives it.
class Executor final : public VenueSink {
public:
    struct Parts {
        risk::Gate& gate;
        Journal& journal;
        Venue& venue;
        Tracker& tracker;
        Portfolio& portfolio;
        Numbers& numbers;
        ExecutionSink& sink;
    };
    explicit Executor(Parts parts) : parts_{parts} {}

    /// Remembers what the limits need of a market: fee, exclusive outcomes.
    void know(const Market& market);

    /// What the gate would see for this wish.
    [[nodiscard]] risk::World world(const OrderIntent& intent, const Occasion& occasion) const;

    /// Reviews, journals and sends `intent`, giving it a client id. What happens to it comes
    /// through the sink, possibly before this returns.
    /// @return a refusal of the gate inside the value; Errc::storage when it could not be
    ///         journalled (nothing was sent, and the gate is halted).
    Result<Placed> place(OrderIntent intent, const Occasion& occasion);

    /// @return as Venue::cancel.
    Result<void> cancel(std::string_view order_id);

    /// Ends a market: its open orders expire, its shares are paid. Again for one that has ended:
    /// nothing happens.
    /// @return what it led to; Errc::storage (the gate is halted), Errc::refused when the journal
    ///         knows another winner.
    Result<Settled> resolve(const Resolution& resolution, Timestamp now);

    // VenueSink
    void on_order(const OrderUpdate& update) override;
    void on_fill(const Fill& fill) override;

    /// Positions and open orders as the gate counts them.
    [[nodiscard]] std::vector<risk::Stake> stakes() const;

private:
    struct Known {
        FeeSchedule fee{70'000, 1};  ///< The highest known, until the market is known.
        bool exclusive = false;      ///< Not assumed either: that is the larger loss.
    };
    [[nodiscard]] Known known(const ConditionId& condition) const;
    void halt(risk::Halt halt, const Error& why);
    void reserve(const TokenId& token);
    Result<void> journal_intent(const Order& order);

    Parts parts_;
    std::map<ConditionId, Known> known_;
    std::deque<Timestamp> placed_;             ///< Of the last minute.
    mutable std::vector<risk::Stake> stakes_;  ///< What `world` points at.
};

}  // namespace pm::trading
