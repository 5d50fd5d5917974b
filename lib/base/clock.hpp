#pragma once

/// The only door to time. Everything else takes a `Clock&`, so tests and replays own the time.

#include <chrono>

namespace pm {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;  ///< Wall time, UTC. For records and signing.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;  ///< For intervals.

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;   ///< May jump when the host is adjusted.
    [[nodiscard]] virtual Instant steady() const = 0;  ///< Never goes back.
};

/// A clock that moves only when told to. Both readings advance together.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start) : start_{start} {}
    [[nodiscard]] Timestamp now() const override { return start_ + elapsed_; }
    [[nodiscard]] Instant steady() const override { return Instant{elapsed_}; }
    void advance(Duration by) { elapsed_ += by; }
    /// Moves the wall reading to `to`, never backwards. Replays follow their records with it.
    void advance_to(Timestamp to) {
        if (to > now()) elapsed_ = to - start_;
    }

private:
    Timestamp start_;
    Duration elapsed_{0};
};

/// Wall time that starts at `start` and runs `speed` times as fast as `real`.
///
/// The simulator's clock, and that of a tool that follows a simulated venue. `steady` stays
/// real: timeouts and pings happen on real sockets. `real` must outlive it.
class ScaledClock final : public Clock {
public:
    ScaledClock(const Clock& real, Timestamp start, double speed)
        : real_{real}, began_{real.steady()}, start_{start}, speed_{speed} {}
    [[nodiscard]] Timestamp now() const override {
        const auto real = static_cast<double>((real_.steady() - began_).count());
        return start_ + Duration{static_cast<Duration::rep>(real * speed_)};
    }
    [[nodiscard]] Instant steady() const override { return real_.steady(); }
    [[nodiscard]] double speed() const { return speed_; }

private:
    const Clock& real_;
    Instant began_;
    Timestamp start_;
    double speed_;
};

}  // namespace pm
