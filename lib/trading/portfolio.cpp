#include "trading/portfolio.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/wide.hpp"

namespace pm::trading {

namespace {

std::chrono::sys_days day_of(Timestamp at) {
    return std::chrono::floor<std::chrono::days>(at);
}

/// The part of `cost` that belongs to `part` of `whole` shares; all of it for all of them.
Money share_of(Money cost, Size part, Size whole) {
    if (part == whole) return cost;
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
    for (const auto& fill : books.provisional) {
        provisional_.insert_or_assign(FillKey{fill.order_id, fill.trade_id}, fill);
    }
}

Position Portfolio::position_of(const Fill& fill) const {
    if (const auto* known = find(fill.token)) return *known;
    Position fresh;
    fresh.token = fill.token;
    fresh.condition = fill.condition;
    return fresh;
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
    Change change{position_for(intent), cash_, Money{}, Money{}};
    auto& position = change.position;
    if (fill.side == Side::buy) {
        change.cost = notional_up(fill.price, fill.size) + fill.fee;
        change.cash -= change.cost;
        position.cost += change.cost;
        (fill.settlement == Settlement::settled ? position.settled : position.provisional) +=
            fill.size;
        return change;
    }
    PM_ASSERT(fill.size <= position.settled);
    const auto got = notional_down(fill.price, fill.size) - fill.fee;
    change.cost = share_of(position.cost, fill.size, position.held());
    change.cash += got;
    change.realized = got - change.cost;
    position.cost -= change.cost;
    position.realized += change.realized;
    position.settled -= fill.size;
    return change;
}

void Portfolio::commit(const Change& change, const Fill& fill) {
    if (fill.settlement == Settlement::provisional) {
        auto& kept = provisional_[FillKey{fill.order_id, fill.trade_id}];
        kept = fill;
        kept.cost = change.cost;
        kept.realized = change.realized;
    }
    put(change.position);
    cash_ = change.cash;
    realize(change.realized, fill.at);
}

const Fill* Portfolio::provisional(const std::string& order_id, const std::string& trade_id) const {
    const auto found = provisional_.find({order_id, trade_id});
    return found == provisional_.end() ? nullptr : &found->second;
}

std::optional<Change> Portfolio::after_confirmed(const std::string& order_id,
                                                 const std::string& trade_id) const {
    const auto* fill = provisional(order_id, trade_id);
    if (fill == nullptr) return std::nullopt;
    Change change{position_of(*fill), cash_, Money{}, Money{}};
    if (fill->side == Side::buy) {
        change.position.provisional -= fill->size;
        change.position.settled += fill->size;
    }
    return change;
}

std::optional<Change> Portfolio::after_failed(const std::string& order_id,
                                              const std::string& trade_id) const {
    const auto* fill = provisional(order_id, trade_id);
    if (fill == nullptr) return std::nullopt;
    Change change{position_of(*fill), cash_, Money{}, Money{}};
    auto& position = change.position;
    if (fill->side == Side::sell) {
        position.settled += fill->size;
        position.cost += fill->cost;
        position.realized -= fill->realized;
        change.realized = -fill->realized;
        change.cash -= fill->cost + fill->realized;
        return change;
    }
    position.provisional -= fill->size;
    change.cash += fill->cost;
    position.cost -= fill->cost;
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

void Portfolio::pay_out(Change& change, const Resolution& resolution) {
    auto& position = change.position;
    if (position.settled.micros == 0) return;
    const auto paid = notional_down(resolution.payout(position.outcome), position.settled);
    const auto cost = share_of(position.cost, position.settled, position.held());
    position.settled = position.reserved = Size{};
    position.cost -= cost;
    position.realized += paid - cost;
    change.cash += paid;
    change.realized += paid - cost;
}

Settled Portfolio::after(const Resolution& resolution) const {
    Settled out{{}, cash_, Money{}};
    for (const auto& position : positions_) {
        if (position.condition != resolution.condition || position.settled.micros == 0) continue;
        Change change{position, out.cash, Money{}, Money{}};
        pay_out(change, resolution);
        out.cash = change.cash;
        out.realized += change.realized;
        out.positions.push_back(std::move(change.position));
    }
    return out;
}

void Portfolio::commit(const Settled& settled, Timestamp at) {
    for (const auto& position : settled.positions) put(position);
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

Money Portfolio::unproven_cash() const {
    Money sum;
    for (const auto& [key, fill] : provisional_) {
        if (fill.side == Side::sell) sum += fill.cost + fill.realized;
    }
    return std::max(Money{}, sum);
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
