#pragma once

/// What a demo says at its end, for people: on standard error, because it is no data.

#include "pm-trade/auto_run.hpp"

namespace pm::trade {

/// @return as Output::write.
Result<void> write_summary(cli::Env& env, const AutoRun& run, Account& account, Duration took);

}  // namespace pm::trade
