#pragma once

/// What help and completions are made from: the tables of a whole program.

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/options.hpp"

namespace pm::cli {

struct ProgramCommand {
    std::string name;  ///< Empty for the default command.
    std::string summary;
    const Options* options = nullptr;
    std::vector<Example> examples;
    bool hidden = false;
};

struct Program {
    std::string name;
    std::string summary;
    std::vector<ProgramCommand> commands;
    const Options* globals = nullptr;  ///< Flags that every command takes.

    /// The default command, or null.
    [[nodiscard]] const ProgramCommand* default_command() const {
        for (const auto& command : commands) {
            if (command.name.empty()) return &command;
        }
        return nullptr;
    }
};

/// The text of --help for the whole program, or for one of its commands.
[[nodiscard]] std::string help_text(const Program& program, const ProgramCommand* command);

}  // namespace pm::cli
