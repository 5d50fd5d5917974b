#pragma once

/// Plays a capture as if it were happening.

#include <optional>
#include <string>

#include "cli/env.hpp"
#include "pm-stream/printer.hpp"
#include "wiring/capture.hpp"

namespace pm::stream {

struct ReplayOptions {
    ReplayOptions() = default;

    std::string path;
    std::optional<double> speed;  ///< Nothing: as fast as it goes.
    bool books = false;
};

/// Reads "max" or a positive number. @return Errc::bad_input.
Result<std::optional<double>> parse_speed(std::string_view text);

/// Plays all of it, or until the printer has enough. Times in records are those of the capture.
/// @return Errc::not_found without the file; Errc::malformed for a line that is none of a capture;
///         the printer's errors; Errc::cancelled.
net::Task<void> replay(cli::Env& env, Printer& printer, ReplayOptions options);

}  // namespace pm::stream
