#include "base/schedule.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace pm {

TaskId Schedule::add(TaskPlan plan, Instant now) {
    PM_ASSERT(plan.every > Duration{0});
    PM_ASSERT(plan.jitter >= Duration{0} && plan.first_in >= Duration{0});
    Task task;
    task.status.name = plan.name;
    task.status.next_due = now + plan.first_in;
    task.plan = std::move(plan);
    tasks_.push_back(std::move(task));
    return tasks_.size() - 1;
}

std::optional<Instant> Schedule::next_due(Instant now) const {
    std::optional<Instant> first;
    for (const auto& task : tasks_) {
        const auto& at = task.status.next_due;
        if (at && (!first || *at < *first)) first = at;
    }
    if (first && *first < now) return now;
    return first;
}

std::vector<TaskId> Schedule::due(Instant now) {
    std::vector<TaskId> ready;
    for (TaskId id = 0; id < tasks_.size(); ++id) {
        const auto& at = tasks_[id].status.next_due;
        if (at && *at <= now) ready.push_back(id);
    }
    std::stable_sort(ready.begin(), ready.end(), [&](TaskId a, TaskId b) {
        return *tasks_[a].status.next_due < *tasks_[b].status.next_due;
    });
    for (const auto id : ready) {
        auto& task = tasks_[id];
        task.started = now;
        task.again = false;
        task.status.running = true;
        task.status.next_due.reset();
    }
    return ready;
}

void Schedule::finished(TaskId id, Instant now, std::optional<std::string> error) {
    PM_ASSERT(id < tasks_.size() && tasks_[id].status.running);
    auto& task = tasks_[id];
    auto& status = task.status;
    status.running = false;
    status.last_end = now;
    status.last_duration = now - task.started;
    ++status.runs;
    if (error) {
        ++status.failures;
        ++status.failures_in_a_row;
        status.last_error = std::move(*error);
    } else {
        status.failures_in_a_row = 0;
    }
    // A wish for another run doesn't override the wait after an error.
    status.next_due = task.again && !error ? now : now + pause(task);
    task.again = false;
}

void Schedule::run_now(TaskId id, Instant now) {
    PM_ASSERT(id < tasks_.size());
    auto& task = tasks_[id];
    if (task.status.running) {
        task.again = true;
    } else {
        task.status.next_due = now;
    }
}

const TaskStatus& Schedule::status(TaskId id) const {
    PM_ASSERT(id < tasks_.size());
    return tasks_[id].status;
}

std::vector<TaskStatus> Schedule::statuses() const {
    std::vector<TaskStatus> rows;
    rows.reserve(tasks_.size());
    for (const auto& task : tasks_) rows.push_back(task.status);
    return rows;
}

Duration Schedule::pause(const Task& task) {
    if (task.status.failures_in_a_row > 0) {
        return full_jitter(task.plan.backoff, task.status.failures_in_a_row - 1, random_);
    }
    if (task.plan.jitter == Duration{0}) return task.plan.every;
    const auto range = static_cast<std::uint64_t>(task.plan.jitter.count()) + 1;
    return task.plan.every + Duration{static_cast<Duration::rep>(random_.below(range))};
}

}  // namespace pm
