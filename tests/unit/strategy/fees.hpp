#pragma once

#include "domain/amounts.hpp"

namespace pm::test {

/// What the venue takes on weather markets: 0.05 of p (1 - p).
inline constexpr FeeSchedule weather{50'000, 1};

}  // namespace pm::test
