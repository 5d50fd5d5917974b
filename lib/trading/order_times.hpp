#pragma once

/// The millisecond that an order is signed for: every order of an account has another, also over
/// restarts and when the clock goes back.
///
/// Source: docs/venue.md, placing orders; reliability catalogue F-23.

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/clock.hpp"

namespace pm::trading {

class OrderTimes {
public:
    /// `newest`: that of the newest order ever journalled, `Books::timestamp_ms`. What was never
    /// journalled was never sent.
    explicit OrderTimes(std::int64_t newest = 0) : newest_{newest} {}

    /// Later than any before; now, when that is later.
    [[nodiscard]] std::int64_t next(Timestamp now) {
        const auto ms = std::chrono::floor<std::chrono::milliseconds>(now);
        newest_ = std::max(newest_ + 1, std::int64_t{ms.time_since_epoch().count()});
        return newest_;
    }

private:
    std::int64_t newest_;
};

}  // namespace pm::trading
