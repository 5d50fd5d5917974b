#pragma once

/// `watch` without a stream: asks the venue for the books and results of what is held.

#include "cli/env.hpp"
#include "net/task.hpp"
#include "pm-monitor/watch_run.hpp"

namespace pm::guard {

/// Runs until it is told to stop. Trouble with the network is an alert and is tried again, later
/// each time; trouble with the ledger ends it.
/// @return Errc::cancelled; Errc::bad_config or bad_input for settings; as WatchRun::take.
net::Task<void> poll_venue(cli::Env& env, WatchRun& run, Duration interval);

}  // namespace pm::guard
