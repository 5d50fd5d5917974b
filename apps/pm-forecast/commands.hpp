#pragma once

/// What pm-forecast can do.

#include "cli/app.hpp"

namespace pm::outlook {

/// Adds every command and setting to the app.
void add_commands(cli::App& app);

}  // namespace pm::outlook
