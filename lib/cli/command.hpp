#pragma once

/// One subcommand of one app.

#include <string_view>
#include <vector>

#include "cli/env.hpp"
#include "cli/options.hpp"
#include "net/task.hpp"

namespace pm::cli {

/// A line for the examples section of --help.
struct Example {
    std::string_view line;     ///< "pm-markets list --city nyc".
    std::string_view meaning;  ///< "today's markets of New York".
};

class Command {
public:
    virtual ~Command() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;     ///< As typed: "quotes".
    [[nodiscard]] virtual std::string_view summary() const = 0;  ///< One line for --help.
    [[nodiscard]] virtual std::vector<Example> examples() const { return {}; }

    /// -o json prints the one record itself instead of a list: for commands about one thing. Asked
    /// after the arguments were read.
    [[nodiscard]] virtual bool single() const { return false; }

    /// The record types it writes ("market", "quote"): what bare --fields lists.
    [[nodiscard]] virtual std::vector<std::string_view> records() const { return {}; }

    /// Declares options and arguments, bound to this object's members. Touches nothing else.
    virtual void declare(Options& options) = 0;

    /// Does the work. Runs on the app's event loop after all arguments and settings were accepted.
    /// An error becomes one line on stderr and the exit status of its code (exit_status.hpp).
    /// What was written to env.out is flushed by the app afterwards.
    virtual net::Task<void> run(Env& env) = 0;
};

}  // namespace pm::cli
