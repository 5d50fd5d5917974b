#include "net/rate_gate.hpp"

#include <algorithm>

#include "net/pause.hpp"

namespace pm::net {

RateGate::RateGate(asio::any_io_executor executor, const Clock& clock,
                   const std::vector<BucketRate>& rates)
    : clock_{clock}, buckets_{rates.begin(), rates.end()}, turn_{std::move(executor), 1} {}

Duration RateGate::wait(Instant now) {
    Duration longest{0};
    for (auto& bucket : buckets_) longest = std::max(longest, bucket.wait_for(1, now));
    return longest;
}

Task<void> RateGate::pass() {
    auto turn = co_await turn_.acquire();
    if (!turn) co_return pm::pass(turn);
    for (auto left = wait(clock_.steady()); left > Duration{0}; left = wait(clock_.steady())) {
        auto waited = co_await pause(left);
        if (!waited) co_return waited;
    }
    for (auto& bucket : buckets_) {
        // Never refused: nobody else took one since `wait` said zero.
        static_cast<void>(bucket.take(1, clock_.steady()));
    }
    co_return Result<void>{};
}

}  // namespace pm::net
