#pragma once

/// What is at stake: costs, and the most an event can lose however it ends.

#include <cstdint>
#include <span>
#include <string>

#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"

namespace pm::risk {

/// One thing held or wanted. Of a resting buy `cost` is what it takes at its limit, with the fee;
/// of a resting sell `cost` is zero and `limit` is what it gets at least.
struct Stake {
    enum class Kind : std::uint8_t { position, buy, sell };
    Kind kind = Kind::position;
    std::string event;
    ConditionId condition;
    Outcome outcome = Outcome::yes;
    Size size;  ///< Still open, for orders. Shares that a sell promises are part of a position.
    Money cost;
    Price limit = Price::from_micros(0);
    bool exclusive = true;  ///< Exactly one market of the event ends "yes".
    Money fee{};            ///< Of a resting sale: what a taker would pay at its limit.
};

/// What a buy of `size` at `limit` costs at most, fee included: the fee at the limit is never less
/// than at a better price plus the difference.
[[nodiscard]] Money cost_at_limit(Price limit, Size size, const FeeSchedule& fee);

/// What a buy by dollars costs at most, fee included: the cheaper the shares, the more of them pay
/// the fee.
[[nodiscard]] Money spend_at_most(Money spend, const FeeSchedule& fee);

/// The most whole cents that a buy by dollars may spend so that it costs `cost` at most.
[[nodiscard]] Money spend_within(Money cost, const FeeSchedule& fee);

/// Of either kind of buy.
[[nodiscard]] Money cost_at_most(const OrderIntent& intent, const FeeSchedule& fee);

/// The shares that `spend` buys at `limit`, rounded down: a buy by dollars gets no fewer, whatever
/// its intent says. @pre limit > 0.
[[nodiscard]] Size shares_for(Money spend, Price limit);

/// Sum of the costs.
[[nodiscard]] Money total_cost(std::span<const Stake> stakes);
[[nodiscard]] Money market_cost(std::span<const Stake> stakes, const ConditionId& condition);

/// The most that `event` can lose, in micro-dollars; never below zero.
///
/// For each way it can end (one of the markets at stake, or none of them when the outcomes
/// exclude each other) every resting order does what hurts most: a buy fills when it loses, a
/// sell fills when its shares would have won. A split pays at least the worse of both ends.
[[nodiscard]] Money worst_loss(std::span<const Stake> stakes, std::string_view event);

}  // namespace pm::risk
