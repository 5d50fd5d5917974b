#pragma once

/// An error as its one line on stderr.

#include <string>
#include <string_view>

#include "base/log.hpp"
#include "base/result.hpp"

namespace pm::cli {

/// "pm-trade: message (hint)\n", or with `json`
/// {"type":"error","code":…,"message":…,"hint":…,"retryable":…}; text is sanitised.
[[nodiscard]] std::string error_text(std::string_view program, const Error& error, bool json);

/// "pm-trade: warning: message\n", or with `json` {"type":"log","level":…,"message":…}.
[[nodiscard]] std::string log_text(std::string_view program, LogLevel level,
                                   std::string_view message, bool json);

}  // namespace pm::cli
