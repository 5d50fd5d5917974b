#include "risk/gate.hpp"

#include <algorithm>
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

/// The smallest sum that the venue lets a buy take from the book at once.
/// Source: docs/venue.md, minimums.
constexpr Money marketable_minimum{1'000'000};

constexpr int emergency_percent = 30;  // of the cancels of a minute

Measure age(std::string_view limit, const std::optional<Timestamp>& at, Timestamp now,
            Duration bound) {
    return {limit, at ? (now - *at).count() : -1, bound.count()};
}

bool at_once(TimeInForce tif) {
    return tif == TimeInForce::fok || tif == TimeInForce::fak;
}

/// Whether kind, dollars, expiry and post-only go together.
bool sensible(const OrderIntent& intent, Timestamp now) {
    if (intent.spend.micros < 0) return false;
    if (intent.by_dollars() && (intent.side != Side::buy || !at_once(intent.tif))) return false;
    if (intent.post_only && at_once(intent.tif)) return false;
    if (intent.expires.has_value() != (intent.tif == TimeInForce::gtd)) return false;
    return !intent.expires || *intent.expires > now;
}

}  // namespace

Review Gate::review(OrderIntent intent, const World& world, std::vector<Measure>* measures) const {
    PM_ASSERT(world.market != nullptr);
    Measures unread;
    auto& seen = measures == nullptr ? unread : *measures;
    if (auto no = check_state(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_order(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_account(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_ages(intent, world, seen)) return tl::unexpected{std::move(*no)};
    if (auto no = check_price(intent, world)) return tl::unexpected{std::move(*no)};
    if (auto no = check_counts(world, seen)) return tl::unexpected{std::move(*no)};
    if (intent.side == Side::buy) {
        if (auto no = check_money(intent, world, seen)) return tl::unexpected{std::move(*no)};
    } else if (intent.size > world.sellable) {
        return tl::unexpected{
            refuse(RefusalCode::nothing_to_sell, "free shares " + world.sellable.text())};
    }
    return Approved<OrderIntent>{std::move(intent)};
}

std::optional<Refusal> Gate::review_cancel(int cancels_last_minute, bool emergency) const {
    if (emergency) return std::nullopt;
    const auto ordinary = limits_.cancels_a_minute * (100 - emergency_percent) / 100;
    // A limit of one or two cancels still lets one through.
    if (cancels_last_minute < std::max(1, ordinary)) return std::nullopt;
    return refuse(RefusalCode::cancel_rate, std::to_string(cancels_last_minute) + " this minute");
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
    const auto allowed = [&](const std::string& tag) {
        return tag == "*" ||
               std::find(world.tags.begin(), world.tags.end(), tag) != world.tags.end();
    };
    if (std::none_of(limits_.tags.begin(), limits_.tags.end(), allowed)) {
        return refuse(RefusalCode::tag_not_allowed);
    }
    return refusal_in(world.venue, intent);
}

Gate::Verdict Gate::check_account(const OrderIntent& intent, const World& world) const {
    if (world.foreign_orders > 0) {
        return refuse(RefusalCode::foreign_orders, std::to_string(world.foreign_orders) + " seen");
    }
    if (!world.synced) return refuse(RefusalCode::not_synced);
    if (world.slot_unknown) return refuse(RefusalCode::unknown_slot, "an unknown outcome");
    if (world.slot_busy) return refuse(RefusalCode::unknown_slot, "a cancel without proof");
    if (world.crosses_own) {
        return refuse(RefusalCode::self_match, "at " + intent.limit.text());
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_order(const OrderIntent& intent, const World& world) const {
    const auto& market = *world.market;
    if (!market.tick.admits(intent.limit)) {
        return refuse(RefusalCode::off_grid,
                      intent.limit.text() + " on a grid of " + market.tick.text());
    }
    if (!sensible(intent, world.now)) return refuse(RefusalCode::bad_terms);
    if (intent.by_dollars()) {
        if (intent.spend < marketable_minimum) {
            return refuse(RefusalCode::below_minimum, intent.spend.text() + " dollars, at least 1");
        }
        if (intent.spend.micros > size_max.micros) {
            return refuse(RefusalCode::absurd_size, intent.spend.text());
        }
        if (intent.size.micros < 0) return refuse(RefusalCode::below_minimum);
    } else if (intent.size.micros <= 0 || intent.size < market.min_size) {
        return refuse(RefusalCode::below_minimum,
                      intent.size.text() + " shares, at least " + market.min_size.text());
    }
    if (intent.size > size_max) return refuse(RefusalCode::absurd_size, intent.size.text());
    return std::nullopt;
}

Gate::Verdict Gate::check_ages(const OrderIntent& intent, const World& world,
                               Measures& measures) const {
    const bool live = mode_ == TradingMode::live;
    measures.push_back(age("quote_age", world.quoted_at, world.now, limits_.quote_age));
    if (too_old(world.quoted_at, world.now, limits_.quote_age)) {
        return refuse(RefusalCode::stale_quote);
    }
    if (live || world.book_at) {
        measures.push_back(age("book_age", world.book_at, world.now, limits_.book_age));
        if (too_old(world.book_at, world.now, limits_.book_age)) {
            return refuse(RefusalCode::stale_book);
        }
    }
    if (intent.side == Side::buy && !world.by_hand) {
        measures.push_back(age("forecast_age", world.forecast_at, world.now, limits_.forecast_age));
        if (too_old(world.forecast_at, world.now, limits_.forecast_age)) {
            return refuse(RefusalCode::stale_forecast);
        }
    }
    if (!live) return std::nullopt;
    measures.push_back(age("balance_age", world.balance_at, world.now, limits_.balance_age));
    if (too_old(world.balance_at, world.now, limits_.balance_age)) {
        return refuse(RefusalCode::stale_balance);
    }
    const auto offset = world.clock_offset;
    measures.push_back(
        {"clock_offset", offset ? offset->count() : -1, limits_.clock_offset.count()});
    if (!offset || *offset > limits_.clock_offset || -*offset > limits_.clock_offset) {
        return refuse(RefusalCode::clock_offset);
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

Gate::Verdict Gate::check_counts(const World& world, Measures& measures) const {
    measures.push_back({"open_orders", world.open_orders + 1, limits_.open_orders});
    if (world.open_orders >= limits_.open_orders) return refuse(RefusalCode::too_many_orders);
    measures.push_back({"orders_a_minute", world.orders_last_minute + 1, limits_.orders_a_minute});
    if (world.orders_last_minute >= limits_.orders_a_minute) {
        return refuse(RefusalCode::order_rate);
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_canary(Money cost, const World& world, Measures& measures) const {
    if (mode_ != TradingMode::live || world.proven) return std::nullopt;
    measures.push_back({"canary_order", cost.micros, limits_.canary_order.micros});
    if (cost > limits_.canary_order) {
        return over(RefusalCode::canary_limit, cost, limits_.canary_order);
    }
    const auto total = total_cost(world.stakes) + cost;
    measures.push_back({"canary_total", total.micros, limits_.canary_total.micros});
    if (total > limits_.canary_total) {
        return over(RefusalCode::canary_limit, total, limits_.canary_total);
    }
    return std::nullopt;
}

Gate::Verdict Gate::check_money(const OrderIntent& intent, const World& world,
                                Measures& measures) const {
    const auto beyond = [&](std::string_view name, Money value, Money bound) {
        measures.push_back({name, value.micros, bound.micros});
        return value > bound;
    };
    const auto lost = -world.realized_today;
    measures.push_back({"daily_loss", lost.micros, limits_.daily_loss.micros});
    if (lost >= limits_.daily_loss) {
        return over(RefusalCode::daily_loss, lost, limits_.daily_loss);
    }
    const auto cost = cost_at_most(intent, world.market->fee);
    if (beyond("per_order", cost, limits_.per_order)) {
        return over(RefusalCode::order_limit, cost, limits_.per_order);
    }
    if (auto no = check_canary(cost, world, measures)) return no;
    const auto market = market_cost(world.stakes, intent.condition) + cost;
    if (beyond("per_market", market, limits_.per_market)) {
        return over(RefusalCode::market_limit, market, limits_.per_market);
    }
    const auto total = total_cost(world.stakes) + cost;
    if (beyond("total", total, limits_.total)) {
        return over(RefusalCode::total_limit, total, limits_.total);
    }
    Money promised = cost;
    std::vector<Stake> with{world.stakes.begin(), world.stakes.end()};
    for (const auto& stake : world.stakes) {
        if (stake.kind == Stake::Kind::buy) promised += stake.cost;
    }
    if (beyond("cash", promised, world.cash)) {
        return over(RefusalCode::no_cash, promised, world.cash);
    }
    with.push_back(
        Stake{.kind = Stake::Kind::buy,
              .event = intent.event,
              .condition = intent.condition,
              .outcome = intent.outcome,
              .size = intent.by_dollars() ? shares_for(intent.spend, intent.limit) : intent.size,
              .cost = cost,
              .limit = intent.limit,
              .exclusive = world.market->neg_risk});
    const auto worst = worst_loss(with, intent.event);
    if (beyond("per_event", worst, limits_.per_event)) {
        return over(RefusalCode::event_limit, worst, limits_.per_event);
    }
    return std::nullopt;
}

}  // namespace pm::risk
