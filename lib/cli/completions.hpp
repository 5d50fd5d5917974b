#pragma once

/// Shell completions made from the option tables.

#include <string>

#include "cli/program.hpp"

namespace pm::cli {

enum class Shell : std::uint8_t { bash, zsh, fish };

/// The whole file for `shell`, to be put where that shell looks for it.
[[nodiscard]] std::string completions_text(const Program& program, Shell shell);

}  // namespace pm::cli
