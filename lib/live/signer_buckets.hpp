#pragma once

/// The venue's token buckets of our signer, kept on our side so that we stop before it refuses.
///
/// Ordinary traffic uses half of what the tier allows. The rest is for what must not wait: a kill
/// switch finds more than 30 % of the cancellations untouched. Pure; the caller brings the time.
/// Source: docs/venue.md, limits of a signer; reliability catalogue F-19.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "polymarket/facts.hpp"

namespace pm::live {

/// One bucket, full at first. May go below zero. Refills by `rate` tokens a second.
class SignedBucket {
public:
    SignedBucket(std::int64_t rate, std::int64_t burst)
        : rate_{rate}, burst_{burst}, micro_tokens_{burst * 1'000'000} {}

    void spend(std::int64_t tokens, Instant now);
    /// How long until `tokens` are there; those beyond the burst are not waited for.
    [[nodiscard]] Duration wait_for(std::int64_t tokens, Instant now);
    void lower_to(std::int64_t tokens, Instant now);  ///< The venue says that there are no more.
    void resize(std::int64_t rate, std::int64_t burst, Instant now);
    [[nodiscard]] std::int64_t tokens(Instant now);

private:
    void refill(Instant now);

    std::int64_t rate_;
    std::int64_t burst_;
    std::int64_t micro_tokens_;
    std::optional<Instant> refilled_;
};

class SignerBuckets {
public:
    enum class Kind : std::uint8_t { orders, cancels };
    enum class Urgency : std::uint8_t { ordinary, urgent };

    explicit SignerBuckets(const polymarket::SignerTier& tier = polymarket::signer_tiers[0]);

    /// How long until so many may be sent. Urgent ones do not wait for the venue's wish.
    [[nodiscard]] Duration wait_for(Kind kind, std::int64_t count, Urgency urgency, Instant now);
    /// Takes them if they are there.
    [[nodiscard]] bool take(Kind kind, std::int64_t count, Urgency urgency, Instant now);
    /// Pays for what has been done already: the orders that a cancel-all found.
    void charge(Kind kind, std::int64_t count, Instant now);

    /// Learns from a reply's headers: tokens left, tier, a wish to wait (429). `wall` is the
    /// venue's time, which `Poly-RateLimit-Reset` is in.
    void on_reply(Kind kind, const net::HttpReply& reply, Timestamp wall, Instant now);

    [[nodiscard]] const polymarket::SignerTier& tier() const { return *tier_; }
    [[nodiscard]] bool warned() const { return warned_; }  ///< The venue has warned of limits.
    [[nodiscard]] std::int64_t tokens(Kind kind, Instant now);

private:
    struct Pair {
        SignedBucket all;
        SignedBucket ordinary;
        Instant not_before{};
    };
    [[nodiscard]] Pair& of(Kind kind) { return kind == Kind::orders ? orders_ : cancels_; }
    void adopt(const polymarket::SignerTier& tier, Instant now);

    const polymarket::SignerTier* tier_;  ///< One of the facts.
    Pair orders_;
    Pair cancels_;
    bool warned_ = false;
};

}  // namespace pm::live
