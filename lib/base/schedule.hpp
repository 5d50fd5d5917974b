#pragma once

/// Periodic work: what is due, what ran, what failed. Pure; the caller brings the time, runs the
/// tasks and reports how they ended.
///
/// A task never overlaps itself: it is not due again before `finished` was called for it. After
/// an error it waits by full jitter instead of its interval, so a broken source is not hammered
/// and many programs do not come back together.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"

namespace pm {

/// How one task repeats.
struct TaskPlan {
    std::string name;      ///< For people: "forecasts".
    Duration every{};      ///< From the end of one run to the start of the next. Positive.
    Duration jitter{0};    ///< Up to this much is added to `every`, drawn anew each time.
    Duration first_in{0};  ///< The first run comes this long after `add`, without jitter.
    BackoffPace backoff{std::chrono::seconds{1}, std::chrono::minutes{5}};  ///< After errors.
};

/// Which task, in the order of `add`: 0, 1, 2.
using TaskId = std::size_t;

/// One row for people: `pm-monitor watch`, logs.
struct TaskStatus {
    std::string name;
    bool running = false;
    std::int64_t runs = 0;      ///< Finished runs, failed ones included.
    std::int64_t failures = 0;  ///< Of them.
    int failures_in_a_row = 0;  ///< Zero after a success.
    std::string last_error;     ///< Of the latest failure, even if runs since went well.
    std::optional<Duration> last_duration;  ///< From `due` to `finished`.
    std::optional<Instant> last_end;
    std::optional<Instant> next_due;  ///< Nothing while it runs.
};

class Schedule {
public:
    /// `random` draws the jitter and must outlive the schedule.
    explicit Schedule(Random& random) : random_{random} {}

    /// @pre plan.every > 0, no negative durations.
    TaskId add(TaskPlan plan, Instant now);

    /// When to call `due` next; nothing when every task is running or there is none.
    /// Never before `now`: what is late is due now.
    [[nodiscard]] std::optional<Instant> next_due(Instant now) const;

    /// The tasks to start now, longest waiting first; equal ones in the order of `add`. Each
    /// counts as running until `finished`.
    [[nodiscard]] std::vector<TaskId> due(Instant now);

    /// A run has ended; `error` says why it failed, nothing means that it went well.
    /// @pre the task is running.
    void finished(TaskId task, Instant now, std::optional<std::string> error = std::nullopt);

    /// Makes the task due at once; if it is running, once more right after it ends well.
    void run_now(TaskId task, Instant now);

    [[nodiscard]] std::size_t size() const { return tasks_.size(); }
    [[nodiscard]] const TaskStatus& status(TaskId task) const;
    [[nodiscard]] std::vector<TaskStatus> statuses() const;

private:
    struct Task {
        TaskPlan plan;
        TaskStatus status;
        Instant started{};
        bool again = false;
    };
    [[nodiscard]] Duration pause(const Task& task);

    Random& random_;
    std::vector<Task> tasks_;
};

}  // namespace pm
