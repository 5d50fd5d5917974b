#pragma once

/// Bytes as hexadecimal text, with and without 0x.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

/// Appends lower-case hex digits, no prefix.
void append_hex(std::string& out, std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string hex_text(std::span<const std::uint8_t> bytes);

/// Fills `bytes` from exactly twice as many hex digits, either case, no prefix.
/// @return Errc::malformed on any other length or digit.
Result<void> parse_hex(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace pm
