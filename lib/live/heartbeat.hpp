#pragma once

/// The order heartbeat: as long as it beats, the venue keeps our orders; when it stops, the venue
/// cancels them all. All of the API key's, also those that other programs placed.
///
/// It has a connection of its own, so that it never waits behind orders, and beats more often than
/// it must. What counts is the age of the last beat that the venue has acknowledged.
/// Source: docs/venue.md, heartbeat; reliability catalogue F-45, F-46.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "live/account_client.hpp"

namespace pm::live {

/// Ours, all below what the venue asks for (`heartbeat_expected`).
struct HeartbeatPace {
    Duration every = std::chrono::milliseconds{3'000};
    Duration retry = std::chrono::milliseconds{500};      ///< After a beat that failed.
    Duration give_up = std::chrono::milliseconds{2'500};  ///< On one beat.
    Duration late_after = std::chrono::seconds{6};        ///< No new orders.
    Duration lost_after = std::chrono::seconds{9};        ///< Take it that the orders are gone.
};

/// The chain of ids and the clock, without a connection.
class HeartbeatSession {
public:
    enum class Pulse : std::uint8_t {
        starting,  ///< Not one beat acknowledged: the venue expects none yet.
        good,
        late,  ///< Place no orders.
        lost,  ///< The venue has probably cancelled everything: read it all anew.
    };

    explicit HeartbeatSession(HeartbeatPace pace = {}) : pace_{pace} {}

    /// The id to send now.
    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] Instant next_beat() const { return next_; }

    /// Accepted; `next` is the id of the next one. The beat was sent at `sent`: that is when it
    /// counts from.
    void on_accepted(std::string next, Instant sent, Instant now);
    /// The venue expected another id: it is adopted, and the beat repeated at once, though not more
    /// than once in a row.
    void on_refused(std::string expected, Instant now);
    void on_failed(Instant now);

    /// Since the last acknowledged beat was sent; nothing before the first.
    [[nodiscard]] std::optional<Duration> age(Instant now) const;
    [[nodiscard]] Pulse pulse(Instant now) const;
    /// Another program beats with our key: ids that were not ours kept coming.
    [[nodiscard]] bool contested() const { return refusals_ >= 3; }

private:
    HeartbeatPace pace_;
    std::string id_;
    Instant next_{};
    std::optional<Instant> acknowledged_;
    int refusals_ = 0;  ///< In a row.
};

/// Lifetime    everything given outlives it. `client` should have an HTTP stack of its own.
/// Concurrency one coroutine awaits `run`.
class Heartbeat {
public:
    /// Told when the pulse changes.
    using Listener = std::function<void(HeartbeatSession::Pulse pulse)>;
    Heartbeat(AccountClient& client, const Clock& clock, HeartbeatPace pace, Listener listener,
              Log log = {});

    /// Beats until cancelled. Cancelling it on purpose is a last way to have everything cancelled.
    net::Task<void> run();

    [[nodiscard]] const HeartbeatSession& session() const { return session_; }
    [[nodiscard]] std::uint64_t beats() const { return beats_; }  ///< Acknowledged.

private:
    net::Task<void> beat();
    void tell();

    AccountClient& client_;
    const Clock& clock_;
    HeartbeatPace pace_;
    HeartbeatSession session_;
    HeartbeatSession::Pulse told_ = HeartbeatSession::Pulse::starting;
    Listener listener_;
    Log log_;
    std::uint64_t beats_ = 0;
};

}  // namespace pm::live
