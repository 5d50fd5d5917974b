#pragma once

/// Whether the venue takes orders now: restarting, post-only, cancel-only, disabled.
///
/// Source: docs/venue.md, venue states: bodies and codes are the venue's own. Times are real ones.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "net/http.hpp"

namespace pm::sim {

enum class ModeState : std::uint8_t { normal, restarting, post_only, cancel_only, disabled };

[[nodiscard]] std::optional<ModeState> mode_named(std::string_view name);  ///< "post_only"

class VenueMode {
public:
    /// Enters a mode, for ever or for a while.
    void set(ModeState state, std::optional<Instant> until);
    /// 425 for `down`, then post-only for `post_only`.
    void restart(Instant now, Duration down, Duration post_only);

    [[nodiscard]] ModeState at(Instant now) const;

    /// What a new order that is not post-only gets now; nothing: it may enter.
    [[nodiscard]] std::optional<net::HttpReply> refuses_order(Instant now, bool post_only) const;
    /// What a cancel gets now; nothing: it may go on.
    [[nodiscard]] std::optional<net::HttpReply> refuses_cancel(Instant now) const;
    /// The words of post-only mode: legs of a batch carry them alone.
    [[nodiscard]] static std::string_view post_only_text();

private:
    ModeState state_ = ModeState::normal;
    std::optional<Instant> until_;
    Instant restarted_ = Instant::min();  ///< Until then: 425.
    Instant post_only_ = Instant::min();  ///< Until then, after a restart: post-only.
};

}  // namespace pm::sim
