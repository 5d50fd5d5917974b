#pragma once

/// pm-markets history: past prices of a token.

#include "cli/command.hpp"

namespace pm::markets {

class HistoryCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "history"; }
    [[nodiscard]] std::string_view summary() const override { return "Show past prices"; }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"price_point"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::vector<std::string> names_;
    std::string interval_ = "1d";
    int fidelity_ = 10;
    std::string outcome_ = "yes";
};

}  // namespace pm::markets
