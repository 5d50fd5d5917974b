#pragma once

/// The token buckets every signer has: one for orders, one for cancels. Real time.
///
/// Source: docs/venue.md, limits of a signer: Standard tier 40 orders a second (burst 60), 80
/// cancels (burst 120) with debt; a batch that costs more than the burst can never pass.

#include <cstdint>
#include <map>

#include "base/clock.hpp"
#include "crypto/address.hpp"
#include "net/http.hpp"

namespace pm::sim {

class SignerLimits {
public:
    /// How it treats who asks too much: not at all, with a warning header, or with 429.
    enum class Policy : std::uint8_t { off, warn, enforce };
    void set(Policy policy) { policy_ = policy; }

    struct Verdict {
        bool admitted = true;
        net::Headers headers;  ///< For the reply, whatever it is.
    };
    [[nodiscard]] Verdict orders(const crypto::Address& signer, std::int64_t cost, Instant now,
                                 Timestamp wall);
    [[nodiscard]] Verdict cancels(const crypto::Address& signer, std::int64_t cost, Instant now,
                                  Timestamp wall);
    /// Charges a cancel afterwards for what it cancelled; the bucket may go into debt.
    void charge_cancels(const crypto::Address& signer, std::int64_t cost);

private:
    struct Rate {
        std::int64_t per_second;
        std::int64_t burst;
    };
    struct Bucket {
        std::int64_t micro_tokens = 0;
        Instant refilled{};
        bool started = false;
    };
    static constexpr Rate order_rate{40, 60};
    static constexpr Rate cancel_rate{80, 120};
    Verdict take(Bucket& bucket, const Rate& rate, std::int64_t cost, Instant now, Timestamp wall);

    Policy policy_ = Policy::enforce;
    std::map<crypto::Address, Bucket> orders_;
    std::map<crypto::Address, Bucket> cancels_;
};

}  // namespace pm::sim
