#pragma once

/// Profit and loss of what is held: by position, by event, altogether.

#include <string>
#include <vector>

#include "domain/position.hpp"
#include "monitor/marks.hpp"

namespace pm::monitor {

/// Sums over some positions.
struct Totals {
    Money cost;      ///< What the held shares cost, fees included.
    Money value;     ///< At the executable bids; a position without a bid counts as nothing.
    Money realized;  ///< Of what was sold or paid out.
    int positions = 0;
    int unmarked = 0;  ///< Of them without a bid.

    [[nodiscard]] Money unrealized() const { return value - cost; }
    [[nodiscard]] Money profit() const { return unrealized() + realized; }
    Totals& operator+=(const MarkedPosition& position);
};

struct EventTotals {
    std::string event;
    Totals totals;
};

struct Summary {
    std::vector<MarkedPosition> positions;  ///< In the order given.
    std::vector<EventTotals> events;        ///< By slug.
    Totals all;
};

[[nodiscard]] Summary summarise(const std::vector<Position>& positions, const Marks& marks);

}  // namespace pm::monitor
