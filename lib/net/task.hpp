#pragma once

/// What a fallible coroutine returns, and starting one that nobody awaits.

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/result.hpp"

namespace pm::net {

namespace asio = boost::asio;
template <class T>
using Task = asio::awaitable<Result<T>>;

/// Told at the end of a spawned coroutine; what it threw, or nothing.
using Ended = std::function<void(std::exception_ptr thrown)>;

/// Runs `work`, which may begin before this returns when called on the loop. Asio's own co_spawn
/// costs every file that calls it a second of compile time; this is compiled once.
/// @param stop  cancels it; what it refers to outlives `work`.
void spawn(const asio::any_io_executor& executor, asio::awaitable<void> work, Ended ended,
           asio::cancellation_slot stop = {});

/// Puts what `task` returns into `*out`, which outlives it: so that `spawn` can run any task.
template <class T>
asio::awaitable<void> keep(Task<T> task, std::optional<Result<T>>* out) {
    auto result = co_await std::move(task);
    out->emplace(std::move(result));
}

}  // namespace pm::net
