#pragma once

/// An executable made of commands: parses, reads the settings, runs the event loop, shapes the
/// output, maps errors to exit statuses.
///
/// Every app also has: -o/--output, --fields, --color, --config, --profile, -q, -v, --exit-status,
/// --version, --help, `config show [--origin]` and the hidden `completions bash|zsh|fish`.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/settings.hpp"

namespace pm::cli {

class App {
public:
    App(std::string name, std::string summary);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    /// Adds a subcommand.
    template <class C, class... Args>
    App& add(Args&&... args) {
        commands_.push_back(std::make_unique<C>(std::forward<Args>(args)...));
        return *this;
    }

    /// Adds the command that runs when the first word is no subcommand: `pm-stream --city nyc`.
    template <class C, class... Args>
    App& add_default(Args&&... args) {
        default_ = std::make_unique<C>(std::forward<Args>(args)...);
        return *this;
    }

    /// Adds settings: each becomes a flag of every command, a PM_ variable and a configuration key.
    App& declare(std::vector<Setting> settings);

    /// Keys of the same configuration file that other tools of the set read.
    App& tolerate(std::vector<std::string> keys);

    /// Looks at the words before anybody parses or repeats them; its error ends the run.
    using Screen = std::function<Result<void>(const std::vector<std::string>& words)>;
    App& screen(Screen screen);

    /// Parses argv, runs the chosen command to its end and returns the process exit status.
    /// The first SIGINT or SIGTERM cancels the command; the second ends the process with 130.
    [[nodiscard]] int run(int argc, const char* const* argv, Env& env);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::string& summary() const { return summary_; }

private:
    friend class Invocation;

    std::string name_;
    std::string summary_;
    std::vector<Setting> settings_;
    std::vector<std::unique_ptr<Command>> commands_;
    std::unique_ptr<Command> default_;
    Screen screen_;
    std::vector<std::string> tolerated_;
};

}  // namespace pm::cli
