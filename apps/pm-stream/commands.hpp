#pragma once

/// pm-stream has one command, which is the default.

#include "cli/app.hpp"

namespace pm::stream {

void add_commands(cli::App& app);

}  // namespace pm::stream
