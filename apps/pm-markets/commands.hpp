#pragma once

/// The subcommands of pm-markets.

#include "cli/app.hpp"

namespace pm::markets {

void add_commands(cli::App& app);

}  // namespace pm::markets
