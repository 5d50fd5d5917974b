#include "risk/venue_state.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace pm::risk {

namespace {

using namespace std::chrono_literals;

constexpr Duration restart_first = 1s;
constexpr Duration restart_max = 30s;
constexpr Duration believed = 30s;
constexpr Duration post_only_after_restart = 2min;

}  // namespace

std::string_view name_of(VenueState state) {
    switch (state) {
        case VenueState::open: return "open";
        case VenueState::restarting: return "restarting";
        case VenueState::post_only: return "post_only";
        case VenueState::cancel_only: return "cancel_only";
        case VenueState::disabled: return "disabled";
        case VenueState::throttled: return "throttled";
    }
    return "";
}

std::optional<Refusal> refusal_in(VenueState state, const OrderIntent& intent) {
    switch (state) {
        case VenueState::open: return std::nullopt;
        case VenueState::restarting: return Refusal{RefusalCode::venue_restarting, {}};
        case VenueState::post_only:
            if (intent.post_only) return std::nullopt;
            return Refusal{RefusalCode::venue_post_only, {}};
        case VenueState::cancel_only: return Refusal{RefusalCode::venue_cancel_only, {}};
        case VenueState::disabled: return Refusal{RefusalCode::venue_disabled, {}};
        case VenueState::throttled: return Refusal{RefusalCode::venue_throttled, {}};
    }
    return std::nullopt;
}

void VenueWatch::saw(VenueState state, std::optional<Duration> retry_after, Instant now) {
    if (state == VenueState::open) return saw_success(now);
    Duration wait = believed;
    if (state == VenueState::restarting) {
        wait_ = restarted_ ? std::min(restart_max, 2 * wait_) : restart_first;
        restarted_ = true;
        wait = wait_;
    }
    state_ = state;
    until_ = now + retry_after.value_or(wait);
}

void VenueWatch::saw_success(Instant now) {
    if (restarted_) {
        restarted_ = false;
        state_ = VenueState::post_only;
        until_ = now + post_only_after_restart;
        return;
    }
    // A cancel or a post-only order may well succeed in these: they end by themselves.
    if (at(now) == VenueState::post_only || at(now) == VenueState::cancel_only) return;
    state_ = VenueState::open;
}

VenueState VenueWatch::at(Instant now) const {
    return now < until_ ? state_ : VenueState::open;
}

std::optional<Instant> VenueWatch::until(Instant now) const {
    if (at(now) == VenueState::open) return std::nullopt;
    return until_;
}

}  // namespace pm::risk
