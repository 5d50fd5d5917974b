#include "net/breaker.hpp"

namespace pm::net {

bool Breaker::admit(Instant now) {
    switch (state(now)) {
        case State::closed: return true;
        case State::open: return false;
        case State::half_open: break;
    }
    if (probing_) return false;
    probing_ = true;
    return true;
}

void Breaker::succeeded() {
    failures_ = 0;
    open_ = false;
    probing_ = false;
}

void Breaker::failed(Instant now) {
    const bool probe_failed = probing_;
    probing_ = false;
    ++failures_;
    if (open_ && !probe_failed) return;  // sent before it opened: says nothing new
    if (!probe_failed && failures_ < policy_.failures_max) return;
    open_ = true;
    probe_at_ = now + policy_.cool_down;
}

void Breaker::abandoned() {
    probing_ = false;
}

Breaker::State Breaker::state(Instant now) const {
    if (!open_) return State::closed;
    return now < probe_at_ ? State::open : State::half_open;
}

Duration Breaker::wait(Instant now) const {
    if (!open_ || now >= probe_at_) return Duration{0};
    return probe_at_ - now;
}

}  // namespace pm::net
