#pragma once

/// The commands of pm-sim, declared where main and the tests can reach them.

#include "cli/app.hpp"

namespace pm::simulator {

void add_commands(cli::App& app);

}  // namespace pm::simulator
