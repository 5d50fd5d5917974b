#pragma once

/// A market, an intent and a world in which all is well; each test changes one thing.

#include <string>
#include <vector>

#include "risk/gate.hpp"
#include "support/amounts.hpp"

namespace pm::test {

inline ConditionId condition(int number) {
    auto digits = std::to_string(number);
    return ConditionId::parse("0x" + std::string(64 - digits.size(), '0') + digits).value();
}

inline TokenId token(int market, Outcome outcome) {
    return TokenId{U256{static_cast<std::uint64_t>(market * 2 + (outcome == Outcome::no ? 1 : 0))}};
}

/// Market `number` (from 1) of an exclusive event: tick 0.01, 5 shares at least, fee 5%.
inline Market market(int number, const std::string& event = "munich") {
    Market out;
    out.event = event;
    out.slug = event + "-" + std::to_string(number);
    out.condition = condition(number);
    out.yes = token(number, Outcome::yes);
    out.no = token(number, Outcome::no);
    out.min_size = Size{5'000'000};
    out.neg_risk = true;
    out.fee = {50'000, 1};
    out.accepting_orders = true;
    return out;
}

inline OrderIntent buy_of(const Market& market, Price limit, Size size,
                          Outcome outcome = Outcome::yes) {
    OrderIntent intent;
    intent.client_id = "c-1";
    intent.event = market.event;
    intent.market = market.slug;
    intent.condition = market.condition;
    intent.token = market.token(outcome);
    intent.outcome = outcome;
    intent.limit = limit;
    intent.size = size;
    return intent;
}

inline OrderIntent sale_of(const Market& market, Price limit, Size size,
                           Outcome outcome = Outcome::yes) {
    auto intent = buy_of(market, limit, size, outcome);
    intent.side = Side::sell;
    return intent;
}

}  // namespace pm::test
