#pragma once

/// Prices for the commands that look once: from the venue's books, or from quotes on stdin.

#include <string>
#include <vector>

#include "cli/env.hpp"
#include "domain/position.hpp"
#include "monitor/marks.hpp"
#include "net/task.hpp"

namespace pm::guard {

/// Where prices come from: `-` is stdin, "none" is nowhere, anything else the venue.
struct MarkSource {
    std::string argument;  ///< "-" or empty.
    bool offline = false;
};

/// Prices of everything held. When the venue can't be asked, says so on stderr and returns none:
/// what is held is worth showing without prices, too.
/// @return Errc::malformed for a bad line on stdin; Errc::cancelled; what opening a session returns
///         for settings.
net::Task<monitor::Marks> marks_of(cli::Env& env, std::vector<Position> held, MarkSource source);

}  // namespace pm::guard
