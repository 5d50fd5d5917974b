#include "live/signer_buckets.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "net/retry.hpp"

namespace pm::live {

namespace {

/// Our ordinary part of each bucket. Source: reliability catalogue F-19.
constexpr std::int64_t ordinary_percent = 50;
constexpr std::int64_t tokens_max = 1'000'000;
/// A wish to wait longer than this is taken for a mistake of the header.
constexpr std::int64_t number_max = 1'000'000'000'000;  ///< Seconds or tokens; more is no sense.
constexpr Duration wish_max = std::chrono::minutes{10};

std::int64_t ordinary(std::int64_t of) {
    return std::max<std::int64_t>(1, of * ordinary_percent / 100);
}

std::optional<std::int64_t> number(const net::HttpReply& reply, std::string_view name) {
    const auto text = net::header(reply.headers, name);
    if (!text) return std::nullopt;
    auto value = parse_signed_decimal(trimmed(*text), 0);
    if (!value) return std::nullopt;
    return std::clamp(*value, -number_max, number_max);
}

}  // namespace

void SignedBucket::refill(Instant now) {
    if (!refilled_) refilled_ = now;
    if (now <= *refilled_) return;
    // At most what fills it from the deepest debt we keep: no overflow after a long sleep.
    const auto full = burst_ * 1'000'000;
    const auto enough = (full - micro_tokens_) / rate_ + 1;
    const auto elapsed = std::min((now - *refilled_).count(), enough);
    micro_tokens_ = std::min(full, micro_tokens_ + elapsed * rate_);
    refilled_ = now;
}

void SignedBucket::spend(std::int64_t tokens, Instant now) {
    refill(now);
    micro_tokens_ -= tokens * 1'000'000;
}

Duration SignedBucket::wait_for(std::int64_t tokens, Instant now) {
    refill(now);
    const auto missing = std::min(tokens, burst_) * 1'000'000 - micro_tokens_;
    return missing <= 0 ? Duration{0} : Duration{(missing + rate_ - 1) / rate_};
}

void SignedBucket::lower_to(std::int64_t tokens, Instant now) {
    refill(now);
    micro_tokens_ = std::min(micro_tokens_, tokens * 1'000'000);
}

void SignedBucket::resize(std::int64_t rate, std::int64_t burst, Instant now) {
    refill(now);
    rate_ = rate;
    burst_ = burst;
    micro_tokens_ = std::min(micro_tokens_, burst * 1'000'000);
}

std::int64_t SignedBucket::tokens(Instant now) {
    refill(now);
    return micro_tokens_ >= 0 ? micro_tokens_ / 1'000'000
                              : -((999'999 - micro_tokens_) / 1'000'000);
}

SignerBuckets::SignerBuckets(const polymarket::SignerTier& tier)
    : tier_{&tier},
      orders_{{tier.orders_per_second, tier.order_burst},
              {ordinary(tier.orders_per_second), ordinary(tier.order_burst)}},
      cancels_{{tier.cancels_per_second, tier.cancel_burst},
               {ordinary(tier.cancels_per_second), ordinary(tier.cancel_burst)}} {}

Duration SignerBuckets::wait_for(Kind kind, std::int64_t count, Urgency urgency, Instant now) {
    auto& pair = of(kind);
    const auto all = pair.all.wait_for(count, now);
    if (urgency == Urgency::urgent) return all;
    return std::max({all, pair.ordinary.wait_for(count, now),
                     std::max(Duration{0}, Duration{pair.not_before - now})});
}

bool SignerBuckets::take(Kind kind, std::int64_t count, Urgency urgency, Instant now) {
    if (wait_for(kind, count, urgency, now) > Duration{0}) return false;
    auto& pair = of(kind);
    pair.all.spend(count, now);
    if (urgency == Urgency::ordinary) pair.ordinary.spend(count, now);
    return true;
}

void SignerBuckets::charge(Kind kind, std::int64_t count, Instant now) {
    of(kind).all.spend(count, now);
}

void SignerBuckets::on_reply(Kind kind, const net::HttpReply& reply, Timestamp wall, Instant now) {
    if (const auto name = net::header(reply.headers, polymarket::rate_tier_header)) {
        const auto lower = lower_case(trimmed(*name));
        for (const auto& tier : polymarket::signer_tiers) {
            if (tier.name == lower && &tier != tier_) adopt(tier, now);
        }
    }
    if (const auto warning = net::header(reply.headers, polymarket::rate_warning_header)) {
        if (lower_case(trimmed(*warning)) == "true") warned_ = true;
    }
    auto& pair = of(kind);
    const auto remaining = number(reply, polymarket::rate_remaining_header);
    if (remaining) {
        const auto left = std::clamp(*remaining, -tokens_max, tokens_max);
        pair.all.lower_to(left, now);
        pair.ordinary.lower_to(left, now);
    }
    std::optional<Duration> wish;
    if (reply.status == 429) wish = net::retry_after(reply.headers, wall);
    const auto reset = number(reply, polymarket::rate_reset_header);
    if (!wish && reset && (reply.status == 429 || remaining.value_or(1) <= 0)) {
        wish = Timestamp{std::chrono::seconds{*reset}} - wall;
    }
    if (reply.status == 429 && !wish) wish = std::chrono::seconds{1};
    if (wish && *wish <= wish_max) pair.not_before = std::max(pair.not_before, now + *wish);
}

std::int64_t SignerBuckets::tokens(Kind kind, Instant now) {
    return of(kind).all.tokens(now);
}

void SignerBuckets::adopt(const polymarket::SignerTier& tier, Instant now) {
    tier_ = &tier;
    orders_.all.resize(tier.orders_per_second, tier.order_burst, now);
    orders_.ordinary.resize(ordinary(tier.orders_per_second), ordinary(tier.order_burst), now);
    cancels_.all.resize(tier.cancels_per_second, tier.cancel_burst, now);
    cancels_.ordinary.resize(ordinary(tier.cancels_per_second), ordinary(tier.cancel_burst), now);
}

}  // namespace pm::live
