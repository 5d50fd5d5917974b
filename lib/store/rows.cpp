#include "store/rows.hpp"

namespace pm::store {

Price Cells::price(int column) {
    const auto micros = row_.integer(column);
    if (micros >= 0 && micros <= Price::micros_per_dollar) {
        return Price::from_micros(static_cast<std::int32_t>(micros));
    }
    wrong(column);
    return Price::from_micros(0);
}

std::optional<Timestamp> Cells::maybe_time(int column) const {
    if (row_.is_null(column)) return std::nullopt;
    return time(column);
}

MarketTerms Cells::terms(int tick, int neg_risk, int fee_rate, int fee_exponent) {
    MarketTerms terms;
    const auto micros = integer(tick);
    if (micros > 0 && micros <= 500'000 && 1'000'000 % micros == 0) {
        terms.tick = TickSize::from_micros(static_cast<std::int32_t>(micros));
    } else {
        wrong(tick);
    }
    terms.neg_risk = integer(neg_risk) != 0;
    const auto rate = integer(fee_rate);
    if (rate < 0 || rate > 1'000'000) wrong(fee_rate);
    const auto exponent = integer(fee_exponent);
    if (exponent != 1 && exponent != 2) wrong(fee_exponent);
    terms.fee = {static_cast<std::int32_t>(rate), static_cast<std::int32_t>(exponent)};
    return terms;
}

TokenId Cells::token(int column) {
    if (auto token = TokenId::parse(row_.text(column))) return *token;
    wrong(column);
    return {};
}

ConditionId Cells::condition(int column) {
    const auto text = row_.text(column);
    if (text.empty()) return {};  // Tests and hand-made positions may not know it.
    if (auto condition = ConditionId::parse(text)) return *condition;
    wrong(column);
    return {};
}

Result<void> Cells::verdict(std::string_view table) const {
    if (!wrong_) return {};
    return fail(Errc::storage,
                "the ledger is damaged: table " + std::string{table} + ", column " +
                    std::to_string(*wrong_),
                "keep the file, restore a copy, or name another ledger with --db");
}

Result<Order> read_order(const Row& row) {
    Cells cells{row};
    Order order;
    order.order_id = cells.text(1);
    order.intent.client_id = cells.text(2);
    order.intent.event = cells.text(3);
    order.intent.market = cells.text(4);
    order.intent.condition = cells.condition(5);
    order.intent.token = cells.token(6);
    order.intent.outcome = cells.name<Outcome>(7);
    order.intent.side = cells.name<Side>(8);
    order.intent.limit = cells.price(9);
    order.intent.size = cells.size(10);
    order.intent.tif = cells.name<TimeInForce>(11);
    order.intent.post_only = cells.integer(12) != 0;
    order.intent.reason = cells.text(13);
    order.filled = cells.size(14);
    order.status = cells.name<OrderStatus>(15);
    order.reason = cells.text(16);
    order.mode = cells.name<TradingMode>(17);
    order.created = cells.time(18);
    order.updated = cells.time(19);
    order.paid = cells.money(20);
    order.proof = cells.name<Proof>(21);
    order.timestamp_ms = cells.integer(22);
    order.intent.expires = cells.maybe_time(23);
    order.intent.spend = cells.money(24);
    order.intent.terms = cells.terms(25, 26, 27, 28);
    if (auto ok = cells.verdict("orders"); !ok) return pass(ok);
    return order;
}

Result<Fill> read_fill(const Row& row) {
    Cells cells{row};
    Fill fill;
    fill.order_id = cells.text(1);
    fill.trade_id = cells.text(2);
    fill.condition = cells.condition(3);
    fill.token = cells.token(4);
    fill.side = cells.name<Side>(5);
    fill.price = cells.price(6);
    fill.size = cells.size(7);
    fill.fee = cells.money(8);
    fill.liquidity = cells.name<Liquidity>(9);
    fill.settlement = cells.name<Settlement>(10);
    fill.at = cells.time(11);
    fill.cost = cells.money(12);
    fill.realized = cells.money(13);
    if (auto ok = cells.verdict("fills"); !ok) return pass(ok);
    return fill;
}

Result<Position> read_position(const Row& row) {
    Cells cells{row};
    Position position;
    position.token = cells.token(0);
    position.condition = cells.condition(1);
    position.event = cells.text(2);
    position.market = cells.text(3);
    position.outcome = cells.name<Outcome>(4);
    position.settled = cells.size(5);
    position.provisional = cells.size(6);
    position.reserved = cells.size(7);
    position.cost = cells.money(8);
    position.realized = cells.money(9);
    if (auto ok = cells.verdict("positions"); !ok) return pass(ok);
    return position;
}

}  // namespace pm::store
