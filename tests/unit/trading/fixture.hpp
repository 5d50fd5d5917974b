#pragma once

/// Orders and fills of one market, for the tests of trading.

#include <string>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "support/amounts.hpp"

namespace pm::test {

inline Market munich() {
    Market out;
    out.event = "munich";
    out.slug = "munich-24";
    out.condition = ConditionId::parse("0x" + std::string(64, 'a')).value();
    out.yes = TokenId{U256{1}};
    out.no = TokenId{U256{2}};
    out.min_size = shares(5);
    out.neg_risk = true;
    out.fee = {50'000, 1};
    out.accepting_orders = true;
    return out;
}

inline OrderIntent wish(Side side, Price limit, Size size, Outcome outcome = Outcome::yes) {
    const auto market = munich();
    OrderIntent intent;
    intent.client_id = "c-1";
    intent.event = market.event;
    intent.market = market.slug;
    intent.condition = market.condition;
    intent.token = market.token(outcome);
    intent.outcome = outcome;
    intent.side = side;
    intent.limit = limit;
    intent.size = size;
    return intent;
}

inline Fill fill_of(const OrderIntent& intent, const std::string& trade, Price price, Size size,
                    Money fee = {}, const std::string& order = "o-1") {
    Fill fill;
    fill.order_id = order;
    fill.trade_id = trade;
    fill.condition = intent.condition;
    fill.token = intent.token;
    fill.side = intent.side;
    fill.price = price;
    fill.size = size;
    fill.fee = fee;
    fill.settlement = Settlement::settled;
    fill.at = noon;
    return fill;
}

}  // namespace pm::test
