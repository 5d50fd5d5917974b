#pragma once

/// Everything pm-trade can do.

#include "cli/app.hpp"

namespace pm::trade {

/// Adds the settings and commands.
void add_commands(cli::App& app);

}  // namespace pm::trade
