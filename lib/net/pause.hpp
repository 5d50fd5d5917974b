#pragma once

/// Waiting that can be told to stop.

#include <optional>

#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "net/task.hpp"

namespace pm::net {

/// @return Errc::cancelled when told to stop meanwhile.
Task<void> pause(Duration time);

/// The same until `clock` is there. `clock` is looked at now, not later.
Task<void> pause_until(const Clock& clock, Instant until);

/// Until told to stop. @return Errc::cancelled.
Task<void> pause_for_ever();

/// Wakes a coroutine that waits for something to change. A ring that nobody waits for is lost, so
/// whoever waits looks at the state first.
class Bell {
public:
    explicit Bell(const asio::any_io_executor& executor) : timer_{executor} {}
    void ring() { timer_.cancel(); }
    /// @return false when nobody rang for `at_most`; true also when told to stop.
    asio::awaitable<bool> wait(std::optional<Duration> at_most = std::nullopt);

private:
    asio::steady_timer timer_;
};

}  // namespace pm::net
