#pragma once

/// One configuration file serves every tool: what one of them reads, the others let pass.

#include <string>
#include <vector>

namespace pm::wiring {

/// The key of every setting that some tool of the set reads. For cli::App::tolerate.
[[nodiscard]] std::vector<std::string> every_setting();

}  // namespace pm::wiring
