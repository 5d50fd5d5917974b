#pragma once

/// A secret in the environment: read once, then gone from it.

#include <string_view>

#include "base/secret.hpp"

namespace pm::keys {

/// The value of the variable `name`, which is then overwritten where it stands and taken out, so
/// that neither `/proc/PID/environ` nor a child shows it. Empty when it is not set or empty.
/// Call it before any thread or child exists. @return Errc::internal when it cannot be kept.
Result<SecretBytes> take_variable(std::string_view name);

}  // namespace pm::keys
