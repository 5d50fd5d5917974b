#include "pm-trade/trade_options.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/settings.hpp"
#include "risk/limit_settings.hpp"

namespace pm::trade {

namespace {

Duration scaled(Duration age, double speed) {
    return Duration{
        static_cast<Duration::rep>(static_cast<double>(age.count()) * std::max(1.0, speed))};
}

/// The limits that people set most have flags of their own.
std::string short_flag(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> flags{{
        {"limits.per_order", "--max-order"},
        {"limits.per_market", "--max-market"},
        {"limits.per_event", "--max-event"},
        {"limits.total", "--max-total"},
        {"limits.daily_loss", "--max-daily-loss"},
    }};
    for (const auto& [setting, flag] : flags) {
        if (setting == name) return std::string{flag};
    }
    return "";
}

Result<void> within(double value, double low, double high, std::string_view flag) {
    if (value >= low && value <= high) return {};
    return fail(Errc::bad_input, std::string{flag} + ": out of range");
}

}  // namespace

void TradeOptions::declare(cli::Options& options) {
    options.value("--edge", edge, "Least edge a share after the fee, in dollars")
        .value_name("E")
        .default_text("0.05");
    options.value("--exit-edge", exit_edge, "Sell when the bid after the fee is E above p")
        .value_name("E")
        .default_text("0");
    options.value("--kelly", kelly, "Part of the Kelly fraction that is used")
        .value_name("K")
        .default_text("0.2");
    options
        .value("--market-weight", market_weight,
               "Pull our probability towards the market's: 0 not at all, 1 all the way")
        .value_name("W")
        .default_text("0");
    options
        .value("--cooldown", cooldown, cli::parse_duration,
               "Least time between entries in a market")
        .value_name("TIME")
        .default_text("60s");
    options.value("--bankroll", bankroll, Money::parse, "First cash of a new paper account")
        .value_name("DOLLARS")
        .default_text(bankroll.text());
    const auto distance = trading::ExitDistance::parse;
    options.value("--tp", take_profit, distance, "Take profit: 0.15 of price, or 15%")
        .value_name("LEVEL");
    options.value("--sl", stop_loss, distance, "Stop the loss: 0.10 of price, or 10%")
        .value_name("LEVEL");
    options.value("--signals", signals, "Which decisions to write")
        .choices({"all", "changes", "acts"})
        .default_text("changes");
    options.flag("--dry-run", dry_run, "Decide and print, change nothing");
    live.declare(options);
}

Result<void> TradeOptions::prepare(const cli::Settings& settings) {
    if (auto ok = within(edge, 0, 1, "--edge"); !ok) return ok;
    if (auto ok = within(exit_edge, 0, 1, "--exit-edge"); !ok) return ok;
    if (auto ok = within(kelly, 0, 1, "--kelly"); !ok) return ok;
    if (auto ok = within(market_weight, 0, 1, "--market-weight"); !ok) return ok;
    if (bankroll.micros <= 0) return fail(Errc::bad_input, "--bankroll: must be above zero");
    const auto text = [&](std::string_view name) -> std::optional<std::string> {
        return settings.text(name);
    };
    auto read = live.live ? live_limits(settings) : risk::read_limits(TradingMode::paper, text);
    if (!read) return pass(read);
    limits = *read;
    return {};
}

DeskOptions TradeOptions::desk(double speed) const {
    DeskOptions out;
    out.taker.edge = edge;
    out.taker.exit_edge = exit_edge;
    out.taker.kelly = kelly;
    out.taker.market_weight = market_weight;
    out.taker.cooldown = cooldown;
    out.taker.quote_age = scaled(limits.quote_age, speed);
    out.taker.forecast_age = limits.forecast_age;
    out.limits = limits;
    out.limits.quote_age = out.taker.quote_age;
    out.exits = {take_profit, stop_loss};
    out.dry_run = dry_run;
    out.signals = signals == "all"    ? SignalChoice::all
                  : signals == "acts" ? SignalChoice::acts
                                      : SignalChoice::changes;
    return out;
}

std::vector<cli::Setting> trade_settings() {
    cli::Setting db;
    db.name = "db";
    db.help = "Ledger file; default: paper.db in the profile's state folder";
    db.value_name = "FILE";
    std::vector<cli::Setting> out{db};
    for (const auto& row : risk::limit_settings()) {
        cli::Setting setting;
        setting.name = row.name;
        setting.help = row.help;
        setting.fallback = row.paper;
        setting.flag = short_flag(row.name);
        setting.value_name = "N";
        out.push_back(std::move(setting));
    }
    return out;
}

}  // namespace pm::trade
