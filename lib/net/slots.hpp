#pragma once

/// A counted resource waited for in order: at most so many at once.

#include <list>
#include <memory>

#include "net/pause.hpp"

namespace pm::net {

/// Concurrency any number of waiting tasks on one event loop; first come, first served.
class Slots {
    struct State;

public:
    /// @pre count > 0.
    Slots(asio::any_io_executor executor, int count);

    /// One of them, given back when destroyed. May outlive the Slots.
    class Hold {
    public:
        Hold() = default;
        Hold(Hold&&) noexcept = default;
        Hold& operator=(Hold&& other) noexcept;
        ~Hold();

    private:
        friend class Slots;
        explicit Hold(std::shared_ptr<State> state) : state_{std::move(state)} {}
        std::shared_ptr<State> state_;
    };

    /// Waits for a turn. @return Errc::cancelled only.
    Task<Hold> acquire();

    [[nodiscard]] int free() const;
    [[nodiscard]] std::size_t waiting() const;

private:
    struct Waiter {
        explicit Waiter(const asio::any_io_executor& executor) : wake{executor} {}
        Bell wake;
        bool granted = false;
    };
    struct State {
        State(asio::any_io_executor e, int count) : executor{std::move(e)}, free{count} {}
        void give_back();
        asio::any_io_executor executor;
        int free;
        std::list<Waiter*> queue;  ///< Each lives in the frame of its waiting coroutine.
    };
    static Task<Hold> wait(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;  ///< Shared with holds in frames that end after us.
};

}  // namespace pm::net
