#pragma once

/// A circuit breaker: stops asking a host that keeps failing. Pure; the caller brings the time.

#include "base/clock.hpp"

namespace pm::net {

struct BreakerPolicy {
    int failures_max = 8;                          ///< This many failures in a row open it.
    Duration cool_down = std::chrono::seconds{5};  ///< Time until a probe is let through.
};

/// Closed: everything passes. Open: nothing does. Half-open: one probe does, and decides.
class Breaker {
public:
    enum class State : std::uint8_t { closed, open, half_open };

    explicit Breaker(BreakerPolicy policy) : policy_{policy} {}

    /// Whether a request may go out now. A true in state half_open makes it the probe: report
    /// its end with one of the three below.
    [[nodiscard]] bool admit(Instant now);
    void succeeded();          ///< The host answered sensibly. Closes.
    void failed(Instant now);  ///< It did not. A failed probe opens again at once.
    void abandoned();          ///< Cancelled before it said anything about the host.

    [[nodiscard]] State state(Instant now) const;
    /// How long until a probe may pass; zero when closed.
    [[nodiscard]] Duration wait(Instant now) const;

private:
    BreakerPolicy policy_;
    int failures_ = 0;
    bool open_ = false;
    bool probing_ = false;
    Instant probe_at_{};
};

}  // namespace pm::net
