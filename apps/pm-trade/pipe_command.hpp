#pragma once

/// pm-trade without a subcommand: trades what arrives on standard input.

#include <string>

#include "cli/command.hpp"
#include "pm-trade/forecast_file.hpp"
#include "pm-trade/trade_options.hpp"

namespace pm::trade {

class PipeCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return ""; }
    [[nodiscard]] std::string_view summary() const override {
        return "Decide on every quote of standard input and trade: on paper, or with --live";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"signal", "order", "fill", "status", "alert"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    [[nodiscard]] bool passes_on(const cli::Env& env) const;
    net::Task<void> run_on_paper(cli::Env& env, ForecastFile* forecasts);
    net::Task<void> run_live(cli::Env& env, ForecastFile* forecasts);

    TradeOptions trade_;
    std::string forecast_;
    std::string pass_;
    bool pass_bare_ = false;
};

}  // namespace pm::trade
