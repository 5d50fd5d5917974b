#include "base/random.hpp"

#include "base/assert.hpp"

namespace pm {

std::uint64_t Random::below(std::uint64_t bound) {
    PM_ASSERT(bound > 0);
    // Reject the short last run so that every value is equally likely.
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
        const auto bits = next();
        if (bits >= threshold) return bits % bound;
    }
}

std::uint64_t SeededRandom::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

}  // namespace pm
