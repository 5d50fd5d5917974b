#pragma once

/// The commands that every app has.

#include "cli/command.hpp"
#include "cli/program.hpp"

namespace pm::cli {

/// `config show [--origin]`: every setting's value and where it came from, secrets masked.
class ConfigCommand final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "config"; }
    [[nodiscard]] std::string_view summary() const override { return "Show the settings in force"; }
    void declare(Options& options) override;
    net::Task<void> run(Env& env) override;

private:
    std::string action_ = "show";
    bool origin_ = false;
};

/// `completions bash|zsh|fish`, hidden: writes the completion file of that shell.
class CompletionsCommand final : public Command {
public:
    /// `program` must outlive this; it is read when the command runs.
    explicit CompletionsCommand(const Program& program) : program_{program} {}

    [[nodiscard]] std::string_view name() const override { return "completions"; }
    [[nodiscard]] std::string_view summary() const override { return "Write shell completions"; }
    void declare(Options& options) override;
    net::Task<void> run(Env& env) override;

private:
    const Program& program_;
    std::string shell_;
};

}  // namespace pm::cli
