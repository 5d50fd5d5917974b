#pragma once

/// Drives a `FeedSession` over a `MessageStream`: one connection to the market channel.

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "net/message_stream.hpp"
#include "polymarket/feed_session.hpp"

namespace pm::live {

/// What became of a frame.
struct FrameOutcome {
    std::span<const TokenId> books;  ///< Tokens of which it held a full book; until the next frame.
    const char* doubt = nullptr;     ///< Why the connection should start over, or null.
};

/// Takes what a feed brings. Called between awaits, never reentered.
class FeedHandler {
public:
    virtual ~FeedHandler() = default;
    /// `frame` lives during the call; 64 readable bytes follow it.
    virtual FrameOutcome on_frame(std::string_view frame) = 0;
    virtual void on_state(const polymarket::act::Tell& tell) = 0;
    virtual void on_polling(bool wanted) = 0;
};

/// Reconnects, resubscribes, pings and gives up on silent peers as its session says.
///
/// Lifetime    `clock` and `handler` outlive the feed.
/// Concurrency one coroutine awaits `step`; subscribe and unsubscribe are for between two steps.
/// Cancelling  by the awaiting coroutine's slot; `step` then returns Errc::cancelled.
class MarketFeed {
public:
    /// How to wait until an instant while there is no link; tests move their clock.
    using Sleep = std::function<net::Task<void>(Instant)>;

    MarketFeed(std::unique_ptr<net::MessageStream> stream, const Clock& clock,
               polymarket::FeedSession session, FeedHandler& handler);
    MarketFeed(std::unique_ptr<net::MessageStream> stream, const Clock& clock,
               polymarket::FeedSession session, FeedHandler& handler, Sleep sleep);

    /// Waits for something to happen and handles it: frames until none is buffered, a timer, a
    /// loss. Returns after at most half a second, so that its caller can do other things.
    /// @return Errc::cancelled only; losses are the session's business.
    net::Task<void> step();

    net::Task<void> subscribe(std::vector<TokenId> tokens);
    net::Task<void> unsubscribe(std::vector<TokenId> tokens);

    [[nodiscard]] const polymarket::FeedSession& session() const { return session_; }

private:
    net::Task<void> carry_out(polymarket::Actions actions);
    polymarket::Actions take_frame(std::string_view frame);
    net::Task<void> receive(Instant deadline);

    std::unique_ptr<net::MessageStream> stream_;
    const Clock& clock_;
    polymarket::FeedSession session_;
    FeedHandler& handler_;
    Sleep sleep_;
    bool started_ = false;
    bool linked_ = false;
};

}  // namespace pm::live
