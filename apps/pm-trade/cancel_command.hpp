#pragma once

/// pm-trade cancel, cancel-all and replace: takes orders back, with proof.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "pm-trade/hand_desk.hpp"

namespace pm::trade {

class CancelCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "cancel"; }
    [[nodiscard]] std::string_view summary() const override { return "Cancel orders by id"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"order"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::vector<std::string> ids_;
    HandPlan plan_;
    Duration patience_ = std::chrono::seconds{15};
};

class CancelAllCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "cancel-all"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Cancel every open order of the account, or of one market";
    }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"order"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::string market_;
    HandPlan plan_;
    Duration patience_ = std::chrono::seconds{15};
};

class ReplaceCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "replace"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Cancel an order and, once that is proven, place what is left of it anew";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "fill"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<void> replace(HandDesk& desk);

    std::string id_;
    std::optional<Price> price_;
    std::optional<Size> shares_;
    HandPlan plan_;
    Duration patience_ = std::chrono::seconds{15};
};

}  // namespace pm::trade
