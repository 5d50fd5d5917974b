#include "net/pause.hpp"

#include <algorithm>

#include "net/as_value.hpp"

namespace pm::net {

asio::awaitable<bool> Bell::wait(std::optional<Duration> at_most) {
    if (at_most) {
        timer_.expires_after(*at_most);
    } else {
        timer_.expires_at(asio::steady_timer::time_point::max());
    }
    const auto [rung] = co_await timer_.async_wait(as_value);
    co_return static_cast<bool>(rung);
}

Task<void> pause(Duration time) {
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    const auto [stopped] = co_await timer.async_wait(as_value);
    if (stopped) co_return fail(Errc::cancelled, "told to stop");
    co_return Result<void>{};
}

Task<void> pause_until(const Clock& clock, Instant until) {
    return pause(std::max(until - clock.steady(), Duration{0}));
}

Task<void> pause_for_ever() {
    return pause(std::chrono::hours{24 * 365});
}

}  // namespace pm::net
