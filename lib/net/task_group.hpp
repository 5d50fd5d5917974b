#pragma once

/// Tasks that run side by side.

#include <list>
#include <memory>
#include <vector>

#include "net/task.hpp"

namespace pm::net {

/// Tasks that somebody started and goes on without waiting for: requests on their way, a reading
/// in the background. They end together.
///
/// Lifetime    what the tasks refer to outlives them: await `stop` before it ends.
/// Concurrency one event loop.
class TaskGroup {
public:
    explicit TaskGroup(asio::any_io_executor executor);

    /// Runs `task`; its result is dropped: it reports by itself. It may begin before this returns
    /// when called on the loop. @return false, running nothing, after `stop`.
    bool start(Task<void> task);

    /// Cancels every task and waits until all have ended, also when told to stop meanwhile: they
    /// refer to what ends after us.
    Task<void> stop();

    [[nodiscard]] std::size_t running() const;

private:
    struct State;
    asio::any_io_executor executor_;
    std::shared_ptr<State> state_;  ///< A task's end may come when the loop ends, after us.
};

/// Runs `tasks` side by side until one ends, tells the others to stop, waits for them, and returns
/// what the first returned. Told to stop itself, it tells all, and returns Errc::cancelled.
/// A task that throws ends with Errc::internal.
Task<void> first_of(std::vector<Task<void>> tasks);

template <class... More>
Task<void> first_of(Task<void> one, More... more) {
    std::vector<Task<void>> tasks;
    tasks.push_back(std::move(one));
    (tasks.push_back(std::move(more)), ...);
    return first_of(std::move(tasks));
}

}  // namespace pm::net
