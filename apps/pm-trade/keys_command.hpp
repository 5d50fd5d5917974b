#pragma once

/// pm-trade keys: the account's API keys at the venue. Secrets are stored, never shown.

#include <string>

#include "cli/command.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

class KeysCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "keys"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Make, list and revoke the account's API keys";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"api_key"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<void> list(cli::Env& env, wiring::AccountSession& account) const;
    net::Task<void> revoke(cli::Env& env, wiring::AccountSession& account) const;

    std::string action_;
    std::string key_;
    bool readonly_ = false;
};

}  // namespace pm::trade
