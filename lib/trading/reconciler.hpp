#pragma once

/// What became of orders that we can't be sure of: a state machine without sockets.
///
/// Inputs are method calls, outputs are actions for the driver. Every order of the tracker that is
/// in doubt (its reply is late or lost, the process or the connection ended, a listing no longer
/// shows it, a cancel was asked for) is followed until the tracker says it is over or well known.
/// The driver hands each report that a reply contains to the ReportSink first and then tells the
/// reconciler, which reads the tracker.
///
/// An order is said not to exist only by the negative verdict: nothing knows of it in two polls at
/// least 30 s apart, its cancel by hash was answered, and it was sent at least 90 s ago. Until then
/// its exposure stays reserved. Source: reliability catalogue F-30 to F-34.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "domain/status.hpp"
#include "trading/report.hpp"
#include "trading/tracker.hpp"

namespace pm::trading {

/// Source: reliability catalogue F-30, F-31, F-34, F-37.
struct ReconcileRules {
    Duration reply_after = std::chrono::seconds{5};          ///< A reply later than this is lost.
    Duration poll_first = std::chrono::seconds{1};           ///< Between two polls, doubling up to
    Duration poll_max = std::chrono::seconds{15};            ///< this.
    Duration polls_apart = std::chrono::seconds{30};         ///< Of the two clean polls.
    Duration since_send = std::chrono::seconds{90};          ///< Of the last of them.
    Duration give_up_after = std::chrono::seconds{10};       ///< From then on: cancel by hash.
    Duration repost_after = std::chrono::seconds{2};         ///< Between two copies.
    int reposts = 2;                                         ///< At most.
    Duration cancel_first = std::chrono::milliseconds{500};  ///< Between two cancels, doubling up
    Duration cancel_max = std::chrono::seconds{10};          ///< to this.
    Duration escalate_after = std::chrono::seconds{30};      ///< A cancel without proof.
    Duration settle_poll = std::chrono::seconds{15};         ///< While trades wait for the chain.
    Duration settle_alarm = std::chrono::seconds{120};       ///< A trade that waits longer.
    Duration recheck = std::chrono::seconds{60};  ///< While orders are open, doubt or not.
    Duration overlap = std::chrono::seconds{60};  ///< Trades are read from before the last.
    double speed = 1;  ///< Of the clock's time against its steady one: a simulator's may be faster.
};

struct ReadOrder {
    std::string order_id;
};
struct ReadOpenOrders {};
struct ReadTrades {
    Timestamp since;  ///< Trades matched at this time or later, every page of them.
};
struct CancelByHash {
    std::string order_id;
};
/// The same bytes again, by Executor::repost: it asks the gate once more.
struct Repost {
    std::string order_id;
};
/// For Executor::on_report: the reconciler's own verdict.
struct Conclude {
    OrderReport report;
};
/// A person should know: codes "cancel_unproven", "trade_unsettled".
struct Escalate {
    Alert alert;
};
/// Call `on_wake` at this time, or a little later. A later Wake replaces an earlier one.
struct Wake {
    Instant at;
};

using ReconcileAction = std::variant<ReadOrder, ReadOpenOrders, ReadTrades, CancelByHash, Repost,
                                     Conclude, Escalate, Wake>;
using ReconcileActions = std::vector<ReconcileAction>;

/// How a list was read. Only `done` counts as a poll: every page read, every row understood.
enum class ListRead : std::uint8_t { done, failed };

/// What the venue answered to a lookup by hash.
enum class OrderRead : std::uint8_t {
    found,   ///< The driver has reported it.
    absent,  ///< A clear answer that there is nothing: 404, or empty.
    failed,
};

/// What was answered to a cancel.
enum class CancelAnswer : std::uint8_t {
    cancelled,  ///< Proof. The driver has reported it.
    not_open,   ///< Not found, or cancelled or matched before: an answer, but no proof.
    refused,    ///< Cannot be cancelled now (delayed, venue disabled). Again later.
    failed,     ///< No answer.
};

/// Whether an order's request may still be on its way, or lost.
[[nodiscard]] constexpr bool waits_for_proof(OrderStatus status) {
    return status == OrderStatus::intent || status == OrderStatus::sent ||
           status == OrderStatus::unknown;
}

/// Lifetime  `tracker` and `clock` outlive this.
class Reconciler {
public:
    /// Whether an order that may not have arrived is still wanted, on evidence that is fresh.
    using Wanted = std::function<bool(const Order&)>;

    Reconciler(const Tracker& tracker, const Clock& clock, ReconcileRules rules = {},
               Wanted wanted = {});

    /// After every start and every reconnect of the user channel, once it is subscribed: orders
    /// and trades are read until they are in sync. `trades_known`: the last run's `trades_read_at`.
    [[nodiscard]] ReconcileActions on_connected(std::optional<Timestamp> trades_known = {});
    /// The user channel is lost: nothing is in sync until `on_connected` and its replies.
    void on_lost() { stage_ = Stage::lost; }

    /// An order's request leaves, for the first time or again.
    [[nodiscard]] ReconcileActions on_sent(const std::string& order_id);
    /// The outcome of a request is not known. A certain outcome needs no call: the tracker has it.
    [[nodiscard]] ReconcileActions on_unknown(const std::string& order_id);
    /// Somebody wants the order cancelled: it is, until there is proof.
    [[nodiscard]] ReconcileActions on_cancel_wanted(const std::string& order_id);

    // Replies, after what they contain was handed to the ReportSink.
    [[nodiscard]] ReconcileActions on_order_read(const std::string& order_id, OrderRead result);
    /// `listed`: the ids of all open orders of the account.
    [[nodiscard]] ReconcileActions on_open_orders(ListRead result,
                                                  const std::set<std::string>& listed);
    [[nodiscard]] ReconcileActions on_trades(ListRead result);
    [[nodiscard]] ReconcileActions on_cancel(const std::string& order_id, CancelAnswer answer);
    [[nodiscard]] ReconcileActions on_wake();

    /// Open orders and trades were read since the last connect, and every order that the listing
    /// did not show was looked up. Orders still in doubt keep their exposure and their slot.
    [[nodiscard]] bool synced() const { return stage_ == Stage::synced; }
    /// Orders that are being followed because their outcome is not certain.
    [[nodiscard]] std::size_t in_doubt() const { return doubts_.size(); }
    /// Whether a cancel of the order waits for its proof.
    [[nodiscard]] bool cancelling(std::string_view order_id) const;
    /// When the last complete reading of trades began: keep it over restarts.
    [[nodiscard]] std::optional<Timestamp> trades_read_at() const { return trades_read_at_; }

private:
    enum class Stage : std::uint8_t { lost, reading, synced };
    /// An order whose outcome is not certain.
    struct Doubt {
        bool missing = false;          ///< It was well known once, and is not listed any more.
        Instant sent{};                ///< Its last copy, as far as we know.
        std::optional<Instant> clean;  ///< The beginning of the first clean poll since.
        int reposts = 0;
        Instant repost_next{};
    };
    struct Cancel {
        Instant wanted{};
        Instant next{};
        Duration wait{};
        bool asked = false;               ///< A request is on its way.
        std::optional<Instant> answered;  ///< "Nothing is open."
        bool escalated = false;
    };
    /// One poll of everything.
    struct Round {
        Instant began{};
        Timestamp began_at{};
        bool counts = true;  ///< The channel was connected when it began.
        bool failed = false;
        bool orders_pending = true;
        bool trades_pending = true;
        std::set<std::string> lookups_pending;
        std::set<std::string> in_doubt;  ///< When it began; only these can be found clean.
        std::set<std::string> seen;      ///< Listed, or found by their hash.
        std::set<std::string> unread;    ///< Their lookup failed.
    };
    using Actions = ReconcileActions;

    [[nodiscard]] Instant now() const { return clock_.steady(); }
    /// Does all that is due, and says when to look again.
    [[nodiscard]] Actions step(Actions actions = {});
    void drop_certain();
    void expire_awaited(Actions& actions);
    void drive_cancels(Actions& actions);
    void drive_doubts(Actions& actions);
    void begin_round(Actions& actions);
    void end_round(Actions& actions);
    void conclude(const std::string& order_id, Actions& actions) const;
    void watch_settlement(Actions& actions);
    void doubt(const std::string& order_id, Instant sent, bool missing);
    [[nodiscard]] Instant left_by(const Order& order) const;
    void want_cancel(const std::string& order_id);
    void hurry();
    [[nodiscard]] bool poll_needed() const;
    [[nodiscard]] Timestamp trades_since() const;
    [[nodiscard]] std::optional<Instant> next_wake() const;

    const Tracker& tracker_;
    const Clock& clock_;
    ReconcileRules rules_;
    Wanted wanted_;
    Stage stage_ = Stage::lost;
    std::map<std::string, Instant> awaited_;  ///< Sent, no reply yet.
    std::map<std::string, Doubt> doubts_;
    std::map<std::string, Cancel, std::less<>> cancels_;
    std::optional<Round> round_;
    Instant poll_at_{};
    Duration poll_wait_{};
    bool read_again_ = false;        ///< Something changed since the round began.
    std::optional<Instant> polled_;  ///< When the last round ended.
    std::optional<Timestamp> trades_read_at_;
    std::string alarmed_trade_;
};

}  // namespace pm::trading
