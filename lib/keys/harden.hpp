#pragma once

/// Makes this process a bad place to look for secrets.

#include "base/result.hpp"

namespace pm::keys {

/// No core file, no look into memory or environment by other processes of the same user, and files
/// made from now on for us alone, and nothing left in memory that was given back. Called once,
/// before any secret is read.
/// @return Errc::internal when the system refuses one of these.
Result<void> harden_process();

}  // namespace pm::keys
