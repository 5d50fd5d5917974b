#include "trading/tracker.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::trading {

namespace {

/// How much a status knows. A venue's message with less is an old one.
int rank(OrderStatus status) {
    switch (status) {
        case OrderStatus::intent: return 0;
        case OrderStatus::sent: return 1;
        case OrderStatus::unknown: return 2;
        case OrderStatus::delayed: return 3;
        case OrderStatus::live: return 4;
        case OrderStatus::partly_filled: return 5;
        case OrderStatus::filled:
        case OrderStatus::cancelled:
        case OrderStatus::expired:
        case OrderStatus::rejected: return 6;
    }
    return 0;
}

void end(Order& order, const OrderUpdate& ending) {
    order.status = ending.status;
    order.reason = ending.reason;
}

}  // namespace

void Tracker::restore(const std::vector<Order>& open_orders) {
    for (const auto& order : open_orders) add(order);
}

void Tracker::add(Order order) {
    PM_ASSERT(!order.order_id.empty());
    const auto id = order.order_id;
    const auto [row, fresh] = orders_.emplace(id, Entry{std::move(order), {}, {}});
    PM_ASSERT(fresh);
    refresh(row->second.order);
}

std::optional<Order> Tracker::after(const OrderUpdate& update) {
    const auto found = orders_.find(update.order_id);
    if (found == orders_.end()) return std::nullopt;
    auto& entry = found->second;
    if (is_final(entry.order.status) || rank(update.status) <= rank(entry.order.status)) {
        return std::nullopt;
    }
    if (is_final(update.status) && update.filled > entry.order.filled) {
        entry.ending = update;
        return std::nullopt;
    }
    auto order = entry.order;
    // "filled" is for the fills to say: an update cannot fill what did not come.
    if (update.status == OrderStatus::filled && order.filled < order.intent.size) {
        return std::nullopt;
    }
    end(order, update);
    order.updated = std::max(order.updated, update.at);
    return order;
}

std::optional<Order> Tracker::after(const Fill& fill) const {
    const auto found = orders_.find(fill.order_id);
    if (found == orders_.end()) return std::nullopt;
    const auto& entry = found->second;
    auto order = entry.order;
    if (entry.trades.contains(fill.trade_id) || fill.size.micros <= 0 ||
        fill.size > order.intent.size - order.filled) {
        return std::nullopt;
    }
    order.filled += fill.size;
    order.updated = std::max(order.updated, fill.at);
    if (order.filled == order.intent.size) {
        order.status = OrderStatus::filled;
        order.reason.clear();
    } else if (entry.ending && order.filled >= entry.ending->filled) {
        end(order, *entry.ending);
    } else if (!is_final(order.status)) {
        order.status = OrderStatus::partly_filled;
    }
    return order;
}

void Tracker::commit(const Order& order) {
    const auto found = orders_.find(order.order_id);
    PM_ASSERT(found != orders_.end());
    found->second.order = order;
    refresh(order);
}

void Tracker::commit(const Order& order, const Fill& fill) {
    const auto found = orders_.find(order.order_id);
    PM_ASSERT(found != orders_.end());
    found->second.order = order;
    found->second.trades.insert(fill.trade_id);
    refresh(order);
}

void Tracker::saw(const Fill& fill) {
    const auto found = orders_.find(fill.order_id);
    if (found != orders_.end()) found->second.trades.insert(fill.trade_id);
}

const Order* Tracker::find(std::string_view order_id) const {
    const auto found = orders_.find(order_id);
    return found == orders_.end() ? nullptr : &found->second.order;
}

bool Tracker::any_open(const ConditionId& condition) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Order& order) { return order.intent.condition == condition; });
}

Size Tracker::reserved(const TokenId& token) const {
    Size sum;
    for (const auto& order : open_) {
        if (order.intent.token == token && order.intent.side == Side::sell) {
            sum += order.open_size();
        }
    }
    return sum;
}

void Tracker::forget_ended_before(Timestamp at) {
    std::erase_if(orders_, [&](const auto& row) {
        const auto& order = row.second.order;
        return is_final(order.status) && order.updated < at;
    });
}

void Tracker::refresh(const Order& order) {
    const auto at = std::find_if(open_.begin(), open_.end(), [&](const Order& known) {
        return known.order_id == order.order_id;
    });
    if (is_final(order.status)) {
        if (at != open_.end()) open_.erase(at);
    } else if (at != open_.end()) {
        *at = order;
    } else {
        open_.push_back(order);
    }
}

}  // namespace pm::trading
