#pragma once

/// Writes what really happened, one JSON line each, for tests to hold the tools to.
///
///   {"kind":"book","ms":1,"token":"2","seq":7,"bid":"0.3","bid_size":"8","ask":null,
///    "ask_size":null}
///   {"kind":"print","ms":1,"token":"2","side":"BUY","price":"0.34","size":"12.5"}
///   {"kind":"tick","ms":1,"condition":"0x3","old":"0.01","new":"0.001"}
///   {"kind":"listed","condition":"0x3"}
///   {"kind":"resolved","ms":1,"condition":"0x3","winner":"yes"}
///
/// Both tokens have their `book` line after every change; an absent side is null.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/world.hpp"

namespace pm::sim {

class TruthLog final : public WorldObserver {
public:
    /// `write` gets one line at a time, with its newline. `world` must outlive the log.
    TruthLog(const World& world, std::function<void(std::string_view)> write)
        : world_{world}, write_{std::move(write)} {}

    void on_levels(const MarketState& market, const std::vector<LevelDelta>& levels) override;
    void on_trade(const MarketState& market, const Trade& trade) override;
    void on_tick(const MarketState& market, TickSize old_tick) override;
    void on_listed(const MarketState& market) override;
    void on_resolved(const MarketState& market) override;

private:
    void books(const MarketState& market);

    const World& world_;
    std::function<void(std::string_view)> write_;
    std::string line_;
};

}  // namespace pm::sim
