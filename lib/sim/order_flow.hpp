#pragma once

/// The simulated participants: makers who quote around the fair price, takers who hit them.
///
/// The ladder has the shape of a recorded weather book; each step is drawn from the market's own
/// seeded generator, so a market's flow does not depend on any other market's.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "sim/market_state.hpp"

namespace pm::sim {

/// What one step did. Either levels changed, or somebody traded, or the step had no effect.
struct FlowStep {
    std::optional<TickSize> old_tick;  ///< Set when the tick changed in this step.
    std::vector<LevelDelta> levels;
    std::optional<Trade> trade;
};

class OrderFlow {
public:
    /// `bids` and `asks` outlive the flow.
    OrderFlow(std::span<const ShapeLevel> bids, std::span<const ShapeLevel> asks,
              std::uint64_t seed);

    /// Fills an empty book around `fair_micros`.
    void open(MarketState& market, std::int32_t fair_micros);

    /// One participant acts. With `quotes_only` it is always a maker and always changes something.
    FlowStep step(MarketState& market, std::int32_t fair_micros, bool quotes_only);

    /// The generator, for waiting times.
    [[nodiscard]] Random& random() { return random_; }

private:
    struct Target {
        std::optional<Price> bid;
        std::optional<Price> ask;
    };
    [[nodiscard]] Target target(const MarketState& market, std::int32_t fair_micros);
    [[nodiscard]] Size usual_size();
    /// Trades with an account's order that is better than the crowd's own price.
    std::optional<Trade> pick_off(MarketState& market, const Target& target);
    void drop_stale(MarketState& market, const Target& target, std::vector<LevelDelta>& out);
    void improve(MarketState& market, const Target& target, std::vector<LevelDelta>& out);
    void adjust_depth(MarketState& market, std::vector<LevelDelta>& out);
    std::optional<Trade> take(MarketState& market, std::int32_t fair_micros);
    void rest(MarketState& market, Side side, Price price, Size size, std::vector<LevelDelta>& out);

    std::span<const ShapeLevel> bids_;
    std::span<const ShapeLevel> asks_;
    SeededRandom random_;
    double drift_ = 0;  ///< How far the crowd is from the fair price, a share of its deviation.
};

}  // namespace pm::sim
