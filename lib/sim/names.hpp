#pragma once

/// Identifiers the simulated venue makes up: the same ingredients give the same name.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/hex.hpp"
#include "base/random.hpp"

namespace pm::sim {

/// `Count` bytes that depend on `print` alone.
template <std::size_t Count>
[[nodiscard]] std::array<std::uint8_t, Count> derived_bytes(std::uint64_t print) {
    SeededRandom random{print};
    std::array<std::uint8_t, Count> out{};
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random.next() >> 24U);
    return out;
}

/// A UUID (version 4 in form): "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2".
[[nodiscard]] inline std::string uuid_text(std::uint64_t print) {
    auto bytes = derived_bytes<16>(print);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);
    auto digits = hex_text(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) digits.insert(at, 1, '-');
    return digits;
}

/// "0x" and `Count` bytes: a hash (32) or an address (20).
template <std::size_t Count>
[[nodiscard]] std::string hex_name(std::uint64_t print) {
    return "0x" + hex_text(derived_bytes<Count>(print));
}

}  // namespace pm::sim
