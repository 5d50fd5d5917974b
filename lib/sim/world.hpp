#pragma once

/// The simulated world: markets that open, trade and resolve as simulated time goes by.
///
/// Everything that happens has a time and a place in one queue, so the same scenario, seed, speed
/// and rate give the same sequence, however the host stutters.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "sim/market_state.hpp"
#include "sim/order_flow.hpp"
#include "sim/price_path.hpp"
#include "sim/scenario.hpp"
#include "sim/station_feed.hpp"

namespace pm::sim {

/// Hears what happens, in order, after the world has changed. Called from `World::advance`.
class WorldObserver {
public:
    virtual ~WorldObserver() = default;
    virtual void on_levels(const MarketState& market, const std::vector<LevelDelta>& levels) = 0;
    virtual void on_trade(const MarketState& market, const Trade& trade) = 0;
    virtual void on_tick(const MarketState& market, TickSize old_tick) = 0;
    virtual void on_listed(const MarketState& market) = 0;
    virtual void on_resolved(const MarketState& market) = 0;
};

struct WorldOptions {
    std::uint64_t seed = 1;
    double speed = 1;  ///< Above 60 the natural flow thins out, so that real time sees no flood.
    double rate = 0;   ///< Messages a real second instead of the natural flow.
};

class World {
public:
    /// Takes the scenario; time stands at its beginning, nothing has happened.
    World(Scenario scenario, WorldOptions options);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Lets everything due until `to` happen, at most `steps_max` things.
    /// @return whether all of it happened.
    bool advance(Timestamp to, std::size_t steps_max = 1'000'000'000);

    /// When the next thing is due; nothing when the scenario is over.
    [[nodiscard]] std::optional<Timestamp> next() const;

    /// While `still` says so, nobody quotes or trades; time, news and resolutions go on.
    void hold_flow_while(std::function<bool()> still) { still_ = std::move(still); }

    /// Observers are called in the order they were added and must outlive the world's use.
    void add(WorldObserver& observer) { observers_.push_back(&observer); }

    /// Lets `what` happen when the world comes to `when`, after everything due before. It outlives
    /// the scenario's end. A time that has passed means: next.
    void at(Timestamp when, std::function<void()> what);

    /// An account's order on one token of a market: `price` is the token's own.
    struct Wish {
        std::size_t market = 0;
        Outcome token = Outcome::yes;
        Side side = Side::buy;
        Price price = Price::from_micros(0);
        Size size;
    };
    /// Takes from the other side as far as the price reaches. Observers hear of the trade.
    /// @return how much of the size met somebody.
    Size take(const Wish& wish);
    /// Rests an order behind all others at its price; observers hear of the level.
    /// @pre the market is open and the order does not cross.
    OrderNumber rest(const Wish& wish, Participant owner);
    /// Removes a resting order, if it is there; observers hear of the level.
    void cancel(std::size_t market, OrderNumber number);

    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const std::deque<MarketState>& markets() const { return markets_; }
    [[nodiscard]] Timestamp now() const { return now_; }  ///< As far as `advance` got.

    struct TokenPlace {
        std::size_t market = 0;
        Outcome outcome = Outcome::yes;
    };
    /// Where a token is traded, also before the market opens and after it ends.
    [[nodiscard]] std::optional<TokenPlace> find_token(std::string_view token) const;
    [[nodiscard]] const MarketState* find_condition(std::string_view condition) const;
    /// The markets of an event are consecutive; this is the first.
    [[nodiscard]] std::size_t first_market(std::size_t event) const { return first_[event]; }
    [[nodiscard]] const PricePath& path(std::size_t event) const { return paths_[event]; }
    [[nodiscard]] const StationFeed* feed(std::string_view icao) const;
    [[nodiscard]] const std::deque<StationFeed>& feeds() const { return feeds_; }
    [[nodiscard]] const ScenarioMarket& source(const MarketState& market) const {
        return scenario_.events[market.event].markets[market.index];
    }

private:
    enum class Kind : std::uint8_t { list, open, flow, pulse, resolve, outside };
    struct Due {
        Timestamp at;
        std::uint64_t number = 0;  ///< Breaks ties in the order of scheduling.
        Kind kind = Kind::flow;
        std::size_t market = 0;  ///< For what comes from outside: which of `outside_`.
        friend bool operator>(const Due& a, const Due& b) {
            return a.at != b.at ? a.at > b.at : a.number > b.number;
        }
    };

    void add_market(std::size_t event, std::size_t index);
    void schedule(Timestamp at, Kind kind, std::size_t market);
    void happen(const Due& due);
    void open(MarketState& market, std::size_t index, bool announce);
    void flow(std::size_t index, bool quotes_only);
    void pulse();
    void resolve(MarketState& market);
    void traded(MarketState& market, const Trade& trade);
    void tell_level(MarketState& market, Side side, Price price);
    [[nodiscard]] Duration natural_wait(std::size_t index);

    Scenario scenario_;
    WorldOptions options_;
    std::deque<StationFeed> feeds_;
    std::deque<PricePath> paths_;  ///< One for each event.
    std::deque<MarketState> markets_;
    std::deque<OrderFlow> flows_;  ///< One for each market.
    std::vector<std::size_t> first_;
    std::vector<std::size_t> open_;  ///< Indices of open markets, for pulses.
    std::unordered_map<std::string_view, TokenPlace> tokens_;
    std::unordered_map<std::string_view, std::size_t> conditions_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
    std::vector<WorldObserver*> observers_;
    std::unordered_map<std::size_t, std::function<void()>> outside_;
    std::function<bool()> still_;
    SeededRandom random_;
    Timestamp now_;
    std::uint64_t scheduled_ = 0;
};

}  // namespace pm::sim
