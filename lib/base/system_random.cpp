#include <sys/random.h>

#include "base/assert.hpp"
#include "base/random.hpp"

namespace pm {

std::uint64_t SystemRandom::next() {
    std::uint64_t bits = 0;
    const auto got = ::getrandom(&bits, sizeof bits, 0);
    PM_ASSERT(got == static_cast<ssize_t>(sizeof bits));
    return bits;
}

}  // namespace pm
