#include "sim/signer_limits.hpp"

#include <algorithm>
#include <string>

#include "domain/amounts.hpp"

namespace pm::sim {

namespace {

/// Whole tokens, rounded down also below zero.
std::int64_t whole(std::int64_t micro_tokens) {
    const auto cut = micro_tokens / million;
    return micro_tokens % million < 0 ? cut - 1 : cut;
}

}  // namespace

SignerLimits::Verdict SignerLimits::take(Bucket& bucket, const Rate& rate, std::int64_t cost,
                                         Instant now, Timestamp wall) {
    if (!bucket.started) {
        bucket.started = true;
        bucket.micro_tokens = rate.burst * million;
    } else {
        // A token a second is a micro-token a microsecond.
        const auto gained = (now - bucket.refilled).count() * rate.per_second;
        bucket.micro_tokens = std::min(rate.burst * million, bucket.micro_tokens + gained);
    }
    bucket.refilled = now;
    Verdict out;
    if (policy_ == Policy::off) return out;
    const bool covered = bucket.micro_tokens >= cost * million;
    out.admitted = covered || policy_ == Policy::warn;
    if (out.admitted) bucket.micro_tokens -= cost * million;
    const auto missing = std::max<std::int64_t>(0, cost * million - bucket.micro_tokens);
    const auto wait = (missing / rate.per_second + million - 1) / million;
    const auto full = (rate.burst * million - bucket.micro_tokens) / rate.per_second / million;
    const auto reset =
        std::chrono::floor<std::chrono::seconds>(wall).time_since_epoch().count() + full + 1;
    out.headers.emplace_back("poly-ratelimit-remaining",
                             std::to_string(whole(bucket.micro_tokens)));
    out.headers.emplace_back("poly-ratelimit-reset", std::to_string(reset));
    out.headers.emplace_back("poly-ratelimit-tier", "standard");
    if (!covered && policy_ == Policy::warn) {
        out.headers.emplace_back("poly-ratelimit-warning", "true");
    }
    if (!out.admitted) {
        out.headers.emplace_back("retry-after", std::to_string(std::max<std::int64_t>(1, wait)));
    }
    return out;
}

SignerLimits::Verdict SignerLimits::orders(const crypto::Address& signer, std::int64_t cost,
                                           Instant now, Timestamp wall) {
    return take(orders_[signer], order_rate, cost, now, wall);
}

SignerLimits::Verdict SignerLimits::cancels(const crypto::Address& signer, std::int64_t cost,
                                            Instant now, Timestamp wall) {
    return take(cancels_[signer], cancel_rate, cost, now, wall);
}

void SignerLimits::charge_cancels(const crypto::Address& signer, std::int64_t cost) {
    if (policy_ != Policy::off) cancels_[signer].micro_tokens -= cost * million;
}

}  // namespace pm::sim
