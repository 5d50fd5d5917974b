#pragma once

/// The one place where an order intent becomes an order we may send.

#include <optional>
#include <set>
#include <span>
#include <vector>

#include <tl/expected.hpp>

#include "base/clock.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "risk/approved.hpp"
#include "risk/exposure.hpp"
#include "risk/limits.hpp"
#include "risk/refusal.hpp"

namespace pm::risk {

/// Everything a review looks at. The caller gathers it; nothing is read elsewhere.
struct World {
    const Market* market = nullptr;  ///< The intent's market as known now. Never null.
    TradingMode mode = TradingMode::paper;
    Timestamp now{};
    std::optional<Timestamp> quoted_at;    ///< When the book was last known to be right.
    std::optional<Timestamp> forecast_at;  ///< When the probability was made.
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::span<const Stake> stakes;  ///< Positions and open orders of the whole account.
    Money cash;                     ///< Not spent; what open buys may take is still in it.
    Size sellable;                  ///< Settled shares of the token not promised to a sell.
    Money realized_today;
    int open_orders = 0;
    int orders_last_minute = 0;
};

using Review = tl::expected<Approved<OrderIntent>, Refusal>;

class Gate {
public:
    Gate(Limits limits, TradingMode mode) : limits_{limits}, mode_{mode} {}

    /// Checks `intent` against every limit. Pure: same inputs and halts, same answer.
    /// A sell can only make the account safer: limits on money do not hold it back, and neither
    /// does a daily loss or an old forecast.
    /// @return the approved order, or the first thing that speaks against it.
    [[nodiscard]] Review review(OrderIntent intent, const World& world) const;

    /// Latches a stop. It stays until `resume`, whatever happens meanwhile.
    void halt(Halt why) { halts_.insert(why); }
    void resume(Halt why) { halts_.erase(why); }
    [[nodiscard]] bool halted() const { return !halts_.empty(); }
    [[nodiscard]] const std::set<Halt>& halts() const { return halts_; }
    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] TradingMode mode() const { return mode_; }

private:
    using Verdict = std::optional<Refusal>;
    [[nodiscard]] Verdict check_state(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_order(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_ages(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_price(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_counts(const World& world) const;
    [[nodiscard]] Verdict check_money(const OrderIntent& intent, const World& world) const;

    Limits limits_;
    TradingMode mode_;
    std::set<Halt> halts_;
};

}  // namespace pm::risk
