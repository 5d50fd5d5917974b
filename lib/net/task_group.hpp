#pragma once

/// Tasks that somebody started and goes on without waiting for: requests on their way, a reading
/// in the background. They end together.

#include <list>
#include <memory>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>

#include "net/deadline.hpp"

namespace pm::net {

/// Lifetime    what the tasks refer to outlives them: await `stop` before it ends.
/// Concurrency one event loop.
class TaskGroup {
public:
    explicit TaskGroup(asio::any_io_executor executor)
        : executor_{std::move(executor)}, state_{std::make_shared<State>()} {}

    /// Runs `task`; its result is dropped: it reports by itself. It may begin before this returns
    /// when called on the loop. @return false, running nothing, after `stop`.
    bool start(Task<void> task) {
        if (state_->stopped) return false;
        state_->entries.remove_if([](const Entry& entry) { return entry.done; });
        auto& entry = state_->entries.emplace_back();
        ++state_->running;
        auto finish = [state = state_, &entry](std::exception_ptr, Result<void>) {
            entry.done = true;
            --state->running;
        };
        asio::co_spawn(executor_, std::move(task),
                       asio::bind_cancellation_slot(entry.stop.slot(), std::move(finish)));
        return true;
    }

    /// Cancels every task and waits until all have ended. Asked for again every 10 ms: a task that
    /// has just been given data does not hear the first word.
    Task<void> stop() {
        const auto state = state_;
        state->stopped = true;
        asio::steady_timer timer{co_await asio::this_coro::executor};
        while (state->running > 0) {
            for (auto& entry : state->entries) {
                if (!entry.done) entry.stop.emit(asio::cancellation_type::terminal);
            }
            timer.expires_after(std::chrono::milliseconds{10});
            co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
            // Told to stop too: the tasks still end first, they refer to what ends after us.
            co_await asio::this_coro::reset_cancellation_state();
        }
        co_return Result<void>{};
    }

    [[nodiscard]] std::size_t running() const { return state_->running; }

private:
    struct Entry {
        asio::cancellation_signal stop;
        bool done = false;
    };
    /// Outlives the group: a task's end may come when the loop is destroyed after it.
    struct State {
        std::list<Entry> entries;
        std::size_t running = 0;
        bool stopped = false;
    };

    asio::any_io_executor executor_;
    std::shared_ptr<State> state_;
};

}  // namespace pm::net
