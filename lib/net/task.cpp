#include "net/task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include "net/deadline.hpp"
#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::net {

namespace {

/// A word to stop is lost on a coroutine that has just been given its data: it is said again.
constexpr Duration say_again = std::chrono::milliseconds{10};

/// A spawned coroutine. Shared with its end, which may come when the loop itself ends.
struct Child {
    asio::cancellation_signal stop;
    std::optional<Result<void>> result;
    std::exception_ptr thrown;
    bool ended = false;
};

/// Children and the bell that rings whenever one ends.
struct Family {
    explicit Family(const asio::any_io_executor& executor) : bell{executor} {}
    Bell bell;
    std::list<Child> children;
    Child* first = nullptr;  ///< The first that ended.
    std::size_t running = 0;

    void tell_all() {
        for (auto& child : children) {
            if (!child.ended) child.stop.emit(asio::cancellation_type::terminal);
        }
    }
};

void start(const asio::any_io_executor& executor, const std::shared_ptr<Family>& family,
           asio::awaitable<void> work, Child* child) {
    ++family->running;
    Ended ended = [family, child](std::exception_ptr thrown) {
        child->ended = true;
        child->thrown = std::move(thrown);
        if (family->first == nullptr) family->first = child;
        --family->running;
        family->bell.ring();
    };
    spawn(executor, std::move(work), std::move(ended), child->stop.slot());
}

/// Tells all to stop until they have.
asio::awaitable<void> end_all(std::shared_ptr<Family> family) {
    while (family->running > 0) {
        family->tell_all();
        co_await family->bell.wait(say_again);
    }
}

}  // namespace

void spawn(const asio::any_io_executor& executor, asio::awaitable<void> work, Ended ended,
           asio::cancellation_slot stop) {
    asio::co_spawn(executor, std::move(work), asio::bind_cancellation_slot(stop, std::move(ended)));
}

asio::awaitable<Race> race(asio::awaitable<void> work, Duration limit) {
    const auto executor = co_await asio::this_coro::executor;
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);  // it has to wait for the end
    const auto family = std::make_shared<Family>(executor);
    auto* child = &family->children.emplace_back();
    start(executor, family, std::move(work), child);
    auto end = Race::done;
    if (!child->ended) {
        const bool rung = co_await family->bell.wait(limit);
        if (!child->ended) end = rung ? Race::stopped : Race::late;
    }
    co_await end_all(family);
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (end == Race::done && child->thrown) std::rethrow_exception(child->thrown);
    co_return end;
}

Task<void> first_of(std::vector<Task<void>> tasks) {
    const auto executor = co_await asio::this_coro::executor;
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto family = std::make_shared<Family>(executor);
    for (auto& task : tasks) {
        auto* child = &family->children.emplace_back();
        start(executor, family, keep(std::move(task), &child->result), child);
    }
    if (family->first == nullptr) co_await family->bell.wait();
    const auto* first = family->first;
    co_await end_all(family);
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (first == nullptr) co_return fail(Errc::cancelled, "told to stop");
    if (!first->result) co_return fail(Errc::internal, "a task threw");
    co_return *first->result;
}

struct TaskGroup::State : Family {
    using Family::Family;
    bool stopped = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor)
    : executor_{std::move(executor)}, state_{std::make_shared<State>(executor_)} {}

bool TaskGroup::start(Task<void> task) {
    if (state_->stopped) return false;
    state_->children.remove_if([](const Child& child) { return child.ended; });
    auto* child = &state_->children.emplace_back();
    net::start(executor_, state_, keep(std::move(task), &child->result), child);
    return true;
}

Task<void> TaskGroup::stop() {
    const auto state = state_;
    state->stopped = true;
    while (state->running > 0) {
        state->tell_all();
        co_await state->bell.wait(say_again);
        co_await asio::this_coro::reset_cancellation_state();
    }
    co_return Result<void>{};
}

std::size_t TaskGroup::running() const {
    return state_->running;
}

}  // namespace pm::net
