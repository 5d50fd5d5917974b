#pragma once

/// `pm-sim oracle`: holds a trader's ledger to the truth log of the venue it traded on.

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "cli/command.hpp"
#include "pm-sim/oracle.hpp"

namespace pm::simulator {

class OracleCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "oracle"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Compare a ledger with a truth log: ten checks";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    [[nodiscard]] Result<OracleInput> gather() const;

    std::string truth_;
    std::string ledger_;
    std::string audit_;
    std::string limits_;
    std::string maker_;
    std::optional<int> exit_status_;
    std::optional<Duration> slack_;
    int orders_per_slot_ = 1;
};

}  // namespace pm::simulator
