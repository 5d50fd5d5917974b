// What the gate gets to see: everything held and wanted, and what is known of the order's slot.

#include <algorithm>

#include "trading/executor.hpp"

namespace pm::trading {

void Executor::know(const Market& market) {
    known_[market.condition] = Known{market.fee, market.neg_risk};
}

Executor::Known Executor::known(const ConditionId& condition) const {
    const auto found = known_.find(condition);
    return found == known_.end() ? Known{} : found->second;
}

Executor::Known Executor::known(const OrderIntent& intent) const {
    const auto found = known_.find(intent.condition);
    if (found != known_.end()) return found->second;
    return Known{intent.terms.fee, intent.terms.neg_risk};
}

std::vector<risk::Stake> Executor::stakes_without(std::string_view order_id) const {
    std::vector<risk::Stake> out;
    for (const auto& position : parts_.portfolio.positions()) {
        if (position.held().micros == 0) continue;
        out.push_back(risk::Stake{.kind = risk::Stake::Kind::position,
                                  .event = position.event,
                                  .condition = position.condition,
                                  .outcome = position.outcome,
                                  .size = position.held(),
                                  .cost = position.cost,
                                  .exclusive = known(position.condition).exclusive});
    }
    for (const auto& order : parts_.tracker.open()) {
        if (order.order_id == order_id) continue;
        const auto& intent = order.intent;
        const auto about = known(intent);
        const auto size = order.open_size();
        risk::Stake stake{.kind = risk::Stake::Kind::sell,
                          .event = intent.event,
                          .condition = intent.condition,
                          .outcome = intent.outcome,
                          .size = size,
                          .cost = {},
                          .limit = intent.limit,
                          .exclusive = about.exclusive,
                          .fee = {}};
        if (intent.side == Side::sell) {
            stake.fee = taker_fee(about.fee, intent.limit, size);
        } else {
            stake.kind = risk::Stake::Kind::buy;
            if (intent.by_dollars())
                stake.size = risk::shares_for(order.open_spend(), intent.limit);
            stake.cost = intent.by_dollars() ? risk::spend_at_most(order.open_spend(), about.fee)
                                             : risk::cost_at_limit(intent.limit, size, about.fee);
        }
        out.push_back(std::move(stake));
    }
    return out;
}

bool Executor::crosses_own(const OrderIntent& intent, std::string_view without) const {
    const auto& open = parts_.tracker.open();
    return std::any_of(open.begin(), open.end(), [&](const Order& order) {
        const auto& own = order.intent;
        if (own.condition != intent.condition || order.order_id == without) return false;
        // Across the two outcomes a buy meets a buy, as if it were a sale at the complement.
        const bool same_token = own.token == intent.token;
        if (same_token == (own.side == intent.side)) return false;
        const auto price = same_token ? own.limit : own.limit.complement();
        return intent.side == Side::buy ? intent.limit >= price : intent.limit <= price;
    });
}

bool Executor::slot_busy(const OrderIntent& intent) const {
    return std::any_of(cancelling_.begin(), cancelling_.end(), [&](const std::string& id) {
        const auto* order = parts_.tracker.find(id);
        return order != nullptr && !is_final(order->status) &&
               order->intent.token == intent.token && order->intent.side == intent.side;
    });
}

risk::World Executor::world(const OrderIntent& intent, const Occasion& occasion) const {
    return world_without({}, intent, occasion);
}

risk::World Executor::world_without(std::string_view order_id, const OrderIntent& intent,
                                    const Occasion& occasion) const {
    stakes_ = stakes_without(order_id);
    const auto& open = parts_.tracker.open();
    const auto others = std::count_if(
        open.begin(), open.end(), [&](const Order& order) { return order.order_id != order_id; });
    const auto unknown = std::any_of(open.begin(), open.end(), [&](const Order& order) {
        return order.status == OrderStatus::unknown && order.order_id != order_id &&
               order.intent.token == intent.token && order.intent.side == intent.side;
    });
    const auto recent = std::count_if(placed_.begin(), placed_.end(), [&](Timestamp at) {
        return at > occasion.now - std::chrono::minutes{1};
    });
    const auto* held = parts_.portfolio.find(intent.token);
    auto sellable = held == nullptr ? Size{} : held->settled - held->reserved;
    if (!order_id.empty() && intent.side == Side::sell) {
        const auto* own = parts_.tracker.find(order_id);
        if (own != nullptr) sellable += own->open_size();
    }
    risk::World world{.market = occasion.market,
                      .mode = parts_.venue.mode(),
                      .now = occasion.now,
                      .quoted_at = occasion.quoted_at,
                      .forecast_at = occasion.forecast_at,
                      .bid = occasion.bid,
                      .ask = occasion.ask,
                      .stakes = stakes_,
                      .cash = parts_.portfolio.cash() - parts_.portfolio.unproven_cash(),
                      .sellable = sellable,
                      .realized_today = parts_.portfolio.realized_on(occasion.now),
                      .open_orders = static_cast<int>(others),
                      .orders_last_minute = static_cast<int>(recent)};
    world.tags = occasion.tags;
    world.book_at = occasion.book_at;
    world.balance_at = occasion.balance_at;
    world.clock_offset = occasion.clock_offset;
    world.venue = occasion.venue;
    world.synced = occasion.synced;
    world.by_hand = occasion.by_hand;
    world.slot_unknown = unknown;
    world.slot_busy = slot_busy(intent);
    world.crosses_own = crosses_own(intent, order_id);
    world.proven = proven_;
    world.foreign_orders = static_cast<int>(foreign_.size());
    return world;
}

}  // namespace pm::trading
