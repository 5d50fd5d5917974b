#pragma once

/// pm-trade wallet: makes, imports and shows the key that signs. No key is ever an argument.

#include <optional>
#include <string>

#include "cli/command.hpp"
#include "crypto/signing_key.hpp"

namespace pm::trade {

class WalletCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "wallet"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Make, import and show the key that signs";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] bool single() const override { return true; }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"wallet"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    [[nodiscard]] Result<std::string> target(const cli::Settings& settings) const;
    [[nodiscard]] Result<SecretBytes> new_passphrase(const cli::Settings& settings) const;
    [[nodiscard]] Result<void> seal(cli::Env& env, const crypto::SigningKey& key) const;
    [[nodiscard]] Result<void> show(cli::Env& env) const;

    std::string action_;
    std::string file_;
};

}  // namespace pm::trade
