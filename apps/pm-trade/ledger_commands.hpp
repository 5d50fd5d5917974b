#pragma once

/// `pm-trade positions` and `pm-trade orders`: the paper account as the ledger has it. Reads only.

#include "cli/command.hpp"

namespace pm::trade {

class PositionsCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "positions"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show what the paper account holds";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override {
        return {{"pm-trade positions --all -o csv", "closed ones too, for a spreadsheet"}};
    }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"position"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    bool all_ = false;
};

class OrdersCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "orders"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show the orders of the paper account, newest first";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override {
        return {{"pm-trade orders --limit 5 --fills", "the last orders and fills"}};
    }
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "fill"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::int64_t limit_ = 50;
    bool open_ = false;
    bool fills_ = false;
};

}  // namespace pm::trade
