#pragma once

/// Live prices of a set of markets: sockets, polling when there is none, books, and a market set
/// that follows the venue. What `pm-stream` prints and what `pm-trade auto` acts on.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/cancellation_signal.hpp>

#include "live/book_poller.hpp"
#include "live/discovery.hpp"
#include "live/market_feed.hpp"
#include "net/pause.hpp"
#include "polymarket/feed_session.hpp"
#include "wiring/capture.hpp"
#include "wiring/session.hpp"
#include "wiring/stream_core.hpp"

namespace pm::wiring {

struct PriceStreamOptions {
    PriceStreamOptions() = default;

    live::Wish wish;                 ///< Names and filters.
    std::vector<Market> given;       ///< Markets known already (records on standard input).
    std::set<TokenId> only;          ///< Not empty: of their markets, these tokens alone.
    std::optional<Outcome> outcome;  ///< One side of every other market; nothing: both.
    Duration refresh{std::chrono::seconds{60}};  ///< Of the market set, venue's time; 0: never.
    std::size_t tokens_per_connection = polymarket::tokens_per_connection_default;
    polymarket::FeedPace feed;
    live::PollPace poll;
    CoreOptions core;
    CaptureWriter* capture =
        nullptr;  ///< Gets every input, when there is one. Outlives the stream.
};

/// Lifetime    session, env, listener and capture outlive the stream; the stream its `run`.
/// Concurrency one `run`; everything on one event loop.
class PriceStream {
public:
    PriceStream(Session& session, cli::Env& env, StreamListener& listener,
                PriceStreamOptions options);
    ~PriceStream();
    PriceStream(const PriceStream&) = delete;
    PriceStream& operator=(const PriceStream&) = delete;

    /// Finds the markets, streams them until the listener has enough, every named market has
    /// ended, or somebody cancels.
    /// @return Errc::not_found when nothing fits; the listener's errors; those of the catalogue
    ///         while finding; Errc::cancelled.
    net::Task<void> run();

    /// Says that the stream stops; call it after `run`. The listener still has to write it out.
    void say_stopping(std::string_view reason);

    [[nodiscard]] const StreamCore& core() const { return core_; }
    [[nodiscard]] const Clock& clock() const { return session_.clock(); }

private:
    struct Connection;
    struct Child;

    net::Task<void> find_markets();
    net::Task<void> run_connection(Connection* connection);
    net::Task<void> run_poller();
    net::Task<void> run_discovery();
    net::Task<void> read_books(std::vector<TokenId> tokens, RestReason reason);
    net::Task<void> wait_for_children();

    void admit(const Market& market);
    void release(const live::Gone& gone);
    [[nodiscard]] std::vector<TokenId> tokens_of(const Market& market) const;
    Connection& room_for(std::size_t tokens);
    void spawn(net::Task<void> task);
    void child_ended(Child* child, Result<void> result);
    void stop_children();
    Result<bool> drained();
    void note_doubtful();

    Session& session_;
    cli::Env& env_;
    PriceStreamOptions options_;
    StreamListener& listener_;
    StreamCore core_;
    live::Discovery discovery_;
    live::BookPoller poller_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<std::unique_ptr<Child>> children_;
    std::map<ConditionId, Connection*> owner_;
    std::map<TokenId, Instant> repaired_;  ///< When a token's book was last asked for again.
    std::set<TokenId> to_repair_;
    std::optional<boost::asio::any_io_executor> executor_;
    std::optional<net::Bell> ended_;
    std::optional<Result<void>> outcome_;
    bool stopping_ = false;
};

}  // namespace pm::wiring
