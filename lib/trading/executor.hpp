#pragma once

/// From an intent to its end: gate, journal, venue, tracker, portfolio, in this order.
///
/// Nothing is sent that is not journalled: a journal that fails means no order, and a halt.
/// What the venue says is taken in whatever its order: see Tracker and Portfolio.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/audit.hpp"
#include "domain/journal.hpp"
#include "risk/gate.hpp"
#include "trading/numbers.hpp"
#include "trading/portfolio.hpp"
#include "trading/report.hpp"
#include "trading/tracker.hpp"
#include "trading/venue.hpp"

namespace pm::trading {

/// Hears what happened, in the order in which it happened.
class ExecutionSink {
public:
    virtual ~ExecutionSink() = default;
    virtual void on_order(const Order& order) = 0;
    /// Again when its settlement changes.
    virtual void on_fill(const Fill& fill) = 0;
    virtual void on_halt(risk::Halt halt, const Error& why) = 0;
    /// Somebody else has an order, or made a trade, on this account. Once for each.
    virtual void on_foreign(std::string_view /*id*/) {}
};

/// What is known of the market when an order is wanted.
struct Occasion {
    const Market* market = nullptr;  ///< Never null.
    Timestamp now{};
    std::optional<Timestamp> quoted_at;
    std::optional<Timestamp> forecast_at;
    std::optional<Price> bid;
    std::optional<Price> ask;

    // Asked for by a live gate; on paper where there is such a thing.
    std::span<const std::string> tags{};  ///< Of the market's event.
    std::optional<Timestamp> book_at{};
    std::optional<Timestamp> balance_at{};
    std::optional<Duration> clock_offset{};
    risk::VenueState venue = risk::VenueState::open;
    bool synced = true;    ///< See Reconciler::synced.
    bool by_hand = false;  ///< A person wants it.
    // For the audit log: which quote and which forecast these are.
    std::string_view quote_id{};
    std::string_view forecast_id{};
};

/// What became of a wish.
struct Placed {
    std::optional<std::string> order_id;  ///< Nothing: it was refused.
    std::optional<risk::Refusal> refusal;
};

/// Lifetime  everything given to the constructor outlives it.
class Executor final : public VenueSink, public ReportSink {
public:
    struct Parts {
        risk::Gate& gate;
        Journal& journal;
        Venue& venue;
        Tracker& tracker;
        Portfolio& portfolio;
        Numbers& numbers;
        ExecutionSink& sink;
        Auditor* auditor = nullptr;
    };
    explicit Executor(Parts parts) : parts_{parts} {}

    /// Goes on with what a journal holds: positions, orders, provisional fills, halts. At a live
    /// venue an order that may have been sent when the last run ended is unknown from now on.
    /// @return Errc::storage (the gate is halted).
    Result<void> restore(const Books& books, Timestamp now);

    /// Remembers what the limits need of a market: fee, exclusive outcomes.
    void know(const Market& market);

    /// What the gate would see for this wish.
    [[nodiscard]] risk::World world(const OrderIntent& intent, const Occasion& occasion) const;

    /// Asks the gate, and writes a refusal to the audit log.
    [[nodiscard]] risk::Review review(OrderIntent intent, const Occasion& occasion);

    /// Reviews, journals and sends `intent`, giving it a client id. What happens to it comes
    /// through the sink, possibly before this returns.
    /// @return a refusal of the gate, or of the finished request, inside the value; Errc::storage
    ///         when it could not be journalled (nothing was sent, and the gate is halted); what
    ///         Venue::prepare failed with otherwise.
    Result<Placed> place(OrderIntent intent, const Occasion& occasion);

    /// Sends the very same bytes of an unknown order again, if the gate lets it pass now.
    /// @return as `place`; Errc::not_found for an order that is not unknown.
    Result<Placed> repost(std::string_view order_id, const Occasion& occasion);

    /// Asks for the end of an order. An emergency is not held back by the limit of cancels.
    /// @return Errc::throttled by our own limit; otherwise as Venue::cancel.
    Result<void> cancel(std::string_view order_id, Timestamp now, bool emergency = false);

    /// Ends a market: its open orders expire, its settled shares are paid, the others when they
    /// are confirmed. Again for one that has ended: nothing happens.
    /// @return what it led to; Errc::storage (the gate is halted), Errc::refused when the journal
    ///         knows another winner.
    Result<Settled> resolve(const Resolution& resolution, Timestamp now);

    /// Latches a halt, writes it down and tells the sink.
    void halt(risk::Halt halt, const Error& why, Timestamp now);

    // VenueSink
    void on_order(const OrderUpdate& update) override;
    void on_fill(const Fill& fill) override;
    // ReportSink
    void on_report(const OrderReport& report) override;
    void on_report(const TradeReport& report) override;

    /// Positions and open orders as the gate counts them.
    [[nodiscard]] std::vector<risk::Stake> stakes() const { return stakes_without({}); }
    /// The exact bytes of an open order; empty when there are none.
    [[nodiscard]] std::string_view body(std::string_view order_id) const;

    /// Orders and trades of others that nobody has accepted; the gate refuses while there are any.
    [[nodiscard]] std::size_t foreign() const { return foreign_.size(); }
    /// A person has looked at them: these do not count any more.
    void accept_foreign();

private:
    struct Known {
        FeeSchedule fee{70'000, 1};  ///< The highest known, until the market is known.
        bool exclusive = false;      ///< Not assumed either: that is the larger loss.
    };
    struct Refused {
        risk::RefusalCode code = risk::RefusalCode::halted;
        Timestamp written{};
        std::int64_t repeats = 0;
    };
    [[nodiscard]] Known known(const OrderIntent& intent) const;
    [[nodiscard]] Known known(const ConditionId& condition) const;
    [[nodiscard]] std::vector<risk::Stake> stakes_without(std::string_view order_id) const;
    [[nodiscard]] risk::World world_without(std::string_view order_id, const OrderIntent& intent,
                                            const Occasion& occasion) const;
    [[nodiscard]] bool crosses_own(const OrderIntent& intent, std::string_view without) const;
    [[nodiscard]] bool slot_busy(const OrderIntent& intent) const;
    [[nodiscard]] OrderIntent complete(OrderIntent intent, const Market& market) const;
    void reserve(const TokenId& token);
    Result<void> write_intent(const Order& order, const Prepared& prepared,
                              const Occasion& occasion, const std::vector<risk::Measure>& limits);
    Result<void> send(const Prepared& prepared, risk::Approved<OrderIntent> order, Timestamp now);

    /// Whether the order is ours, also when it has to be looked up in the journal.
    bool follow(const std::string& order_id);
    void take(const OrderReport& report);
    void take(Fill fill);
    void take_fresh(Fill fill, const Order& order);
    void take_settlement(const Fill& news, const Order& order);
    void settle_change(Change& change, const Fill& fill, const Order& order) const;
    void done_with(const Fill& fill, const Order& order);
    void forget_final(const Order& order);
    void check_overfill(const Order& order, Timestamp at);
    void see_foreign(const std::string& id);

    void audit(const AuditEntry& entry);
    void audit_refusal(const OrderIntent& intent, const Occasion& occasion,
                       const risk::Refusal& refusal, const std::vector<risk::Measure>& limits);

    Parts parts_;
    std::map<ConditionId, Known> known_;
    std::map<ConditionId, Resolution> ended_;
    std::deque<Timestamp> placed_;                         ///< Of the last minute.
    std::deque<Timestamp> cancelled_;                      ///< The same of cancels.
    std::map<std::string, Prepared, std::less<>> bodies_;  ///< Of open orders.
    std::set<std::string, std::less<>> cancelling_;        ///< Without proof so far.
    std::set<std::string> foreign_;
    std::set<std::string> accepted_;
    std::map<std::pair<TokenId, Side>, Refused> refused_;
    std::uint64_t placings_ = 0;
    bool proven_ = false;
    mutable std::vector<risk::Stake> stakes_;  ///< What `world` points at.
};

}  // namespace pm::trading
