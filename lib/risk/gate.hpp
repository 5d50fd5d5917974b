#pragma once

/// The one place where an order intent becomes an order we may send.

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "base/clock.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "risk/approved.hpp"
#include "risk/exposure.hpp"
#include "risk/limits.hpp"
#include "risk/refusal.hpp"
#include "risk/venue_state.hpp"

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

    std::span<const std::string> tags{};     ///< Of the market's event.
    std::optional<Timestamp> book_at{};      ///< When this token's book was last confirmed.
    std::optional<Timestamp> balance_at{};   ///< When the venue last told the balance.
    std::optional<Duration> clock_offset{};  ///< Ours less the venue's, as last measured.
    VenueState venue = VenueState::open;
    bool synced = true;         ///< Orders and trades were read since the last connect.
    bool slot_unknown = false;  ///< An order of this token and side has an unknown outcome.
    bool slot_busy = false;     ///< One is being cancelled, without proof so far.
    bool crosses_own = false;   ///< It would meet an open order of ours.
    bool proven = true;         ///< Some fill of the account has settled: no canary.
    bool by_hand = false;       ///< A person wants it: there is no forecast to be fresh.
    int foreign_orders = 0;     ///< Orders that are not ours, and that nobody has accepted.
};

/// One limit as it was looked at, in the limit's own unit: millionths, or a count.
struct Measure {
    std::string_view limit;  ///< "per_order".
    std::int64_t value = 0;
    std::int64_t bound = 0;
};

using Review = tl::expected<Approved<OrderIntent>, Refusal>;

class Gate {
public:
    Gate(Limits limits, TradingMode mode) : limits_{std::move(limits)}, mode_{mode} {}

    /// Checks `intent` against every limit. Pure: same inputs and halts, same answer.
    /// A sell can only make the account safer: limits on money do not hold it back, and neither
    /// does a daily loss or an old forecast.
    /// `measures`, when given, gets the limits that were looked at.
    /// @return the approved order, or the first thing that speaks against it.
    [[nodiscard]] Review review(OrderIntent intent, const World& world,
                                std::vector<Measure>* measures = nullptr) const;

    /// Whether one more cancel may leave. Halts and venue states hold no cancel back, and an
    /// emergency is never refused: 30 % of the minute is kept for it.
    /// Source: reliability catalogue F-19.
    [[nodiscard]] std::optional<Refusal> review_cancel(int cancels_last_minute,
                                                       bool emergency) const;

    /// Latches a stop. It stays until `resume`, whatever happens meanwhile.
    void halt(Halt why) { halts_.insert(why); }
    void resume(Halt why) { halts_.erase(why); }
    [[nodiscard]] bool halted() const { return !halts_.empty(); }
    [[nodiscard]] const std::set<Halt>& halts() const { return halts_; }
    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] TradingMode mode() const { return mode_; }

private:
    using Verdict = std::optional<Refusal>;
    using Measures = std::vector<Measure>;
    [[nodiscard]] Verdict check_state(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_order(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_account(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_ages(const OrderIntent& intent, const World& world,
                                     Measures& measures) const;
    [[nodiscard]] Verdict check_price(const OrderIntent& intent, const World& world) const;
    [[nodiscard]] Verdict check_counts(const World& world, Measures& measures) const;
    [[nodiscard]] Verdict check_money(const OrderIntent& intent, const World& world,
                                      Measures& measures) const;
    [[nodiscard]] Verdict check_canary(Money cost, const World& world, Measures& measures) const;

    Limits limits_;
    TradingMode mode_;
    std::set<Halt> halts_;
};

}  // namespace pm::risk
