#include "net/slots.hpp"

#include "base/assert.hpp"

namespace pm::net {

Slots::Slots(asio::any_io_executor executor, int count)
    : state_{std::make_shared<State>(std::move(executor), count)} {
    PM_ASSERT(count > 0);
}

Slots::Hold& Slots::Hold::operator=(Hold&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}

Slots::Hold::~Hold() {
    if (state_) state_->give_back();
}

void Slots::State::give_back() {
    if (queue.empty()) {
        ++free;
        return;
    }
    auto* next = queue.front();
    queue.pop_front();
    next->granted = true;
    next->wake.ring();
}

Task<Slots::Hold> Slots::acquire() {
    return wait(state_);
}

Task<Slots::Hold> Slots::wait(std::shared_ptr<State> state) {
    if (state->free > 0) {
        --state->free;
        co_return Hold{std::move(state)};
    }
    Waiter me{state->executor};
    /// Leaves the queue however the coroutine ends, also when its frame is destroyed.
    struct Place {
        State& state;
        Waiter& me;
        ~Place() {
            if (!me.granted) state.queue.remove(&me);
        }
    };
    state->queue.push_back(&me);
    const Place place{*state, me};
    co_await me.wake.wait();
    if (!me.granted) co_return fail(Errc::cancelled, "told to stop");
    co_return Hold{state};
}

int Slots::free() const {
    return state_->free;
}

std::size_t Slots::waiting() const {
    return state_->queue.size();
}

}  // namespace pm::net
