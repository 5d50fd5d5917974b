#pragma once

/// pm-trade balance and allowances: what the venue says the wallet holds and has approved.

#include <string>

#include "cli/command.hpp"

namespace pm::trade {

class BalanceCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "balance"; }
    [[nodiscard]] std::string_view summary() const override {
        return "What the venue says the wallet holds: dollars, or shares of a token";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"balance"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::vector<std::string> tokens_;
    bool refresh_ = false;
};

class AllowancesCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "allowances"; }
    [[nodiscard]] std::string_view summary() const override {
        return "What the exchange contracts may take from the wallet";
    }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"allowance"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::string token_;
};

}  // namespace pm::trade
