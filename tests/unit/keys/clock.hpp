#pragma once

#include "base/system_clock.hpp"

namespace pm::test {

inline const SystemClock clock_of_machine;

}  // namespace pm::test
