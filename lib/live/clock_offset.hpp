#pragma once

/// How far the venue's clock is from ours, as far as its /time can tell.
///
/// The venue names whole seconds only. Each answer bounds the difference from both sides; the
/// smallest correction that agrees with the last few answers is used, so a clock that may be right
/// is left alone. Pure; the caller brings the times. Source: reliability catalogue F-21.

#include <cstddef>
#include <deque>
#include <optional>

#include "base/clock.hpp"

namespace pm::live {

class ClockOffset {
public:
    /// One answer: our wall clock when asked and when answered, the second that was named, and
    /// when that was. An answer that contradicts older ones drops them: a clock was set.
    void add(Timestamp asked, Timestamp answered, Timestamp named, Instant at);

    /// What to add to our time to get the venue's.
    [[nodiscard]] Duration offset() const { return offset_; }
    [[nodiscard]] Timestamp corrected(Timestamp ours) const { return ours + offset_; }

    /// Since the last answer; nothing before the first.
    [[nodiscard]] std::optional<Duration> age(Instant now) const;

private:
    struct Bounds {
        Duration low;
        Duration high;
    };
    static constexpr std::size_t kept_max = 5;

    std::deque<Bounds> kept_;
    Duration offset_{0};
    std::optional<Instant> at_;
};

}  // namespace pm::live
