#include "base/backoff.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm {

Duration full_jitter(const BackoffPace& pace, int failures, Random& random) {
    PM_ASSERT(failures >= 0);
    auto bound = pace.first;
    for (int i = 0; i < failures && bound < pace.max; ++i) bound *= 2;
    bound = std::min(bound, pace.max);
    const auto micros = static_cast<double>(bound.count()) * random.unit();
    return Duration{static_cast<Duration::rep>(micros)};
}

}  // namespace pm
