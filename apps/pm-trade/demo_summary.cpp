#include "pm-trade/demo_summary.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "domain/names.hpp"

namespace pm::trade {

namespace {

constexpr std::size_t examples = 6;

std::string dollars(Money amount) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.2f", static_cast<double>(amount.micros) / 1e6);
    return text.data();
}

std::string three(double value) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string subject(const Desk& desk, const TokenId& token) {
    const auto name = desk.name_of_token(token);
    return name.empty() ? token.text().substr(0, 12) : name;
}

std::string decisions(const AutoRun& run) {
    const auto& tally = run.desk().tally();
    std::string out = "decisions   " + std::to_string(tally.decisions) + "\n";
    for (const auto& [what, count] : tally.by_reason) {
        out += "  " + padded(what, 24) + std::to_string(count) + "\n";
    }
    out += "best of those acted on (p: ours; price: worst level taken; edge: a share, after fee)\n";
    for (const auto& [ts, signal] : run.witness().best(examples)) {
        out += "  " + std::string{name_of(signal.decision)} + " " +
               std::string{name_of(signal.side)} + " " + padded(signal.size.text(), 8) + " at " +
               padded(signal.price.text(), 6) + " p " + three(signal.p) + " fee " +
               padded(signal.fee.text(), 8) + " edge " + three(signal.edge) + "  " +
               subject(run.desk(), signal.token) + "\n";
    }
    return out;
}

}  // namespace

Result<void> write_summary(cli::Env& env, const AutoRun& run, Account& account, Duration took) {
    const auto& desk = run.desk();
    const auto& witness = run.witness();
    std::string out = "\n";
    out += "markets     " + std::to_string(desk.market_count()) + " in " +
           std::to_string(run.events()) + " events\n";
    out += "forecasts   " + std::to_string(run.forecasts()) + "\n";
    out += decisions(run);
    out += "fills       " + std::to_string(desk.tally().fills) + " of " +
           std::to_string(desk.tally().orders) + " orders; bought for " +
           dollars(witness.bought()) + ", sold for " + dollars(witness.sold()) + ", fees " +
           dollars(witness.fees()) + "\n";
    out += "settled     " + std::to_string(witness.resolved()) + " markets, " +
           std::to_string(witness.settled_positions()) + " positions of ours; P&L of these " +
           dollars(witness.realized_by_settling()) + "\n";
    out += "account     cash " + dollars(desk.portfolio().cash()) + ", realised P&L " +
           dollars(desk.portfolio().realized()) + ", still held for " +
           dollars(desk.portfolio().cost()) + "\n";
    out += "took        " + std::to_string(took / std::chrono::seconds{1}) + " s\n\n";
    out += "ledger      " + account.path() + "\n";
    out += "look further:\n";
    out += "  pm-trade orders --fills --db " + account.path() + "\n";
    out += "  pm-trade positions --all --db " + account.path() + "\n";
    out += "  pm-monitor pnl --db " + account.path() + "\n";
    if (auto done = env.err.write(out); !done) return done;
    return env.err.flush();
}

}  // namespace pm::trade
