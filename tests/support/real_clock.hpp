#pragma once

#include "base/system_clock.hpp"

namespace pm::test {

inline const SystemClock real_clock;

}  // namespace pm::test
