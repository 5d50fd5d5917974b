#pragma once

#include "base/clock.hpp"

namespace pm::test {

/// That long after a test's clock began.
inline Instant at(Duration since_start) {
    return Instant{since_start};
}

}  // namespace pm::test
