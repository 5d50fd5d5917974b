#pragma once

/// The network half of a live account: the venue that an executor trades at, the user channel, and
/// the reading that proves what became of orders.

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/any_io_executor.hpp>

#include "live/account_sync.hpp"
#include "live/heartbeat.hpp"
#include "live/live_venue.hpp"
#include "live/order_maker.hpp"
#include "live/signer_buckets.hpp"
#include "live/user_feed.hpp"
#include "trading/executor.hpp"
#include "trading/reconciler.hpp"
#include "wiring/account_session.hpp"

namespace pm::wiring {

/// What the last run left.
struct LiveLinkStart {
    LiveLinkStart() = default;
    std::int64_t last_timestamp_ms = 0;     ///< Books::timestamp_ms.
    std::optional<Timestamp> trades_known;  ///< When trades were last read whole.
    std::function<void()> keep_place;       ///< Called when that is later: a kill asks nobody.
    /// Beat while `run` runs. From then on the venue cancels everything of the API key, also what
    /// other programs placed, soon after the beats end.
    bool heartbeat = false;
};

/// Lifetime    everything given outlives it; await `close` before it ends.
/// Concurrency one event loop.
class LiveLink {
public:
    struct Parts {
        cli::Env& env;
        Session& session;
        AccountSession& account;
        const risk::Limits& limits;
        boost::asio::any_io_executor executor;
    };
    LiveLink(Parts parts, LiveLinkStart start);
    LiveLink(const LiveLink&) = delete;
    LiveLink& operator=(const LiveLink&) = delete;

    /// The venue, for the executor's parts.
    [[nodiscard]] live::LiveVenue& venue() { return venue_; }

    /// Connects it with the executor that trades at `venue`. `repost` says when the same bytes may
    /// be sent again. Call once, before `open`.
    void connect(trading::Executor& executor, const trading::Tracker& tracker,
                 live::SyncHooks hooks);

    /// Version, clock and balance; then every order that is not final is looked up. Those that
    /// nothing knows of stay in doubt, with their exposure and their slot: see `reconciler`.
    /// @return as LiveVenue::open and AccountSync::read_once, the latter within `limit`.
    net::Task<void> open(Duration limit);

    /// Listens to the user channel, reconciles, and keeps clock and balance fresh, until cancelled.
    net::Task<void> run();

    /// Ends requests under way.
    net::Task<void> close();

    /// Reads and reconciles until nothing is in doubt, or `limit` is over: for a command that ends.
    net::Task<void> settle(Duration limit);

    /// The evidence that a live gate asks for.
    void add_evidence(trading::Occasion& occasion) const;

    [[nodiscard]] const trading::Reconciler& reconciler() const { return *reconciler_; }
    [[nodiscard]] std::optional<Timestamp> trades_known() const { return sync_->trades_known(); }
    [[nodiscard]] std::optional<std::int64_t> balance_micros() const { return balance_; }

private:
    net::Task<void> read_balance();
    net::Task<void> keep_fresh();
    net::Task<void> reread_if_lost();
    void make_heartbeat();
    void on_pulse(live::HeartbeatSession::Pulse pulse);
    [[nodiscard]] bool beating() const;

    Parts parts_;
    LiveLinkStart start_;
    live::SignerBuckets buckets_;
    live::OrderMaker maker_;
    live::LiveVenue venue_;
    std::unique_ptr<trading::Reconciler> reconciler_;
    std::unique_ptr<live::AccountSync> sync_;
    std::unique_ptr<live::UserFeed> feed_;
    AccountSession::Line pulse_line_;
    std::unique_ptr<live::Heartbeat> heartbeat_;  ///< Null unless asked for.
    bool reread_ = false;                         ///< The venue has probably cancelled everything.
    std::optional<std::int64_t> balance_;
    std::optional<Timestamp> balance_at_;
};

}  // namespace pm::wiring
