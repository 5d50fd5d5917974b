#include "risk/exposure.hpp"

#include <algorithm>
#include <map>

#include "base/wide.hpp"

namespace pm::risk {

namespace {

/// What one stake adds to the loss when its outcome wins, or does not.
struct Ends {
    std::int64_t when_won = 0;
    std::int64_t when_lost = 0;
};

Ends ends_of(const Stake& stake) {
    switch (stake.kind) {
        case Stake::Kind::position:
            return {stake.cost.micros - stake.size.micros, stake.cost.micros};
        case Stake::Kind::buy:
            return {std::max<std::int64_t>(0, stake.cost.micros - stake.size.micros),
                    stake.cost.micros};
        case Stake::Kind::sell:
            // The position counts a full dollar for each share when it wins; sold, it got less.
            return {
                (Money{stake.size.micros} - (notional_down(stake.limit, stake.size) - stake.fee))
                    .micros,
                0};
    }
    return {};
}

struct MarketEnds {
    std::int64_t yes = 0;  ///< Loss when the market ends "yes".
    std::int64_t no = 0;
};

}  // namespace

Money cost_at_limit(Price limit, Size size, const FeeSchedule& fee) {
    return notional_up(limit, size) + taker_fee(fee, limit, size);
}

Money spend_at_most(Money spend, const FeeSchedule& fee) {
    // Per dollar the fee is rate * p^(e-1) * (1 - p)^e: at most the rate for e = 1, and 4/27 of it
    // for e = 2.
    const auto part = static_cast<Wide>(spend.micros) * fee.rate_micros;
    const Wide whole = (fee.exponent == 1 ? 1 : 27) * Wide{million};
    const auto most = ((fee.exponent == 1 ? 1 : 4) * part + whole - 1) / whole;
    return spend + Money{static_cast<std::int64_t>(most)};
}

Money spend_within(Money cost, const FeeSchedule& fee) {
    const Wide whole = (fee.exponent == 1 ? 1 : 27) * Wide{million};
    const Wide with_fee = whole + (fee.exponent == 1 ? 1 : 4) * Wide{fee.rate_micros};
    constexpr std::int64_t cent = 10'000;
    const auto most = static_cast<std::int64_t>(cost.micros * whole / with_fee);
    return Money{most / cent * cent};
}

Money cost_at_most(const OrderIntent& intent, const FeeSchedule& fee) {
    return intent.by_dollars() ? spend_at_most(intent.spend, fee)
                               : cost_at_limit(intent.limit, intent.size, fee);
}

Size shares_for(Money spend, Price limit) {
    return Size{static_cast<std::int64_t>(static_cast<Wide>(spend.micros) *
                                          Price::micros_per_dollar / limit.micros())};
}

Money total_cost(std::span<const Stake> stakes) {
    Money sum;
    for (const auto& stake : stakes) sum += stake.cost;
    return sum;
}

Money market_cost(std::span<const Stake> stakes, const ConditionId& condition) {
    Money sum;
    for (const auto& stake : stakes) {
        if (stake.condition == condition) sum += stake.cost;
    }
    return sum;
}

Money worst_loss(std::span<const Stake> stakes, std::string_view event) {
    std::map<ConditionId, MarketEnds> markets;
    bool exclusive = true;
    for (const auto& stake : stakes) {
        if (stake.event != event) continue;
        const auto ends = ends_of(stake);
        auto& market = markets[stake.condition];
        const bool on_yes = stake.outcome == Outcome::yes;
        market.yes += on_yes ? ends.when_won : ends.when_lost;
        market.no += on_yes ? ends.when_lost : ends.when_won;
        exclusive = exclusive && stake.exclusive;
    }
    std::int64_t all_no = 0;
    std::int64_t each_worst = 0;
    for (const auto& [id, market] : markets) {
        all_no += market.no;
        each_worst += std::max(market.yes, market.no);
    }
    if (!exclusive) return Money{std::max<std::int64_t>(0, each_worst)};
    auto worst = std::max<std::int64_t>(0, all_no);
    for (const auto& [id, market] : markets) {
        worst = std::max(worst, all_no - market.no + market.yes);
    }
    return Money{worst};
}

}  // namespace pm::risk
