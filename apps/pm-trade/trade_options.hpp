#pragma once

/// The flags of every way to trade, and what the desk makes of them.

#include <optional>
#include <string>

#include "cli/env.hpp"
#include "cli/options.hpp"
#include "cli/settings.hpp"
#include "pm-trade/desk.hpp"
#include "pm-trade/live_admission.hpp"

namespace pm::trade {

struct TradeOptions {
    double edge = 0.05;
    double exit_edge = 0;
    double kelly = 0.2;
    double market_weight = 0;
    Duration cooldown{std::chrono::seconds{60}};
    Money bankroll{1'000'000'000};
    risk::Limits limits;
    std::optional<trading::ExitDistance> take_profit;
    std::optional<trading::ExitDistance> stop_loss;
    std::string signals = "changes";
    bool dry_run = false;
    LiveFlags live;

    void declare(cli::Options& options);

    /// Reads the limits and checks what cannot be meant. Call it first.
    /// Real money has no default limits.
    /// @return Errc::bad_input naming the flag; Errc::bad_config for limits that are none.
    Result<void> prepare(const cli::Settings& settings);

    /// For a venue whose time runs `speed` times as fast: ages are those of a real second.
    [[nodiscard]] DeskOptions desk(double speed) const;
};

/// The setting `db` (another ledger than the profile's own) and the limits.
[[nodiscard]] std::vector<cli::Setting> trade_settings();

}  // namespace pm::trade
