#pragma once

/// Carries out what a `trading::Reconciler` decides, and feeds it and the books with what the
/// venue says: the user channel's events, open orders, single orders, trades, cancellations.
///
/// Whatever a reply contains goes to the ReportSink first; then the reconciler is told.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "live/account_client.hpp"
#include "live/live_venue.hpp"
#include "live/signer_buckets.hpp"
#include "live/user_feed.hpp"
#include "net/task_group.hpp"
#include "trading/reconciler.hpp"
#include "trading/report.hpp"

namespace pm::live {

/// What the driver cannot do by itself.
struct SyncHooks {
    /// Sends the same bytes again (Executor::repost). Empty: never.
    std::function<void(const std::string& order_id)> repost;
    /// A person should know: Reconciler's Escalate.
    std::function<void(const Alert& alert)> alarm;
    /// Nothing more may be sent until a person has looked.
    std::function<void(const Error& why)> impossible;
    /// Trades were read whole once more: `trades_known` says since when. Keep it over restarts.
    std::function<void()> trades_read;
    /// The user channel's states.
    std::function<void(const polymarket::act::Tell& tell)> state;
};

/// Lifetime    everything given outlives it; await `close` before it ends.
/// Concurrency one event loop; one coroutine awaits `run`.
class AccountSync final : public VenueDesk, public UserFeedHandler {
public:
    struct Parts {
        AccountClient& client;
        trading::Reconciler& reconciler;
        trading::ReportSink& sink;
        SignerBuckets& buckets;
        const Clock& clock;
        boost::asio::any_io_executor executor;
    };
    /// `trades_known`: Reconciler::trades_read_at of the last run.
    AccountSync(Parts parts, SyncHooks hooks, std::optional<Timestamp> trades_known = {},
                Log log = {});

    /// Wakes the reconciler when it wants to be woken, until cancelled.
    net::Task<void> run();
    /// Ends every request under way.
    net::Task<void> close();

    // VenueDesk
    void on_sent(const std::string& order_id) override;
    void on_unknown(const std::string& order_id) override;
    void on_cancel_wanted(const std::string& order_id) override;
    void on_impossible(const Error& why) override;

    // UserFeedHandler
    void on_event(const polymarket::UserEvent& event) override;
    void on_state(const polymarket::act::Tell& tell) override;
    void on_lost() override;
    net::Task<void> resync(bool check) override;

    /// Without a user channel (a start, a command that ends at once): connects the reconciler and
    /// waits until orders and trades are read, and every order in doubt was asked about. What stays
    /// in doubt keeps its exposure and its slot. @return Errc::unavailable if not within `limit`.
    net::Task<void> read_once(Duration limit);
    /// The same, and then until nothing is in doubt any more.
    net::Task<void> sync_once(Duration limit);

    [[nodiscard]] const trading::Reconciler& reconciler() const { return parts_.reconciler; }
    /// When trades were last read whole, from their first page on.
    [[nodiscard]] std::optional<Timestamp> trades_known() const { return trades_known_; }

private:
    void act(trading::ReconcileActions actions);
    void act_on(const trading::ReconcileAction& action);
    net::Task<void> read_order(std::string order_id);
    net::Task<std::set<std::string>> report_open_orders();
    net::Task<void> report_trades(Timestamp since);
    net::Task<void> read_open_orders();
    net::Task<void> read_trades(Timestamp since);
    net::Task<void> cancel(std::string order_id);
    net::Task<void> connect_until(std::function<bool()> done, Duration limit);
    net::Task<void> wait_until_synced(Instant until);
    void remember_trades();

    Parts parts_;
    SyncHooks hooks_;
    Log log_;
    net::TaskGroup tasks_;
    std::optional<Timestamp> trades_known_;
    std::optional<Instant> wake_at_;
    int lost_ = 0;    ///< Counts losses: a resync that began before one is void.
    int failed_ = 0;  ///< Counts reads that failed.
};

}  // namespace pm::live
