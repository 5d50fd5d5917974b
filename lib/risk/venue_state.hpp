#pragma once

/// What the venue takes at the moment, as its answers told.
///
/// Source: docs/venue.md, venue states; reliability catalogue F-18, F-19.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "domain/order.hpp"
#include "risk/refusal.hpp"

namespace pm::risk {

enum class VenueState : std::uint8_t {
    open,
    restarting,   ///< 425: no order endpoint answers.
    post_only,    ///< Only post-only orders, and cancels.
    cancel_only,  ///< Only cancels.
    disabled,     ///< Nothing, not even cancels.
    throttled,    ///< 429: too much, too fast.
};

/// "post_only".
[[nodiscard]] std::string_view name_of(VenueState state);

/// Why an order may not be sent in this state; nothing when it may.
[[nodiscard]] std::optional<Refusal> refusal_in(VenueState state, const OrderIntent& intent);

/// Remembers the last state that an answer told, for as long as it is to be believed.
class VenueWatch {
public:
    /// An answer told of a state; `retry_after` is the venue's wish. Without one a restart is
    /// believed for 1 s, twice as long each time up to 30 s, the other states for 30 s.
    void saw(VenueState state, std::optional<Duration> retry_after, Instant now);
    /// An order endpoint did its work. After a restart only post-only orders are taken for two
    /// minutes.
    void saw_success(Instant now);

    [[nodiscard]] VenueState at(Instant now) const;
    /// When the state is worth another try; nothing when it is open.
    [[nodiscard]] std::optional<Instant> until(Instant now) const;

private:
    VenueState state_ = VenueState::open;
    Instant until_{};
    Duration wait_{};
    bool restarted_ = false;
};

}  // namespace pm::risk
