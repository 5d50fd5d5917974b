#pragma once

/// Trades on their way to the chain: matched, mined, confirmed, or failed and void.
///
/// Wallets move when a trade is confirmed; until then what it will take is locked. A failed trade
/// never happened: what was locked is free again. Source: docs/venue.md, settlement.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/account_order.hpp"
#include "sim/wallets.hpp"
#include "sim/world.hpp"

namespace pm::sim {

/// Mined after two seconds, confirmed four seconds later. The venue's take about as long.
[[nodiscard]] std::vector<TradeStep> usual_script();

class ClearingHouse final : public WorldObserver {
public:
    /// Both outlive the house; the caller adds it to the world's observers.
    ClearingHouse(World& world, Wallets& wallets) : world_{world}, wallets_{wallets} {}

    /// Chooses a trade's script; unset: the usual one.
    void choose_scripts(std::function<std::vector<TradeStep>()> choose) {
        choose_ = std::move(choose);
    }
    void add(FloorObserver& observer) { observers_.push_back(&observer); }

    /// Takes a fresh trade on: locks what it needs, tells observers, sets its script going.
    void begin(AccountTrade trade);

    /// All trades, oldest first. References hold for ever.
    [[nodiscard]] const std::deque<AccountTrade>& trades() const { return trades_; }
    [[nodiscard]] const AccountTrade* find(std::string_view id) const;

    void on_levels(const MarketState&, const std::vector<LevelDelta>&) override {}
    void on_trade(const MarketState&, const Trade&) override {}
    void on_tick(const MarketState&, TickSize) override {}
    void on_listed(const MarketState&) override {}
    /// Pays the winning shares out, a minute later.
    void on_resolved(const MarketState& market) override;

private:
    void schedule(AccountTrade& trade);
    void advance(AccountTrade& trade);
    void settle(const AccountTrade& trade, const TradePart& part);
    void lock(const AccountTrade& trade, const TradePart& part, int sign);
    void tell(const AccountTrade& trade);
    void redeem(std::size_t market);

    World& world_;
    Wallets& wallets_;
    std::function<std::vector<TradeStep>()> choose_;
    std::vector<FloorObserver*> observers_;
    std::deque<AccountTrade> trades_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
    std::set<std::size_t> redeemed_;  ///< Markets whose shares have been paid out.
};

}  // namespace pm::sim
