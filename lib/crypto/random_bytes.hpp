#pragma once

/// Bytes out of a Random: keys, salts, seeds.

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/random.hpp"

namespace pm::crypto {

/// Fills `bytes` with fresh bits, eight bytes a draw.
inline void fill_random(std::span<std::uint8_t> bytes, Random& random) {
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        auto word = random.next();
        for (auto k = i; k < std::min(i + 8, bytes.size()); ++k) {
            bytes[k] = static_cast<std::uint8_t>(word);
            word >>= 8U;
        }
    }
}

}  // namespace pm::crypto
