#pragma once

/// Base64 (RFC 4648), both alphabets.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pm::crypto {

/// Which characters stand for 62 and 63.
enum class Base64 : std::uint8_t { standard, url };  // "+/" and "-_"

/// Encodes with padding.
[[nodiscard]] std::string base64_text(std::span<const std::uint8_t> bytes, Base64 alphabet);
void append_base64(std::string& out, std::span<const std::uint8_t> bytes, Base64 alphabet);

/// Decodes tolerantly into the front of `out`: either alphabet, even mixed; padding may be there,
/// be short or be missing. @return how many bytes came out; nothing for another character, a
/// padding sign inside the text, a lone last character, or when `out` is too short.
/// Source: docs/venue.md, authentication (clients take secrets in all these forms).
[[nodiscard]] std::optional<std::size_t> decode_base64(std::string_view text,
                                                       std::span<std::uint8_t> out);

}  // namespace pm::crypto
