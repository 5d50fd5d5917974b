#include "trading/portfolio.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::trading {

namespace {

std::chrono::sys_days day_of(Timestamp at) {
    return std::chrono::floor<std::chrono::days>(at);
}

/// The part of `cost` that belongs to `part` of `whole` shares; all of it for all of them.
Money share_of(Money cost, Size part, Size whole) {
    if (part == whole) return cost;
    __extension__ using Wide = __int128;
    return Money{
        static_cast<std::int64_t>(static_cast<Wide>(cost.micros) * part.micros / whole.micros)};
}

bool before(const Position& position, const TokenId& token) {
    return position.token < token;
}

}  // namespace

Portfolio::Portfolio(const Books& books, Timestamp now)
    : positions_{books.positions},
      cash_{books.cash},
      realized_today_{books.realized_today},
      today_{day_of(now)} {
    std::sort(positions_.begin(), positions_.end(),
              [](const Position& a, const Position& b) { return a.token < b.token; });
}

Position Portfolio::position_for(const OrderIntent& intent) const {
    if (const auto* known = find(intent.token)) return *known;
    Position fresh;
    fresh.token = intent.token;
    fresh.condition = intent.condition;
    fresh.event = intent.event;
    fresh.market = intent.market;
    fresh.outcome = intent.outcome;
    return fresh;
}

Change Portfolio::after(const Fill& fill, const OrderIntent& intent) const {
    Change change{position_for(intent), cash_, Money{}};
    auto& position = change.position;
    if (fill.side == Side::buy) {
        const auto paid = notional_up(fill.price, fill.size) + fill.fee;
        change.cash -= paid;
        position.cost += paid;
        (fill.settlement == Settlement::settled ? position.settled : position.provisional) +=
            fill.size;
        return change;
    }
    PM_ASSERT(fill.size <= position.settled);
    const auto got = notional_down(fill.price, fill.size) - fill.fee;
    const auto cost = share_of(position.cost, fill.size, position.held());
    change.cash += got;
    change.realized = got - cost;
    position.cost -= cost;
    position.realized += change.realized;
    position.settled -= fill.size;
    return change;
}

void Portfolio::commit(const Change& change, const Fill& fill) {
    if (fill.settlement == Settlement::provisional) {
        const auto* was = find(fill.token);
        const auto cost_before = was == nullptr ? Money{} : was->cost;
        OrderIntent intent;
        intent.token = fill.token;
        intent.side = fill.side;
        const auto moved = change.position.cost - cost_before;
        provisional_.insert_or_assign(
            FillKey{fill.order_id, fill.trade_id},
            Provisional{intent, fill, fill.side == Side::buy ? moved : -moved, change.realized});
    }
    put(change.position);
    cash_ = change.cash;
    realize(change.realized, fill.at);
}

std::optional<Change> Portfolio::after_confirmed(const std::string& order_id,
                                                 const std::string& trade_id) const {
    const auto found = provisional_.find({order_id, trade_id});
    if (found == provisional_.end()) return std::nullopt;
    const auto& fill = found->second.fill;
    Change change{position_for(found->second.intent), cash_, Money{}};
    if (fill.side == Side::buy) {
        change.position.provisional -= fill.size;
        change.position.settled += fill.size;
    }
    return change;
}

std::optional<Change> Portfolio::after_failed(const std::string& order_id,
                                              const std::string& trade_id) const {
    const auto found = provisional_.find({order_id, trade_id});
    if (found == provisional_.end()) return std::nullopt;
    const auto& [intent, fill, cost, realized] = found->second;
    Change change{position_for(intent), cash_, Money{}};
    auto& position = change.position;
    if (fill.side == Side::sell) {
        position.settled += fill.size;
        position.cost += cost;
        position.realized -= realized;
        change.realized = -realized;
        change.cash -= cost + realized;
        return change;
    }
    position.provisional -= fill.size;
    change.cash += cost;
    position.cost -= cost;
    // Sales meanwhile may have taken a part of this cost along: the rest was earned by them.
    if (position.cost.micros < 0 || position.held().micros == 0) {
        change.realized = -position.cost;
        position.realized += change.realized;
        position.cost = Money{};
    }
    return change;
}

void Portfolio::commit_final(const Change& change, const std::string& order_id,
                             const std::string& trade_id, Timestamp at) {
    provisional_.erase({order_id, trade_id});
    put(change.position);
    cash_ = change.cash;
    realize(change.realized, at);
}

Settled Portfolio::after(const Resolution& resolution) const {
    Settled out{{}, cash_, Money{}};
    for (const auto& position : positions_) {
        if (position.condition != resolution.condition || position.held().micros == 0) continue;
        auto closed = position;
        const auto paid = notional_down(resolution.payout(position.outcome), position.held());
        const auto profit = paid - position.cost;
        closed.settled = closed.provisional = closed.reserved = Size{};
        closed.cost = Money{};
        closed.realized += profit;
        out.cash += paid;
        out.realized += profit;
        out.positions.push_back(std::move(closed));
    }
    return out;
}

void Portfolio::commit(const Settled& settled, Timestamp at) {
    for (const auto& position : settled.positions) {
        std::erase_if(provisional_,
                      [&](const auto& row) { return row.second.fill.token == position.token; });
        put(position);
    }
    cash_ = settled.cash;
    realize(settled.realized, at);
}

void Portfolio::reserve(const TokenId& token, Size reserved) {
    const auto at = std::lower_bound(positions_.begin(), positions_.end(), token, before);
    if (at != positions_.end() && at->token == token) at->reserved = reserved;
}

const Position* Portfolio::find(const TokenId& token) const {
    const auto at = std::lower_bound(positions_.begin(), positions_.end(), token, before);
    return at != positions_.end() && at->token == token ? &*at : nullptr;
}

Money Portfolio::cost() const {
    Money sum;
    for (const auto& position : positions_) sum += position.cost;
    return sum;
}

Money Portfolio::realized_on(Timestamp day) const {
    return day_of(day) == today_ ? realized_today_ : Money{};
}

void Portfolio::put(const Position& position) {
    const auto at = std::lower_bound(positions_.begin(), positions_.end(), position.token, before);
    if (at != positions_.end() && at->token == position.token) {
        *at = position;
    } else {
        positions_.insert(at, position);
    }
}

void Portfolio::realize(Money amount, Timestamp at) {
    if (day_of(at) > today_) {
        today_ = day_of(at);
        realized_today_ = Money{};
    }
    realized_ += amount;
    realized_today_ += amount;
}

}  // namespace pm::trading
