#pragma once

/// One connection to the market channel as a state machine without sockets.
///
/// Inputs are method calls, outputs are lists of actions for the driver to carry out. The driver
/// (live/market_feed) owns the socket and the timer; this class owns every decision: what to
/// send, when to ping, when the peer is dead, when to try again, when the books are whole again
/// and when to read them by polling meanwhile. Tests drive it with tokens and a clock of theirs.
///
/// What a consumer sees, in order: connecting, resync, live; after a loss gap, perhaps polling,
/// resync, live. `live` means that a book came for every token since the connection was made.
///
/// Source: docs/venue.md, market channel.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

namespace act {
/// Close whatever is open and connect anew; then call on_connected or on_lost.
struct Connect {
    friend bool operator==(const Connect&, const Connect&) = default;
};
/// Close what is open; nothing is to be called back.
struct Cut {
    friend bool operator==(const Cut&, const Cut&) = default;
};
struct Send {
    std::string text;
    friend bool operator==(const Send&, const Send&) = default;
};
/// Tell the consumer.
struct Tell {
    StreamState state;
    std::string reason;
    std::vector<TokenId> tokens;  ///< Those concerned, when not all of the connection's.
    friend bool operator==(const Tell&, const Tell&) = default;
};
/// Start (stop) reading books by polling.
struct Poll {
    bool on;
    friend bool operator==(const Poll&, const Poll&) = default;
};
/// Call on_wake at this time; replaces any earlier wish.
struct Wake {
    Instant at;
    friend bool operator==(const Wake&, const Wake&) = default;
};
}  // namespace act
using Action = std::variant<act::Connect, act::Cut, act::Send, act::Tell, act::Poll, act::Wake>;
using Actions = std::vector<Action>;

/// Pace of the session; the defaults are facts of the venue or, where marked, choices of ours.
struct FeedPace {
    Duration ping_every = polymarket::ping_every;
    Duration silence_max = dead_after;  ///< No frame for this long: dead.
    BackoffPace retry = reconnect_pace;
    Duration healthy_after =
        std::chrono::seconds{60};                    ///< Live this long resets the back-off. Ours.
    Duration resync_max = std::chrono::seconds{10};  ///< A book for every token by then. Ours.
    int poll_after_failures = 3;                     ///< Failed connects in a row. Ours.
    Duration poll_after = std::chrono::seconds{5};   ///< Without a link. Ours.
};

class FeedSession {
public:
    /// `random` draws the jitter and must outlive the session. @pre at most
    /// `tokens_per_connection_max` tokens, here and later.
    FeedSession(std::vector<TokenId> tokens, FeedPace pace, Random& random);

    /// Call once, first.
    [[nodiscard]] Actions start(Instant now);

    /// The link is up. Sends the whole subscription. @pre the last action was Connect.
    [[nodiscard]] Actions on_connected(Instant now);

    /// Any frame came in, PONG included: the peer is alive.
    void on_heard(Instant now);

    /// A full book of `token` came in.
    [[nodiscard]] Actions on_book(const TokenId& token, Instant now);

    /// The time last asked for by Wake has come (or later).
    [[nodiscard]] Actions on_wake(Instant now);

    /// The link failed or could not be had, however it failed.
    [[nodiscard]] Actions on_lost(std::string_view why, Instant now);

    /// What came in cannot be trusted: drop the link and start over.
    [[nodiscard]] Actions on_doubt(std::string_view why, Instant now);

    /// More (fewer) tokens, at any time. Tokens that are there (not there) already are ignored.
    [[nodiscard]] Actions subscribe(const std::vector<TokenId>& tokens, Instant now);
    [[nodiscard]] Actions unsubscribe(const std::vector<TokenId>& tokens, Instant now);

    /// When on_wake wants to be called.
    [[nodiscard]] Instant next_wake() const;
    [[nodiscard]] const std::set<TokenId>& tokens() const { return wanted_; }
    [[nodiscard]] bool live() const { return state_ == State::live; }
    [[nodiscard]] bool polling() const { return polling_; }

private:
    enum class State : std::uint8_t { idle, connecting, resync, live, waiting };

    void lose(Actions& out, std::string_view why, Instant now);
    void maybe_poll(Actions& out, Instant now);
    void settle(Actions& out, Instant now);
    void resync_is_over(Actions& out, Instant now);
    [[nodiscard]] bool linked() const { return state_ == State::resync || state_ == State::live; }
    [[nodiscard]] Actions woken(Actions out) const;

    std::set<TokenId> wanted_;
    std::set<TokenId> awaited_;  ///< Wanted, and no book since the connection was made.
    std::set<TokenId> missed_;   ///< Those a whole resync waited for in vain.
    FeedPace pace_;
    Random& random_;
    State state_ = State::idle;
    bool polling_ = false;
    bool outage_ = true;       ///< Since the start or the last loss, until live.
    bool gap_told_ = false;    ///< Of this outage.
    bool heard_book_ = false;  ///< On this connection.
    int failures_ = 0;         ///< Losses in a row without a healthy stretch.
    int failed_connects_ = 0;  ///< In a row.
    Instant next_ping_{};
    Instant silent_after_{};
    Instant books_until_{};  ///< By when the awaited books must have come.
    Instant live_since_{};
    Instant lost_at_{};  ///< Start of this outage.
    Instant retry_at_{};
};

/// The text of a first subscription: {"type":"market","assets_ids":[…],"initial_dump":true,
/// "level":2,"custom_feature_enabled":true}. Source: docs/venue.md, market channel.
[[nodiscard]] std::string subscription_text(const std::vector<TokenId>& tokens);

/// A later change: {"operation":"subscribe","assets_ids":[…],"custom_feature_enabled":true}.
[[nodiscard]] std::string change_text(bool subscribe, const std::vector<TokenId>& tokens);

}  // namespace pm::polymarket
