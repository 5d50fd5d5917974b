#pragma once

/// `pm-monitor watch`, and pm-monitor without a subcommand: guard what is held.

#include <optional>

#include "base/clock.hpp"
#include "cli/command.hpp"
#include "trading/exits.hpp"

namespace pm::guard {

class WatchCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "watch"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Guard what is held: report marks and P&L, exits reached, resolutions, trouble";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"position", "order", "fill", "alert", "resolved"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::optional<trading::ExitDistance> take_profit_;
    std::optional<trading::ExitDistance> stop_loss_;
    bool pass_ = false;
    bool poll_ = false;
    bool close_ = false;
    bool from_records_ = false;
    Duration every_{std::chrono::seconds{1}};
    Duration stale_{std::chrono::minutes{2}};
    Duration interval_{std::chrono::seconds{5}};
};

}  // namespace pm::guard
