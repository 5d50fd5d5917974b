#pragma once

/// `pm-trade positions`, `orders` and `trades`: an account as its ledger has it, or as the venue
/// does. Reads only.

#include "cli/command.hpp"

namespace pm::trade {

/// Whose word is shown: the ledger of the paper or of the live account, or the venue's.
class LedgerView {
public:
    void declare(cli::Options& options);
    [[nodiscard]] bool of_venue() const { return source_ == "venue"; }
    /// The ledger's file. @return Errc::bad_config as `ledger_file`.
    [[nodiscard]] Result<std::string> file(const cli::Settings& settings) const;

private:
    bool live_ = false;
    std::string source_ = "ledger";
};

class PositionsCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "positions"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show what the account holds, as the ledger or the venue has it";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"position"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    LedgerView view_;
    bool all_ = false;
};

class OrdersCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "orders"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show the account's orders, newest first";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "fill"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    LedgerView view_;
    std::int64_t limit_ = 50;
    bool open_ = false;
    bool fills_ = false;
};

class TradesCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "trades"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show the account's fills, newest first, and how far each has settled";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"fill"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    LedgerView view_;
    std::int64_t limit_ = 50;
};

}  // namespace pm::trade
