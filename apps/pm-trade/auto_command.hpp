#pragma once

/// pm-trade auto: the whole bot. Discovers, subscribes, forecasts, decides on every price change,
/// trades on paper, settles; `--demo` does all of it on a venue inside this process.

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "live/selection.hpp"
#include "pm-trade/auto_run.hpp"
#include "pm-trade/trade_options.hpp"

namespace pm::trade {

class AutoCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "auto"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Run the whole bot: find markets, forecast, trade on paper, settle";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"signal", "order", "fill", "status", "alert", "resolved"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    [[nodiscard]] Result<live::Selection> selection() const;
    net::Task<void> run_demo(cli::Env& env);
    net::Task<void> run_live(cli::Env& env, wiring::Session& session, AutoPlan plan);

    TradeOptions trade_;
    std::vector<std::string> cities_;
    std::vector<std::string> tags_;
    std::string date_;
    std::optional<Duration> duration_;
    bool demo_ = false;
    bool heartbeat_ = false;
    std::uint64_t seed_ = 1;
    double speed_ = 0;
};

}  // namespace pm::trade
