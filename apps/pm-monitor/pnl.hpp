#pragma once

/// `pm-monitor pnl`: profit and loss by day, market or event, and altogether.

#include <string>

#include "cli/command.hpp"
#include "pm-monitor/marking.hpp"

namespace pm::guard {

class PnlCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "pnl"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show profit and loss, realised and at the bid";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"pnl"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    MarkSource source_;
    std::string by_ = "event";
};

}  // namespace pm::guard
