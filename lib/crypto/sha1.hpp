#pragma once

/// SHA-1, for the venue's book hashes only. Nothing secret or kept may rest on it.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace pm::crypto {

/// The 20 bytes of the digest of `text`.
[[nodiscard]] std::array<std::uint8_t, 20> sha1(std::string_view text);

/// The same as 40 lower-case hex digits, as in a book's `hash`.
/// Source: docs/venue.md, order book hash.
[[nodiscard]] std::string sha1_text(std::string_view text);

}  // namespace pm::crypto
