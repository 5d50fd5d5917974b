#include "sim/order_book.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace pm::sim {

OrderNumber OrderBook::rest(Side side, Price price, Size size, Participant owner) {
    PM_ASSERT(size.micros > 0);
    const auto other = best(side == Side::buy ? Side::sell : Side::buy);
    PM_ASSERT(!other || (side == Side::buy ? price < other->price : price > other->price));
    const auto number = ++last_number_;
    levels(side)[price.micros()].push_back({number, owner, size.micros});
    where_.emplace(number, std::pair{side, price.micros()});
    return number;
}

std::vector<Match> OrderBook::take(Side side, Price limit, Size size) {
    std::vector<Match> matches;
    auto& others = levels(side == Side::buy ? Side::sell : Side::buy);
    while (size.micros > 0 && !others.empty()) {
        const auto at = side == Side::buy ? others.begin() : std::prev(others.end());
        const bool reaches =
            side == Side::buy ? at->first <= limit.micros() : at->first >= limit.micros();
        if (!reaches) break;
        auto& order = at->second.front();
        const Size part{std::min(size.micros, order.size_micros)};
        matches.push_back({order.number, order.owner, Price::from_micros(at->first), part});
        size -= part;
        order.size_micros -= part.micros;
        if (order.size_micros == 0) {
            where_.erase(order.number);
            at->second.pop_front();
            if (at->second.empty()) others.erase(at);
        }
    }
    return matches;
}

std::optional<std::pair<Side, Price>> OrderBook::cancel(OrderNumber number) {
    const auto found = where_.find(number);
    if (found == where_.end()) return std::nullopt;
    const auto [side, micros] = found->second;
    where_.erase(found);
    auto& all = levels(side);
    const auto level = all.find(micros);
    PM_ASSERT(level != all.end());
    std::erase_if(level->second, [&](const auto& order) { return order.number == number; });
    if (level->second.empty()) all.erase(level);
    return std::pair{side, Price::from_micros(micros)};
}

void OrderBook::clear() {
    bids_.clear();
    asks_.clear();
    where_.clear();
}

Size OrderBook::total(const Queue& queue) {
    Size sum;
    for (const auto& order : queue) sum += Size{order.size_micros};
    return sum;
}

std::optional<Level> OrderBook::best(Side side) const {
    const auto& all = this->side(side);
    if (all.empty()) return std::nullopt;
    const auto& [micros, queue] = side == Side::buy ? *all.rbegin() : *all.begin();
    return Level{Price::from_micros(micros), total(queue)};
}

Size OrderBook::total_at(Side side, Price price) const {
    const auto& all = this->side(side);
    const auto found = all.find(price.micros());
    return found == all.end() ? Size{} : total(found->second);
}

}  // namespace pm::sim
