#pragma once

/// The flags that every command of every app takes.

#include <map>
#include <string>
#include <vector>

#include "cli/env.hpp"
#include "cli/options.hpp"
#include "cli/settings.hpp"

namespace pm::cli {

struct GlobalOptions {
    /// Declares all of them, and a flag for each of `settings`. The tables point into this object.
    explicit GlobalOptions(const std::vector<Setting>& settings);
    GlobalOptions(const GlobalOptions&) = delete;
    GlobalOptions& operator=(const GlobalOptions&) = delete;

    /// -o, or what suits the output when it was not given.
    [[nodiscard]] Format format(const Output& out) const;
    /// --color, NO_COLOR, TERM and whether a person looks.
    [[nodiscard]] bool wants_color(const Env& env) const;
    /// The least important level that is still told: warnings, unless -q or -v say otherwise.
    [[nodiscard]] LogLevel level() const;

    Options options;
    std::string output;
    std::string fields;
    bool list_fields = false;
    std::string color = "auto";
    std::vector<std::string> files;
    std::string profile;
    bool quiet = false;
    int verbose = 0;
    bool exit_status = false;
    bool version = false;
    bool help = false;
    std::map<std::string, std::string> set;  ///< Settings given as flags, by name.
};

}  // namespace pm::cli
