#pragma once

/// Drives a `UserSession` over a `MessageStream`: the connection to the user channel.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "net/message_stream.hpp"
#include "net/task_group.hpp"
#include "polymarket/user_frame.hpp"
#include "polymarket/user_session.hpp"

namespace pm::live {

/// Takes what the user channel brings. Called between awaits, never reentered.
class UserFeedHandler {
public:
    virtual ~UserFeedHandler() = default;
    virtual void on_event(const polymarket::UserEvent& event) = 0;
    virtual void on_state(const polymarket::act::Tell& tell) = 0;
    /// The connection is gone: what is known may be out of date until the next resync.
    virtual void on_lost() = 0;
    /// Reads open orders and trades; frames go on being delivered meanwhile. `check`: nothing is
    /// known to be missing, this is to make sure.
    /// @return an error when anything was not read whole: it is asked for again.
    virtual net::Task<void> resync(bool check) = 0;
};

/// Lifetime    everything given outlives the feed; await `close` before it ends.
/// Concurrency one coroutine awaits `step`.
/// Cancelling  by the awaiting coroutine's slot; `step` then returns Errc::cancelled.
class UserFeed {
public:
    using Sleep = std::function<net::Task<void>(Instant)>;
    struct Parts {
        std::unique_ptr<net::MessageStream> stream;
        const Clock& clock;
        const polymarket::ApiKey& key;
        UserFeedHandler& handler;
        boost::asio::any_io_executor executor;
    };
    UserFeed(Parts parts, polymarket::UserSession session, Log log = {});
    UserFeed(Parts parts, polymarket::UserSession session, Log log, Sleep sleep);

    /// Waits for something to happen and handles it, for at most a quarter of a second.
    /// @return Errc::cancelled only.
    net::Task<void> step();
    /// Steps until cancelled.
    net::Task<void> run();
    /// Ends a resync under way and the connection.
    net::Task<void> close();

    [[nodiscard]] const polymarket::UserSession& session() const { return session_; }
    [[nodiscard]] std::uint64_t frames() const { return frames_; }
    [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }
    [[nodiscard]] std::uint64_t skipped() const { return skipped_; }  ///< Of unknown kinds.

private:
    net::Task<void> carry_out(polymarket::UserActions actions);
    net::Task<bool> carry_out_one(polymarket::UserAction action, polymarket::UserActions* then);
    net::Task<void> receive(Instant deadline);
    net::Task<void> take_frame(std::string_view frame);
    net::Task<void> resync(bool check);

    Parts parts_;
    polymarket::UserSession session_;
    Log log_;
    Sleep sleep_;
    net::TaskGroup tasks_;
    polymarket::UserActions pending_;  ///< What a finished resync led to.
    bool started_ = false;
    bool linked_ = false;
    std::uint64_t frames_ = 0;
    std::uint64_t unreadable_ = 0;
    std::uint64_t skipped_ = 0;
};

}  // namespace pm::live
