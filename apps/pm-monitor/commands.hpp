#pragma once

/// The commands of pm-monitor, declared where main and the tests can reach them.

#include "cli/app.hpp"

namespace pm::guard {

void add_commands(cli::App& app);

}  // namespace pm::guard
