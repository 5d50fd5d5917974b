#pragma once

/// Many tasks, a few at a time, results in order.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "net/pause.hpp"

namespace pm::net {

template <class T>
using Job = std::function<Task<T>()>;

namespace detail {

/// Shared by the workers and the one who waits: a cancelled waiter leaves first.
template <class T>
struct FanOut {
    FanOut(asio::any_io_executor executor, std::vector<Job<T>> all)
        : jobs{std::move(all)}, results(jobs.size()), done{executor} {}
    std::vector<Job<T>> jobs;
    std::vector<std::optional<Result<T>>> results;
    Bell done;
    std::size_t next = 0;
    std::size_t workers = 0;
    bool stopped = false;
};

template <class T>
asio::awaitable<void> work(std::shared_ptr<FanOut<T>> all) {
    while (!all->stopped && all->next < all->jobs.size()) {
        const auto mine = all->next++;
        auto task = all->jobs[mine]();
        all->results[mine] = co_await std::move(task);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) all->stopped = true;
    }
}

}  // namespace detail

/// Runs `jobs`, at most `at_once` at a time, and returns their results in the jobs' order.
///
/// Each job makes its task when its turn comes; what the jobs refer to outlives the call.
/// One job's error does not stop the others. Cancelling stops the running tasks, starts no more,
/// and waits for those that run; jobs never started then have Errc::cancelled.
/// @pre at_once > 0.
template <class T>
asio::awaitable<std::vector<Result<T>>> fan_out(std::vector<Job<T>> jobs, std::size_t at_once) {
    const auto executor = co_await asio::this_coro::executor;
    auto all = std::make_shared<detail::FanOut<T>>(executor, std::move(jobs));
    all->workers = std::min(at_once, all->jobs.size());
    std::vector<asio::cancellation_signal> stops(all->workers);
    for (auto& stop : stops) {
        Ended finish = [all](std::exception_ptr) {
            if (--all->workers == 0) all->done.ring();
        };
        spawn(executor, detail::work<T>(all), std::move(finish), stop.slot());
    }
    while (all->workers > 0) {
        co_await all->done.wait();
        const auto state = co_await asio::this_coro::cancellation_state;
        if (all->workers == 0 || state.cancelled() == asio::cancellation_type::none) continue;
        all->stopped = true;
        for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
        co_await asio::this_coro::reset_cancellation_state();
    }
    std::vector<Result<T>> out;
    out.reserve(all->results.size());
    for (auto& result : all->results) {
        if (result)
            out.push_back(std::move(*result));
        else
            out.push_back(fail(Errc::cancelled, "told to stop"));
    }
    co_return out;
}

}  // namespace pm::net
