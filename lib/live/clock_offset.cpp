#include "live/clock_offset.hpp"

#include <algorithm>

namespace pm::live {

void ClockOffset::add(Timestamp asked, Timestamp answered, Timestamp named, Instant at) {
    at_ = at;
    // The venue's clock showed a time in [named, named + 1 s) while ours was in [asked, answered].
    kept_.push_back(Bounds{named - answered, named + std::chrono::seconds{1} - asked});
    while (kept_.size() > kept_max) kept_.pop_front();
    auto low = kept_.back().low;
    auto high = kept_.back().high;
    auto oldest = kept_.end() - 1;
    while (oldest != kept_.begin()) {
        const auto& before = *(oldest - 1);
        if (std::max(low, before.low) > std::min(high, before.high)) break;
        --oldest;
        low = std::max(low, before.low);
        high = std::min(high, before.high);
    }
    kept_.erase(kept_.begin(), oldest);
    offset_ = std::clamp(Duration{0}, low, std::max(low, high));
}

std::optional<Duration> ClockOffset::age(Instant now) const {
    if (!at_) return std::nullopt;
    return now - *at_;
}

}  // namespace pm::live
