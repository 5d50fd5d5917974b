#pragma once

/// `pm-monitor positions`: what is held, at what it could be sold for.

#include "cli/command.hpp"
#include "pm-monitor/marking.hpp"

namespace pm::guard {

class PositionsCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "positions"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show what is held, at the bid it could be sold for";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"position"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    MarkSource source_;
    bool all_ = false;
};

}  // namespace pm::guard
