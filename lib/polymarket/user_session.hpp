#pragma once

/// One connection to the user channel as a state machine without sockets.
///
/// The stream tells of fills first but proves nothing: nothing is numbered, nothing is repeated,
/// and wrong credentials are answered by closing. So after each connect, after each frame that
/// cannot be read, and from time to time, the session asks for a resync: open orders and trades
/// are read by request while the stream is already heard. `live` means that this has been done
/// since the connection was made.
///
/// Inputs are method calls, outputs are actions; live/user_feed carries them out. The frame with
/// the credentials is never seen here: `Authenticate` says that the driver is to send it.
/// Source: docs/venue.md, user channel; reliability catalogue F-01, F-05, F-10.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "polymarket/feed_session.hpp"

namespace pm::polymarket {

namespace act {
/// Send the first frame, with the credentials.
struct Authenticate {
    friend bool operator==(const Authenticate&, const Authenticate&) = default;
};
/// Read open orders and trades since the last seen, then call on_resynced.
struct Resync {
    std::string reason;
    friend bool operator==(const Resync&, const Resync&) = default;
};
}  // namespace act

using UserAction =
    std::variant<act::Connect, act::Cut, act::Authenticate, act::Send, act::Resync, act::Tell>;
using UserActions = std::vector<UserAction>;

struct UserPace {
    Duration ping_every = polymarket::ping_every;
    Duration silence_max = dead_after;
    BackoffPace retry = reconnect_pace;
    Duration healthy_after = std::chrono::seconds{60};  ///< Live this long resets the back-off.
    /// A live stream is checked against requests this often: a mute one looks just like it. Ours.
    Duration check_every = std::chrono::seconds{60};
    BackoffPace resync_retry{std::chrono::milliseconds{500}, std::chrono::seconds{10}};
    int refusals = 3;  ///< Closed so often before a word was heard: the credentials are suspect.
};

class UserSession {
public:
    /// `random` draws the jitter and must outlive the session.
    UserSession(UserPace pace, Random& random) : pace_{pace}, random_{random} {}

    /// Call once, first.
    [[nodiscard]] UserActions start(Instant now);
    /// The link is up. @pre the last action was Connect.
    [[nodiscard]] UserActions on_connected(Instant now);
    /// Any frame came in, PONG included. The first one shows that the credentials were taken.
    [[nodiscard]] UserActions on_heard(Instant now);
    /// A frame came in that makes no sense.
    [[nodiscard]] UserActions on_unreadable(std::string_view why, Instant now);
    /// How a resync ended. A failed one is asked for again, later each time.
    [[nodiscard]] UserActions on_resynced(bool done, Instant now);
    [[nodiscard]] UserActions on_wake(Instant now);
    /// The link failed or could not be had.
    [[nodiscard]] UserActions on_lost(std::string_view why, Instant now);

    [[nodiscard]] Instant next_wake() const;
    [[nodiscard]] bool live() const { return state_ == State::live; }
    [[nodiscard]] bool linked() const {
        return state_ == State::greeting || state_ == State::resync || state_ == State::live;
    }
    /// Connections were closed before a word came, several in a row.
    [[nodiscard]] bool credentials_suspect() const { return refusals_ >= pace_.refusals; }

private:
    enum class State : std::uint8_t { idle, connecting, greeting, resync, live, waiting };
    void ask_resync(UserActions& out, std::string reason);

    UserPace pace_;
    Random& random_;
    State state_ = State::idle;
    bool resyncing_ = false;     ///< One is under way.
    bool resync_again_ = false;  ///< Another is wanted when it ends.
    bool gap_told_ = false;
    int failures_ = 0;
    int refusals_ = 0;
    int resync_failures_ = 0;
    Instant next_ping_{};
    Instant silent_after_{};
    Instant retry_at_{};
    Instant check_at_{};  ///< When a resync is wanted next.
    Instant live_since_{};
};

}  // namespace pm::polymarket
