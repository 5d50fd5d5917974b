#include "base/token_bucket.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm {

namespace {
__extension__ using Wide = __int128;
}

void TokenBucket::refill(Instant now) {
    if (!started_) {
        started_ = true;
        refilled_ = now;
        return;
    }
    if (now <= refilled_) return;
    const Wide gained = static_cast<Wide>((now - refilled_).count()) * rate_.refill * 1'000'000 /
                        rate_.period.count();
    if (gained == 0) return;  // keep the fraction for the next look
    const Wide full = static_cast<Wide>(rate_.burst) * 1'000'000;
    micro_tokens_ = static_cast<std::int64_t>(std::min(full, micro_tokens_ + gained));
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
    return Duration{
        static_cast<Duration::rep>((missing * rate_.period.count() + per_period - 1) / per_period)};
}

}  // namespace pm
