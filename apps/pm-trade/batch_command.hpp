#pragma once

/// pm-trade batch: orders from standard input, sent together.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "pm-trade/hand_desk.hpp"

namespace pm::trade {

class BatchCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "batch"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Place the orders that come on standard input, 15 in a request";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "fill", "preview"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<std::vector<OrderIntent>> read(cli::Env& env) const;
    net::Task<void> trade(HandDesk& desk, std::vector<OrderIntent> wishes);

    std::string source_;
    HandPlan plan_;
    Duration patience_ = std::chrono::seconds{15};
};

}  // namespace pm::trade
