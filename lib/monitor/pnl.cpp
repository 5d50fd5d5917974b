#include "monitor/pnl.hpp"

#include <map>

namespace pm::monitor {

Totals& Totals::operator+=(const MarkedPosition& position) {
    cost += position.position.cost;
    value += position.value();
    realized += position.position.realized;
    const bool holds = position.position.held() > Size{};
    positions += holds ? 1 : 0;
    unmarked += holds && !position.mark ? 1 : 0;
    return *this;
}

Summary summarise(const std::vector<Position>& positions, const Marks& marks) {
    Summary summary;
    std::map<std::string, Totals> events;
    for (const auto& position : positions) {
        auto marked = marks.marked(position);
        summary.all += marked;
        events[position.event] += marked;
        summary.positions.push_back(std::move(marked));
    }
    for (auto& [event, totals] : events) summary.events.push_back({event, totals});
    return summary;
}

}  // namespace pm::monitor
