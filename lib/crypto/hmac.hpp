#pragma once

/// HMAC-SHA256 (RFC 2104), over one text or over several read as one.

#include <initializer_list>
#include <string_view>

#include "crypto/hash.hpp"

namespace pm::crypto {

[[nodiscard]] Hash hmac_sha256(std::string_view key, std::string_view message);

/// The same over the parts one after the other, without joining them.
[[nodiscard]] Hash hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts);

}  // namespace pm::crypto
