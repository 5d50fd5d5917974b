#pragma once

/// The loop one command runs on.

#include "cli/command.hpp"

namespace pm::cli {

/// Runs `command` to its end on a fresh single-threaded loop.
///
/// The first SIGINT or SIGTERM cancels it through its cancellation slot, again every 100 ms until
/// it ends, so that no wait begun after the signal is missed; awaiting never throws because of it.
/// A command that must clean up over the network first calls
/// `co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation())`.
/// The second signal ends the process with 130.
///
/// Lifetime  what `run` owns is destroyed before the loop; coroutines it left behind are destroyed
///           with the loop and never run again.
/// @return what the command returned; Errc::cancelled if it was stopped; Errc::internal if an
///         exception of a third-party library came through.
Result<void> run_to_end(Command& command, Env& env);

}  // namespace pm::cli
