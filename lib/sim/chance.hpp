#pragma once

/// Numbers that depend on their ingredients alone: the seeded noise of simulated weather.

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

#include "base/random.hpp"

namespace pm::sim {

/// A 64-bit fingerprint of text and numbers, in order (FNV-1a, then SplitMix64's finish).
class Fingerprint {
public:
    Fingerprint& add(std::string_view text) {
        for (const char c : text) {
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
        return add(std::uint64_t{0x2f});
    }
    Fingerprint& add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) {
            state_ = (state_ ^ ((number >> (8 * i)) & 0xffU)) * 0x100000001b3ULL;
        }
        return *this;
    }
    [[nodiscard]] std::uint64_t value() const { return SeededRandom{state_}.next(); }

private:
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// A standard normal from two draws (Box and Muller, 1958).
[[nodiscard]] inline double normal(Random& random) {
    const double u = random.unit();
    const double v = random.unit();
    return std::sqrt(-2.0 * std::log(1.0 - u)) * std::cos(2.0 * std::numbers::pi * v);
}

/// A standard normal made from a fingerprint alone.
[[nodiscard]] inline double normal(const Fingerprint& fingerprint) {
    SeededRandom random{fingerprint.value()};
    return normal(random);
}

}  // namespace pm::sim
