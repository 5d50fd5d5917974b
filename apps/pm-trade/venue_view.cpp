#include "pm-trade/venue_view.hpp"

#include "base/text.hpp"
#include "domain/amounts.hpp"

namespace pm::trade {

namespace {

using polymarket::RowStatus;
using polymarket::RowTradeStatus;

Settlement settlement_of(RowTradeStatus status) {
    if (status == RowTradeStatus::confirmed) return Settlement::settled;
    return status == RowTradeStatus::failed ? Settlement::failed : Settlement::provisional;
}

OrderStatus status_of(const polymarket::UserOrder& row) {
    switch (row.status) {
        case RowStatus::delayed: return OrderStatus::delayed;
        case RowStatus::matched: return OrderStatus::filled;
        case RowStatus::cancelled:
        case RowStatus::invalid: return OrderStatus::cancelled;
        case RowStatus::live:
        case RowStatus::unmatched:
            return row.matched && row.matched->micros > 0 ? OrderStatus::partly_filled
                                                          : OrderStatus::live;
        case RowStatus::other: break;
    }
    return OrderStatus::unknown;
}

}  // namespace

Result<Order> order_of(const polymarket::UserOrder& row, Timestamp now) {
    if (!row.side || !row.price || !row.original) {
        return fail(Errc::malformed, "order " + row.order_id + ": no side, price or size");
    }
    Order out;
    out.order_id = row.order_id;
    out.intent.condition = row.condition;
    out.intent.token = row.token;
    out.intent.side = *row.side;
    out.intent.limit = *row.price;
    out.intent.size = *row.original;
    out.intent.tif = row.tif.value_or(TimeInForce::gtc);
    out.intent.expires = row.expiration;
    out.filled = row.matched.value_or(Size{});
    out.status = status_of(row);
    out.reason = row.reason;
    out.mode = TradingMode::live;
    out.created = row.created.value_or(now);
    out.updated = row.at.value_or(out.created);
    out.proof = Proof::open_orders;
    return out;
}

std::vector<Fill> fills_of(const polymarket::UserTrade& trade, std::string_view owner,
                           Timestamp now) {
    std::vector<Fill> out;
    for (const auto& leg : trade.legs) {
        if (leg.owner != owner || !leg.side) continue;
        Fill fill;
        fill.order_id = leg.order_id;
        fill.trade_id = trade.trade_id;
        fill.condition = trade.condition;
        fill.token = leg.token;
        fill.side = *leg.side;
        fill.price = leg.price;
        fill.size = leg.size;
        fill.liquidity = leg.taker ? Liquidity::taker : Liquidity::maker;
        fill.settlement = settlement_of(trade.status);
        fill.at = trade.matched_at.value_or(trade.updated_at.value_or(now));
        out.push_back(std::move(fill));
    }
    return out;
}

MarkedPosition position_of(const polymarket::HeldPosition& row) {
    MarkedPosition out;
    out.position.token = row.token;
    out.position.condition = row.condition;
    out.position.market = row.slug;
    out.position.outcome = lower_case(row.outcome) == "no" ? Outcome::no : Outcome::yes;
    out.position.settled = row.size;
    if (row.average) out.position.cost = notional_up(*row.average, row.size);
    return out;
}

}  // namespace pm::trade
