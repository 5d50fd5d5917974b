#pragma once

/// Where an event's prices go: the recorded history, and after it the simulated observations.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/scenario.hpp"
#include "sim/station_feed.hpp"

namespace pm::sim {

class PricePath {
public:
    /// Everything must outlive the path. `feed` may be null: prices then rest after the history.
    PricePath(const ScenarioEvent& event, const StationFeed* feed);

    /// The fair price of a market's YES token, micro-dollars in [500, 999'500].
    ///
    /// Within the recorded history: linear between its points. After it the last prices move to
    /// the recorded winner until 20:30 local time, and a bucket that the observed maximum has left
    /// behind is worth nothing.
    [[nodiscard]] std::int32_t fair(std::size_t market, Timestamp at) const;

    /// The recorded points in [from, to], then one every `step` from the path.
    [[nodiscard]] std::vector<PathPoint> history(std::size_t market, Timestamp from, Timestamp to,
                                                 Duration step) const;

private:
    [[nodiscard]] std::int32_t after_history(std::size_t market, Timestamp at) const;

    const ScenarioEvent& event_;
    const StationFeed* feed_;
    Timestamp known_until_;  ///< End of the recorded history of the whole ladder.
};

}  // namespace pm::sim
