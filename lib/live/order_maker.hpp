#pragma once

/// From an approved intent to the signed bytes of its order: pure but for the clock and the salt.
///
/// What was made is read back from its own bytes and looked at once more, by the venue's rules and
/// by our limits, before anybody gets it.

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "polymarket/order.hpp"
#include "risk/limits.hpp"
#include "trading/venue.hpp"

namespace pm::live {

/// For whom orders are made.
struct Trader {
    Trader() = default;
    int chain_id = 0;
    crypto::Address wallet;  ///< Holds the money; for a plain key its own address.
    polymarket::SignatureType type = polymarket::SignatureType::eoa;
    std::string api_key;  ///< The id of the API credentials that will post the orders.
};

/// Lifetime everything given outlives it.
class OrderMaker {
public:
    struct Parts {
        const crypto::SigningKey& key;
        Random& random;  ///< The system's, for salts.
        const risk::Limits& limits;
    };
    /// `last_timestamp_ms`: the newest of any order of this account, from the journal. Every order
    /// gets a later one: the venue tells orders apart by it.
    OrderMaker(Parts parts, Trader trader, std::int64_t last_timestamp_ms = 0);

    /// @param now the venue's time.
    /// @return Errc::refused for what the venue would not take (post-only that crosses by type, an
    ///         expiry too near, no shares left after rounding) and for a finished request that is
    ///         not what was approved; Errc::tick_mismatch for a price off the market's grid.
    Result<trading::Prepared> make(const OrderIntent& intent, Timestamp now);

    [[nodiscard]] const Trader& trader() const { return trader_; }
    [[nodiscard]] std::int64_t last_timestamp_ms() const { return last_timestamp_ms_; }

private:
    [[nodiscard]] Result<const polymarket::OrderDomain*> domain(const OrderIntent& intent) const;
    Result<void> look_again(const trading::Prepared& prepared, const OrderIntent& intent,
                            const polymarket::OrderDomain& domain) const;

    Parts parts_;
    Trader trader_;
    polymarket::OrderDomain domain_;
    polymarket::OrderDomain neg_risk_domain_;
    std::optional<polymarket::OrderDomain> position_domain_;
    std::int64_t last_timestamp_ms_;
};

/// When a GTD order must expire on the wire to leave the book at `expires`, Unix seconds.
/// @return Errc::refused when the venue would not take one so near.
Result<std::int64_t> wire_expiration(Timestamp expires, Timestamp now);

}  // namespace pm::live
