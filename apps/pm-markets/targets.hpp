#pragma once

/// What people name on the command line: events, markets or tokens.

#include <string>
#include <vector>

#include "cli/env.hpp"
#include "domain/market.hpp"
#include "wiring/session.hpp"

namespace pm::markets {

/// Says on standard error that what was shown is not everything.
void say_incomplete(cli::Env& env, std::string_view why);

/// The markets that `name` means: all of an event's, or the one named.
net::Task<std::vector<Market>> markets_named(wiring::Session& session, std::string name);

/// The tokens that `name` means. A token id means itself; a market its `outcome`; an event that of
/// each of its markets.
net::Task<std::vector<TokenId>> tokens_named(wiring::Session& session, std::string name,
                                             Outcome outcome);

}  // namespace pm::markets
