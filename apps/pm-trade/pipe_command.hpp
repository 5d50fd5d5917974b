#pragma once

/// pm-trade without a subcommand: trades what arrives on standard input.

#include <string>

#include "cli/command.hpp"
#include "pm-trade/trade_options.hpp"

namespace pm::trade {

class PipeCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return ""; }
    [[nodiscard]] std::string_view summary() const override {
        return "Decide on every quote of standard input and trade on paper";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"signal", "order", "fill", "status"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    TradeOptions trade_;
    std::string forecast_;
    std::string pass_;
    bool pass_bare_ = false;
};

}  // namespace pm::trade
