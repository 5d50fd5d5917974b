#pragma once

/// pm-markets show: the markets that names, URLs, ids, conditions or tokens mean.

#include "cli/command.hpp"

namespace pm::markets {

class ShowCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "show"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show an event's markets, or one market";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"market"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::vector<std::string> names_;
};

}  // namespace pm::markets
