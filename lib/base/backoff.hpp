#pragma once

/// How long to wait before trying again: exponential with full jitter.
///
/// Source: protocol reference 5.1 (reconnect 250 ms to 30 s with jitter); reliability F-10.

#include "base/clock.hpp"
#include "base/random.hpp"

namespace pm {

struct BackoffPace {
    Duration first;  ///< Upper bound of the first wait.
    Duration max;    ///< Upper bound of every wait; the bound doubles from `first` up to it.
};

/// A wait drawn uniformly from [0, min(max, first * 2^failures)]. @pre failures >= 0.
[[nodiscard]] Duration full_jitter(const BackoffPace& pace, int failures, Random& random);

}  // namespace pm
