#include "sim/trade_truth.hpp"

#include "domain/names.hpp"

namespace pm::sim {

JsonWriter TradeTruth::begin(std::string_view kind) {
    line_.clear();
    JsonWriter w{line_};
    w.begin_object().key("kind").string(kind);
    w.key("mono_ns").integer(real_.steady().time_since_epoch().count() * 1'000);
    w.key("ms").integer(
        std::chrono::floor<std::chrono::milliseconds>(world_.now()).time_since_epoch().count());
    return w;
}

void TradeTruth::end(JsonWriter& w) {
    w.end_object();
    line_ += '\n';
    write_(line_);
}

void TradeTruth::accepted(const AccountOrder& order) {
    const auto& market = world_.markets()[order.market];
    auto w = begin("order");
    w.key("verdict").string("accepted").key("id").string(order.id);
    w.key("owner").string(order.owner).key("address").string(order.address.text());
    w.key("maker").string(order.maker.text()).key("condition").string(market.condition);
    w.key("event").string(world_.scenario().events[market.event].slug);
    w.key("fee_rate").decimal(order.fee_rate_micros, 6);
    w.key("token").string(market.token(order.outcome)).key("side").string(name_of(order.side));
    w.key("price").string(order.limit.text()).key("size").string(order.original.text());
    w.key("maker_amount").string(std::to_string(order.maker_amount));
    w.key("taker_amount").string(std::to_string(order.taker_amount));
    w.key("order_type").string(name_of(order.tif)).key("post_only").boolean(order.post_only);
    w.key("expiration").integer(order.expiration_s);
    if (order.foreign) w.key("foreign").boolean(true);
    end(w);
}

void TradeTruth::refused(const SentOrder& order, std::string_view id, std::string_view address,
                         std::string_view reason) {
    if (!write_) return;
    auto w = begin("order");
    w.key("verdict").string("refused").key("id").string(id).key("reason").string(reason);
    w.key("owner").string(order.owner).key("address").string(address);
    w.key("maker").string(order.wire.maker.text());
    w.key("token").string(order.wire.token.text()).key("side").string(name_of(order.wire.side));
    w.key("maker_amount").string(std::to_string(order.wire.maker_amount));
    w.key("taker_amount").string(std::to_string(order.wire.taker_amount));
    w.key("order_type").string(name_of(order.tif)).key("post_only").boolean(order.post_only);
    w.key("expiration").integer(order.expiration_s);
    end(w);
}

void TradeTruth::wiped(std::string_view owner, std::size_t orders) {
    if (!write_) return;
    auto w = begin("wipe");
    w.key("owner").string(owner).key("orders").integer(static_cast<std::int64_t>(orders));
    end(w);
}

void TradeTruth::wallet(const crypto::Address& maker) {
    const auto* held = write_ ? wallets_.find(maker) : nullptr;
    if (held == nullptr) return;
    auto w = begin("wallet");
    w.key("maker").string(maker.text()).key("cash").string(Money{held->cash.balance}.text());
    w.key("shares").begin_object();
    for (const auto& [token, shares] : held->shares) {
        if (shares.bought == 0 && shares.balance == 0) continue;
        w.key(token).string(Size{shares.balance}.text());
    }
    w.end_object();
    end(w);
}

void TradeTruth::on_order(const AccountOrder& order, OrderChange change) {
    if (!write_) return;
    if (change == OrderChange::placement) accepted(order);
    if (change != OrderChange::cancellation) return;
    auto w = begin("cancel");
    w.key("id").string(order.id).key("left").string(order.left().text());
    w.key("reason").string(order.end);
    end(w);
}

void TradeTruth::matched(const AccountTrade& trade, const TradePart& part, std::string_view role) {
    if (!part.account) return;
    auto w = begin("match");
    w.key("trade").string(trade.id).key("order").string(part.order_id).key("role").string(role);
    w.key("token").string(world_.markets()[trade.market].token(part.outcome));
    w.key("side").string(name_of(part.side)).key("price").string(part.price.text());
    w.key("size").string(part.size.text()).key("money").string(part.money.text());
    w.key("fee").string(part.fee.text());
    end(w);
}

void TradeTruth::on_trade(const AccountTrade& trade) {
    if (!write_) return;
    if (trade.step == 0) {
        matched(trade, trade.taker, "taker");
        for (const auto& maker : trade.makers) matched(trade, maker, "maker");
        return;
    }
    auto w = begin("settle");
    w.key("trade").string(trade.id).key("status").string(name_of(trade.stage));
    end(w);
    if (trade.stage != TradeStage::confirmed) return;
    if (trade.taker.account) wallet(trade.taker.address);
    for (const auto& maker : trade.makers) {
        if (maker.account) wallet(maker.address);
    }
}

}  // namespace pm::sim
