#pragma once

/// Keccak-256 as Ethereum uses it: the padding of 2012, not that of SHA-3.

#include <cstdint>
#include <span>
#include <string_view>

#include "crypto/hash.hpp"

namespace pm::crypto {

[[nodiscard]] Hash keccak256(std::span<const std::uint8_t> bytes);
[[nodiscard]] Hash keccak256(std::string_view text);

}  // namespace pm::crypto
