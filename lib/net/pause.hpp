#pragma once

/// Waiting that can be told to stop.

#include <algorithm>

#include "net/deadline.hpp"

namespace pm::net {

/// @return Errc::cancelled when told to stop meanwhile.
inline Task<void> pause(Duration time) {
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    const auto [stopped] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (stopped) co_return fail(Errc::cancelled, "told to stop");
    co_return Result<void>{};
}

/// The same until `clock` is there. `clock` is looked at now, not later.
inline Task<void> pause_until(const Clock& clock, Instant until) {
    return pause(std::max(until - clock.steady(), Duration{0}));
}

}  // namespace pm::net
