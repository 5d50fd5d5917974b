#include "monitor/fill_book.hpp"

#include <algorithm>

#include "base/wide.hpp"

namespace pm::monitor {

namespace {

/// The cost of `part` of the held shares, at their average.
Money cost_of(const Position& position, Size part) {
    const auto held = position.held().micros;
    if (part.micros >= held) return position.cost;
    return Money{
        static_cast<std::int64_t>(static_cast<Wide>(position.cost.micros) * part.micros / held)};
}

}  // namespace

void FillBook::apply(const Market& market) {
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        auto& position = positions_[market.token(outcome)];
        position.token = market.token(outcome);
        position.condition = market.condition;
        position.event = market.event;
        position.market = market.slug;
        position.outcome = outcome;
    }
}

void FillBook::apply(const Fill& fill) {
    auto& position = positions_[fill.token];
    position.token = fill.token;
    const auto [seen, fresh] = seen_.try_emplace({fill.order_id, fill.trade_id}, fill.settlement);
    if (fresh) {
        if (fill.settlement == Settlement::failed) return;
        return fill.side == Side::buy ? buy(position, fill) : sell(position, fill);
    }
    const bool was_provisional = seen->second == Settlement::provisional;
    if (!was_provisional || fill.settlement == Settlement::provisional) return;
    seen->second = fill.settlement;
    if (fill.side == Side::sell) return;  // what a failed sale gives back only a ledger knows
    const auto size = std::min(fill.size, position.provisional);
    if (fill.settlement == Settlement::settled) {
        position.provisional -= size;
        position.settled += size;
    } else {
        position.cost -= cost_of(position, size);
        position.provisional -= size;
    }
}

void FillBook::apply(const Resolution& resolution) {
    for (auto& [token, position] : positions_) {
        if (position.condition != resolution.condition || position.held() <= Size{}) continue;
        const auto paid = notional_down(resolution.payout(position.outcome), position.held());
        position.realized += paid - position.cost;
        position.cost = Money{};
        position.settled = Size{};
        position.provisional = Size{};
    }
}

std::vector<Position> FillBook::positions() const {
    std::vector<Position> out;
    for (const auto& [token, position] : positions_) out.push_back(position);
    return out;
}

void FillBook::buy(Position& position, const Fill& fill) {
    auto& part = fill.settlement == Settlement::settled ? position.settled : position.provisional;
    part += fill.size;
    position.cost += notional_up(fill.price, fill.size) + fill.fee;
}

void FillBook::sell(Position& position, const Fill& fill) {
    const auto size = std::min(fill.size, position.settled);
    const auto cost = cost_of(position, size);
    position.realized += notional_down(fill.price, size) - fill.fee - cost;
    position.cost -= cost;
    position.settled -= size;
}

}  // namespace pm::monitor
