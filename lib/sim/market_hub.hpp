#pragma once

/// The market channel without sockets: who follows what, and which frames go to whom.
///
/// Source: docs/venue.md, market channel: subscribing and changing it, initial dump as one array,
/// "NO NEW ASSETS", PING and PONG, no snapshots beyond 500 assets, connections dropped on a frame
/// with thousands of ids.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "sim/faults.hpp"
#include "sim/socket_outbox.hpp"
#include "sim/venue_text.hpp"
#include "sim/world.hpp"

namespace pm::sim {

/// One connection, as the hub sees it. The owner sends what is in `outbox`, oldest first.
struct HubClient : SocketOutbox {
    Instant stalled_until = Instant::min();  ///< No data until then.
    bool stalled_pong = true;                ///< PONG all the same.

    std::vector<Following> following;  ///< By market index.
    std::size_t assets = 0;
    bool custom_features = false;
    bool subscribed = false;
};

class MarketHub final : public WorldObserver {
public:
    /// All must outlive the hub. `real` times the faults.
    MarketHub(const World& world, Faults& faults, const Clock& real)
        : world_{world}, faults_{faults}, real_{real} {}

    /// A connection opened. The reference holds until `leave`.
    HubClient& join();
    void leave(HubClient& client);
    /// A text frame came from a client.
    void on_text(HubClient& client, std::string_view text);
    /// Does something to all connections that are open now.
    void afflict(const SocketFault& fault);
    [[nodiscard]] std::size_t clients() const { return clients_.size(); }

    void on_levels(const MarketState& market, const std::vector<LevelDelta>& levels) override;
    void on_trade(const MarketState& market, const Trade& trade) override;
    void on_tick(const MarketState& market, TickSize old_tick) override;
    void on_listed(const MarketState& market) override;
    void on_resolved(const MarketState& market) override;

private:
    using Text = std::shared_ptr<const std::string>;
    void subscribe(HubClient& client, const std::vector<std::string_view>& ids, bool dump);
    void unsubscribe(HubClient& client, const std::vector<std::string_view>& ids);
    void push(HubClient& client, Text text);
    void pong(HubClient& client);
    /// Sends data about a token to those who follow it, if the faults let it pass.
    void tell(const MarketState& market, Outcome outcome, bool custom_only, Text text);
    void tell_best(const MarketState& market);
    [[nodiscard]] bool passes(std::string_view token);
    [[nodiscard]] static bool follows(const HubClient& client, std::size_t market, Outcome outcome);
    [[nodiscard]] std::size_t index_of(const MarketState& market) const {
        return world_.first_market(market.event) + market.index;
    }

    const World& world_;
    Faults& faults_;
    const Clock& real_;
    std::deque<std::unique_ptr<HubClient>> clients_;
    std::map<std::size_t, std::string> best_told_;  ///< Last best prices by market.
};

}  // namespace pm::sim
