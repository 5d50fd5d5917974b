#include "risk/gate.hpp"

#include <string>

#include "base/assert.hpp"

namespace pm::risk {

namespace {

/// More shares than any market has; keeps every product in range. Ours.
constexpr Size size_max{1'000'000'000'000'000};

Refusal refuse(RefusalCode code, std::string detail = {}) {
    return Refusal{code, std::move(detail)};
}

Refusal over(RefusalCode code, Money value, Money limit) {
    return refuse(code, "would be " + value.text() + ", limit " + limit.text());
}

bool too_old(const std::optional<Timestamp>& at, Timestamp now, Duration limit) {
    // A time ahead of ours is as useless as an old one, but clocks differ by a little.
    return !at || now - *at > limit || *at - now > limit;
}

}  // namespace

Review Gate::review(OrderIntent intent, const World& world) const {
    PM_ASSERT(world.market != nullptr);
    if (auto no = check_state(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_order(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_ages(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_price(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_counts(world)) return tl::unexpected{std::move(*no)};
    if (intent.side == Side::buy) {
        if (auto no = check_money(intent, world)) return tl::unexpected{std::move(*no)};
    } else if (intent.size > world.sellable) {
        return tl::unexpected{
            refuse(RefusalCode::nothing_to_sell, "free shares " + world.sellable.text())};
    }
    return Approved<OrderIntent>{std::move(intent)};
}

Gate::Verdict Gate::check_state(const OrderIntent& intent, const World& world) const {
    for (const auto halt : halts_) {
        if (halt == Halt::daily_loss && intent.side == Side::sell) continue;
        return refuse(RefusalCode::halted, std::string{name_of(halt)});
    }
    if (world.mode != mode_) return refuse(RefusalCode::wrong_mode);
    const auto& market = *world.market;
    if (market.closed || !market.accepting_orders) return refuse(RefusalCode::market_closed);
    if (!market.trade_ready()) return refuse(RefusalCode::not_trade_ready, market.refusal);
    if (intent.condition != market.condition || intent.token != market.token(intent.outcome) ||
        intent.event != market.event) {
        return refuse(RefusalCode::wrong_market);
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_order(const OrderIntent& intent, const World& world) const {
    const auto& market = *world.market;
    if (!market.tick.admits(intent.limit)) {
        return refuse(RefusalCode::off_grid,
                      intent.limit.text() + " on a grid of " + market.tick.text());
    }
    if (intent.size.micros <= 0 || intent.size < market.min_size) {
        return refuse(RefusalCode::below_minimum,
                      intent.size.text() + " shares, at least " + market.min_size.text());
    }
    if (intent.size > size_max) return refuse(RefusalCode::absurd_size, intent.size.text());
    return std::nullopt;
}

Gate::Verdict Gate::check_ages(const OrderIntent& intent, const World& world) const {
    if (too_old(world.quoted_at, world.now, limits_.quote_age)) {
        return refuse(RefusalCode::stale_quote);
    }
    if (intent.side == Side::buy && too_old(world.forecast_at, world.now, limits_.forecast_age)) {
        return refuse(RefusalCode::stale_forecast);
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_price(const OrderIntent& intent, const World& world) const {
    if (!world.bid && !world.ask) return refuse(RefusalCode::stale_quote, "the book is empty");
    if (world.bid && world.ask && *world.bid >= *world.ask) {
        return refuse(RefusalCode::crossed_book);
    }
    const std::int64_t bid = world.bid ? world.bid->micros() : 0;
    const std::int64_t ask = world.ask ? world.ask->micros() : Price::micros_per_dollar;
    // Twice the distance, so that a middle between two micros is exact.
    const std::int64_t passed = intent.side == Side::buy
                                    ? 2 * std::int64_t{intent.limit.micros()} - bid - ask
                                    : bid + ask - 2 * std::int64_t{intent.limit.micros()};
    if (passed > 2 * std::int64_t{limits_.collar_micros}) {
        return refuse(RefusalCode::outside_collar, "limit " + intent.limit.text());
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_counts(const World& world) const {
    if (world.open_orders >= limits_.open_orders) return refuse(RefusalCode::too_many_orders);
    if (world.orders_last_minute >= limits_.orders_a_minute) {
        return refuse(RefusalCode::order_rate);
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_money(const OrderIntent& intent, const World& world) const {
    if (-world.realized_today >= limits_.daily_loss) {
        return over(RefusalCode::daily_loss, -world.realized_today, limits_.daily_loss);
    }
    const auto cost = cost_at_limit(intent.limit, intent.size, world.market->fee);
    if (cost > limits_.per_order) return over(RefusalCode::order_limit, cost, limits_.per_order);
    const auto market = market_cost(world.stakes, intent.condition) + cost;
    if (market > limits_.per_market) {
        return over(RefusalCode::market_limit, market, limits_.per_market);
    }
    const auto total = total_cost(world.stakes) + cost;
    if (total > limits_.total) return over(RefusalCode::total_limit, total, limits_.total);

    Money promised = cost;
    std::vector<Stake> with{world.stakes.begin(), world.stakes.end()};
    for (const auto& stake : world.stakes) {
        if (stake.kind == Stake::Kind::buy) promised += stake.cost;
    }
    if (promised > world.cash) return over(RefusalCode::no_cash, promised, world.cash);
    with.push_back(Stake{.kind = Stake::Kind::buy,
                         .event = intent.event,
                         .condition = intent.condition,
                         .outcome = intent.outcome,
                         .size = intent.size,
                         .cost = cost,
                         .limit = intent.limit,
                         .exclusive = world.market->neg_risk});
    const auto worst = worst_loss(with, intent.event);
    if (worst > limits_.per_event) return over(RefusalCode::event_limit, worst, limits_.per_event);
    return std::nullopt;
}

}  // namespace pm::risk
