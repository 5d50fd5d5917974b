#pragma once

/// A queue in front of token buckets: whoever comes waits for a token, in order.

#include <vector>

#include "base/clock.hpp"
#include "base/token_bucket.hpp"
#include "net/slots.hpp"

namespace pm::net {

/// Concurrency any number of waiting tasks on one event loop; first come, first served.
/// Lifetime    `clock` (real steady time) and the gate outlive the tasks.
class RateGate {
public:
    RateGate(asio::any_io_executor executor, const Clock& clock,
             const std::vector<BucketRate>& rates);

    /// Takes one token from every bucket, waiting for the slowest. @return Errc::cancelled only.
    Task<void> pass();

    /// How long the next one would wait, the queue not counted.
    [[nodiscard]] Duration wait(Instant now);

private:
    const Clock& clock_;
    std::vector<TokenBucket> buckets_;
    Slots turn_;
};

}  // namespace pm::net
