#pragma once

/// The structured log. Lines go to stderr, in one place; stdout is data.

#include <cstdint>
#include <functional>
#include <string_view>

namespace pm {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

[[nodiscard]] std::string_view name_of(LogLevel level);

/// A sink for one event: what happened, in a sentence without secrets. Empty means: nobody listens.
using Log = std::function<void(LogLevel, std::string_view)>;

/// Logs if somebody listens.
inline void note(const Log& log, LogLevel level, std::string_view message) {
    if (log) log(level, message);
}

}  // namespace pm
