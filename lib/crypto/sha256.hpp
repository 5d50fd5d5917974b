#pragma once

/// SHA-256.

#include <string_view>

#include "crypto/hash.hpp"

namespace pm::crypto {

[[nodiscard]] Hash sha256(std::string_view text);

}  // namespace pm::crypto
