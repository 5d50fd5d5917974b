#include "base/token_bucket.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/wide.hpp"

namespace pm {

void TokenBucket::refill(Instant now) {
    if (!started_) {
        started_ = true;
        refilled_ = now;
        return;
    }
    if (now <= refilled_) return;
    // What is less than a micro-token is kept: many looks give as much as one.
    const Wide parts =
        static_cast<Wide>((now - refilled_).count()) * rate_.refill * 1'000'000 + fraction_;
    const Wide full = static_cast<Wide>(rate_.burst) * 1'000'000;
    const Wide tokens = micro_tokens_ + parts / rate_.period.count();
    fraction_ = tokens >= full ? 0 : static_cast<std::int64_t>(parts % rate_.period.count());
    micro_tokens_ = static_cast<std::int64_t>(std::min(full, tokens));
    refilled_ = now;
}

bool TokenBucket::take(std::int64_t cost, Instant now) {
    PM_ASSERT(cost > 0 && cost <= rate_.burst);
    refill(now);
    if (micro_tokens_ < cost * 1'000'000) return false;
    micro_tokens_ -= cost * 1'000'000;
    return true;
}

Duration TokenBucket::wait_for(std::int64_t cost, Instant now) {
    PM_ASSERT(cost > 0 && cost <= rate_.burst);
    refill(now);
    const Wide missing = static_cast<Wide>(cost) * 1'000'000 - micro_tokens_;
    if (missing <= 0) return Duration{0};
    const Wide per_period = static_cast<Wide>(rate_.refill) * 1'000'000;
    const Wide parts = missing * rate_.period.count() - fraction_;
    return Duration{static_cast<Duration::rep>((parts + per_period - 1) / per_period)};
}

}  // namespace pm
