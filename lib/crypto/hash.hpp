#pragma once

/// A 32-byte digest, and its text.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::crypto {

using Hash = std::array<std::uint8_t, 32>;

/// "0x" and 64 lower-case hex digits, as the venue writes order ids.
[[nodiscard]] std::string hash_text(const Hash& hash);
void append_hash(std::string& out, const Hash& hash);

/// Reads "0x" and exactly 64 hex digits, either case. @return Errc::malformed for anything else.
Result<Hash> parse_hash(std::string_view text);

}  // namespace pm::crypto
