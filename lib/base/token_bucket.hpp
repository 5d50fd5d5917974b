#pragma once

/// A token bucket: `burst` at once, `refill` every `period`. Pure; the caller brings the time.

#include <cstdint>

#include "base/clock.hpp"

namespace pm {

struct BucketRate {
    std::int64_t burst;   ///< Most tokens held. Positive.
    std::int64_t refill;  ///< Tokens that come back in one period. Positive.
    Duration period;
};

class TokenBucket {
public:
    explicit TokenBucket(BucketRate rate) : rate_{rate}, micro_tokens_{rate.burst * 1'000'000} {}

    /// Takes `cost` tokens now, or none. @pre 0 < cost <= burst: more could never pass.
    [[nodiscard]] bool take(std::int64_t cost, Instant now);

    /// How long until `cost` tokens are there; zero when they are.
    [[nodiscard]] Duration wait_for(std::int64_t cost, Instant now);

private:
    void refill(Instant now);

    BucketRate rate_;
    std::int64_t micro_tokens_;
    std::int64_t fraction_ = 0;  ///< Of a micro-token, in parts of one period.
    Instant refilled_{};
    bool started_ = false;
};

}  // namespace pm
