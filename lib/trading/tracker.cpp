#include "trading/tracker.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::trading {

namespace {

bool same(const Order& a, const Order& b) {
    return a.status == b.status && a.filled == b.filled && a.paid == b.paid &&
           a.reason == b.reason && a.proof == b.proof;
}

Fill with_settlement(Fill fill, Settlement settlement) {
    fill.settlement = settlement;
    return fill;
}

}  // namespace

void Tracker::restore(const std::vector<Order>& open_orders) {
    for (const auto& order : open_orders) add(order);
}

void Tracker::add(Order order) {
    PM_ASSERT(!order.order_id.empty());
    const auto id = order.order_id;
    const auto [row, fresh] = orders_.emplace(id, entry_of(std::move(order)));
    PM_ASSERT(fresh);
    refresh(row->second.order);
}

void Tracker::add(OrderRecord remembered) {
    const auto id = remembered.order.order_id;
    add(std::move(remembered.order));
    auto& entry = orders_.find(id)->second;
    for (auto& fill : remembered.fills) {
        if (fill.settlement != Settlement::failed) {
            entry.base_filled -= fill.size;
            entry.base_paid -= notional_up(fill.price, fill.size);
        }
        entry.exists = true;
        note(fill);
        auto trade = fill.trade_id;
        entry.trades.emplace(std::move(trade), std::move(fill));
    }
}

void Tracker::sent_again(std::string_view order_id) {
    const auto found = orders_.find(order_id);
    PM_ASSERT(found != orders_.end());
    ++found->second.copies;
}

std::optional<Order> Tracker::after(const OrderReport& report) {
    const auto found = orders_.find(report.order_id);
    if (found == orders_.end()) return std::nullopt;
    auto& entry = found->second;
    learn(entry, report);
    auto order = derived(entry);
    // A reason that came with a step forward is worth keeping, though it is no end.
    if (!is_final(order.status) && report.status == order.status && !report.reason.empty()) {
        order.reason = report.reason;
    } else if (!is_final(order.status) && order.reason.empty() &&
               order.status == entry.order.status) {
        order.reason = entry.order.reason;
    }
    if (same(order, entry.order)) return std::nullopt;
    order.updated = std::max(order.updated, report.at);
    return order;
}

std::optional<Order> Tracker::after(const OrderUpdate& update) {
    OrderReport report;
    report.order_id = update.order_id;
    report.status = update.status;
    // Zero says "as far as I know": of a fill it says nothing.
    if (update.status != OrderStatus::filled || update.filled.micros > 0) {
        report.matched = update.filled;
    }
    report.reason = update.reason;
    report.at = update.at;
    report.proof = update.proof;
    return after(report);
}

FillNews Tracker::news(const Fill& fill) const {
    const auto found = orders_.find(fill.order_id);
    if (found == orders_.end() || fill.size.micros <= 0) return FillNews::nothing;
    const auto trade = found->second.trades.find(fill.trade_id);
    if (trade == found->second.trades.end()) return FillNews::fresh;
    if (trade->second.settlement != Settlement::provisional) return FillNews::nothing;
    switch (fill.settlement) {
        case Settlement::provisional: return FillNews::nothing;
        case Settlement::settled: return FillNews::settles;
        case Settlement::failed: return FillNews::fails;
    }
    return FillNews::nothing;
}

std::optional<Order> Tracker::after(const Fill& fill) const {
    const auto what = news(fill);
    if (what == FillNews::nothing) return std::nullopt;
    auto entry = orders_.find(fill.order_id)->second;
    if (what == FillNews::fresh) {
        entry.trades.emplace(fill.trade_id, fill);
    } else {
        auto& known = entry.trades.find(fill.trade_id)->second;
        known = with_settlement(std::move(known), fill.settlement);
        known.at = std::max(known.at, fill.at);
    }
    entry.exists = true;
    auto order = derived(entry);
    order.updated = std::max(order.updated, fill.at);
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
    auto& entry = found->second;
    const auto [trade, fresh] = entry.trades.try_emplace(fill.trade_id, fill);
    if (!fresh) {
        trade->second.settlement = fill.settlement;
        trade->second.at = std::max(trade->second.at, fill.at);
    }
    note(trade->second);
    entry.exists = true;
    entry.order = order;
    refresh(order);
}

void Tracker::saw(const Fill& fill) {
    const auto found = orders_.find(fill.order_id);
    if (found == orders_.end()) return;
    auto& entry = found->second;
    if (!entry.trades.try_emplace(fill.trade_id, fill).second) return;
    note(fill);
    if (fill.settlement == Settlement::failed) return;
    entry.base_filled -= fill.size;
    entry.base_paid -= notional_up(fill.price, fill.size);
}

const Order* Tracker::find(std::string_view order_id) const {
    const auto found = orders_.find(order_id);
    return found == orders_.end() ? nullptr : &found->second.order;
}

bool Tracker::existed(std::string_view order_id) const {
    const auto found = orders_.find(order_id);
    return found != orders_.end() && found->second.exists;
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

const Order* Tracker::unknown_in(const TokenId& token, Side side) const {
    const auto found = std::find_if(open_.begin(), open_.end(), [&](const Order& order) {
        return order.status == OrderStatus::unknown && order.intent.token == token &&
               order.intent.side == side;
    });
    return found == open_.end() ? nullptr : &*found;
}

std::optional<Fill> Tracker::oldest_provisional() const {
    std::optional<Fill> oldest;
    for (const auto& [key, fill] : provisional_) {
        if (!oldest || fill.at < oldest->at) oldest = fill;
    }
    return oldest;
}

void Tracker::forget_ended_before(Timestamp at) {
    std::erase_if(orders_, [&](const auto& row) {
        const auto& entry = row.second;
        if (!is_final(entry.order.status) || entry.order.updated >= at) return false;
        return std::none_of(entry.trades.begin(), entry.trades.end(), [](const auto& trade) {
            return trade.second.settlement == Settlement::provisional;
        });
    });
}

void Tracker::note(const Fill& fill) {
    const std::pair key{fill.order_id, fill.trade_id};
    if (fill.settlement == Settlement::provisional) {
        provisional_.insert_or_assign(key, fill);
    } else {
        provisional_.erase(key);
    }
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
