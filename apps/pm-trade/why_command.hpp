#pragma once

/// pm-trade why: the whole life of an order from the journal. pm-trade audit: is the log whole?

#include <string>

#include "cli/command.hpp"

namespace pm::trade {

class WhyCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "why"; }
    [[nodiscard]] std::string_view summary() const override {
        return "The whole life of an order, with what each step rests on";
    }
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "life"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::string id_;
    bool live_ = false;
};

class AuditCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "audit"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Check the log of decisions: every line, and the chain between them";
    }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"check"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::string action_;
    std::string file_;
};

}  // namespace pm::trade
