#include "trading/executor.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace pm::trading {

void Executor::know(const Market& market) {
    known_[market.condition] = Known{market.fee, market.neg_risk};
}

Executor::Known Executor::known(const ConditionId& condition) const {
    const auto found = known_.find(condition);
    return found == known_.end() ? Known{} : found->second;
}

std::vector<risk::Stake> Executor::stakes() const {
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
        const auto& intent = order.intent;
        const auto about = known(intent.condition);
        const bool buys = intent.side == Side::buy;
        const auto cost =
            buys ? risk::cost_at_limit(intent.limit, order.open_size(), about.fee) : Money{};
        out.push_back(risk::Stake{
            .kind = buys ? risk::Stake::Kind::buy : risk::Stake::Kind::sell,
            .event = intent.event,
            .condition = intent.condition,
            .outcome = intent.outcome,
            .size = order.open_size(),
            .cost = cost,
            .limit = intent.limit,
            .exclusive = about.exclusive,
            .fee = buys ? Money{} : taker_fee(about.fee, intent.limit, order.open_size())});
    }
    return out;
}

risk::World Executor::world(const OrderIntent& intent, const Occasion& occasion) const {
    stakes_ = stakes();
    const auto a_minute_ago = occasion.now - std::chrono::minutes{1};
    const auto recent = std::count_if(placed_.begin(), placed_.end(),
                                      [&](Timestamp at) { return at > a_minute_ago; });
    const auto* held = parts_.portfolio.find(intent.token);
    const auto sellable = held == nullptr ? Size{} : held->settled - held->reserved;
    return risk::World{.market = occasion.market,
                       .mode = parts_.venue.mode(),
                       .now = occasion.now,
                       .quoted_at = occasion.quoted_at,
                       .forecast_at = occasion.forecast_at,
                       .bid = occasion.bid,
                       .ask = occasion.ask,
                       .stakes = stakes_,
                       .cash = parts_.portfolio.cash(),
                       .sellable = sellable,
                       .realized_today = parts_.portfolio.realized_on(occasion.now),
                       .open_orders = static_cast<int>(parts_.tracker.open().size()),
                       .orders_last_minute = static_cast<int>(recent)};
}

Result<void> Executor::journal_intent(const Order& order) {
    auto written = parts_.journal.record_intent(order);
    if (!written) halt(risk::Halt::journal, written.error());
    return written;
}

Result<Placed> Executor::place(OrderIntent intent, const Occasion& occasion) {
    const auto now = occasion.now;
    know(*occasion.market);
    while (!placed_.empty() && placed_.front() <= now - std::chrono::minutes{1}) {
        placed_.pop_front();
    }
    auto number = parts_.numbers.next("client");
    if (!number) {
        halt(risk::Halt::journal, number.error());
        return pass(number);
    }
    intent.client_id = "pm-" + std::to_string(*number);
    const auto seen = world(intent, occasion);
    auto review = parts_.gate.review(std::move(intent), seen);
    if (!review) return Placed{std::nullopt, std::move(review.error())};

    auto id = parts_.venue.prepare(*review);
    if (!id) {
        halt(risk::Halt::journal, id.error());
        return pass(id);
    }
    Order order{.order_id = *id,
                .intent = **review,
                .filled = {},
                .status = OrderStatus::intent,
                .reason = {},
                .mode = parts_.venue.mode(),
                .created = now,
                .updated = now};
    if (auto written = journal_intent(order); !written) return pass(written);
    placed_.push_back(now);
    parts_.tracker.add(order);
    reserve(order.intent.token);
    auto sent = parts_.venue.submit(*id, std::move(*review));
    if (!sent) {
        const bool unknown = sent.error().code == Errc::outcome_unknown;
        const auto status = unknown ? OrderStatus::unknown : OrderStatus::rejected;
        on_order(OrderUpdate{*id, status, {}, sent.error().message, now});
    }
    return Placed{std::move(*id), std::nullopt};
}

Result<void> Executor::cancel(std::string_view order_id) {
    return parts_.venue.cancel(order_id);
}

Result<Settled> Executor::resolve(const Resolution& resolution, Timestamp now) {
    const auto open = parts_.tracker.open();  // a copy: cancelling changes the original
    for (const auto& order : open) {
        if (order.intent.condition != resolution.condition) continue;
        // An order the venue has already dropped is over all the same.
        auto cancelled = parts_.venue.cancel(order.order_id);
        if (!cancelled) {
            on_order(OrderUpdate{order.order_id, OrderStatus::expired, {}, "resolved", now});
        }
    }
    auto settled = parts_.portfolio.after(resolution);
    auto written =
        parts_.journal.record_resolution(resolution, settled.positions, settled.cash, now);
    if (!written) {
        if (written.error().code == Errc::storage) halt(risk::Halt::journal, written.error());
        return pass(written);
    }
    parts_.portfolio.commit(settled, now);
    return settled;
}

void Executor::on_order(const OrderUpdate& update) {
    const auto order = parts_.tracker.after(update);
    if (!order) return;
    auto written = parts_.journal.record_order(*order);
    // It is so whether or not it could be written: our books must not lie about it.
    if (!written) halt(risk::Halt::journal, written.error());
    parts_.tracker.commit(*order);
    reserve(order->intent.token);
    parts_.sink.on_order(*order);
}

void Executor::on_fill(const Fill& fill) {
    const auto order = parts_.tracker.after(fill);
    if (!order) return;
    const auto* held = parts_.portfolio.find(fill.token);
    if (fill.side == Side::sell && (held == nullptr || held->settled < fill.size)) {
        halt(risk::Halt::by_hand,
             Error{Errc::internal, "fill " + fill.trade_id + " sells more than is held"});
        return;
    }
    auto change = parts_.portfolio.after(fill, order->intent);
    if (fill.side == Side::sell) {
        // The promise of a sell shrinks by what it just sold, or ends with it.
        const auto* before = parts_.tracker.find(fill.order_id);
        const auto freed = before->open_size() - order->open_size();
        change.position.reserved = parts_.tracker.reserved(fill.token) - freed;
    }
    auto written = parts_.journal.record_fill(fill, *order, change.position, change.cash);
    if (!written) halt(risk::Halt::journal, written.error());
    if (written && !*written) {
        parts_.tracker.saw(fill);
        return;
    }
    parts_.tracker.commit(*order, fill);
    parts_.portfolio.commit(change, fill);
    reserve(fill.token);
    parts_.sink.on_fill(fill);
    parts_.sink.on_order(*order);
}

void Executor::reserve(const TokenId& token) {
    parts_.portfolio.reserve(token, parts_.tracker.reserved(token));
}

void Executor::halt(risk::Halt halt, const Error& why) {
    parts_.gate.halt(halt);
    parts_.sink.on_halt(halt, why);
}

}  // namespace pm::trading
