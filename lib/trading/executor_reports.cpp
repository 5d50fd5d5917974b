// What the venue says, taken in: reports, fills, and the ends of markets.

#include <algorithm>

#include "base/assert.hpp"
#include "domain/names.hpp"
#include "trading/executor.hpp"

namespace pm::trading {

namespace {

/// Matches are rounded: to 0.01 share, to a cent. Anything larger is no rounding.
/// Source: reliability catalogue F-35.
constexpr Size dust_shares{10'000};
constexpr Money dust_dollars{10'000};

/// Of more than this many we remember only that there are too many.
constexpr std::size_t foreign_max = 10'000;

OrderReport report_of(const OrderUpdate& update) {
    OrderReport report;
    report.order_id = update.order_id;
    report.status = update.status;
    // Zero says "as far as I know": of a fill it says nothing.
    if (update.status != OrderStatus::filled || update.filled.micros > 0) {
        report.matched = update.filled;
    }
    report.reason = update.reason;
    report.at = update.at;
    report.proof = update.proof;
    return report;
}

/// Our part in a trade. Side and token are those of our own order: of a trade across both outcomes
/// the venue tells those of the other side, and the price with them.
Fill fill_of(const TradeReport& trade, const TradeLeg& leg, const OrderIntent& ours) {
    Fill fill;
    fill.order_id = leg.order_id;
    fill.trade_id = trade.trade_id;
    fill.condition = ours.condition;
    fill.token = ours.token;
    fill.side = ours.side;
    fill.price = leg.token == ours.token ? leg.price : leg.price.complement();
    fill.size = leg.size;
    fill.liquidity = leg.liquidity;
    if (leg.liquidity == Liquidity::taker) {
        fill.fee = taker_fee(ours.terms.fee, fill.price, fill.size);
    }
    fill.settlement = settlement_of(trade.stage);
    fill.at = trade.at;
    return fill;
}

/// The legs with those of one order put together: it is one fill of it.
std::vector<TradeLeg> joined(const std::vector<TradeLeg>& legs) {
    std::vector<TradeLeg> out;
    for (const auto& leg : legs) {
        const auto same = std::find_if(out.begin(), out.end(), [&](const TradeLeg& known) {
            return known.order_id == leg.order_id && known.token == leg.token &&
                   known.price == leg.price;
        });
        if (same == out.end()) {
            out.push_back(leg);
        } else {
            same->size += leg.size;
        }
    }
    return out;
}

}  // namespace

std::string_view name_of(TradeStage stage) {
    switch (stage) {
        case TradeStage::matched: return "matched";
        case TradeStage::mined: return "mined";
        case TradeStage::retrying: return "retrying";
        case TradeStage::confirmed: return "confirmed";
        case TradeStage::failed: return "failed";
    }
    return "";
}

bool Executor::follow(const std::string& order_id) {
    if (parts_.tracker.find(order_id) != nullptr) return true;
    auto remembered = parts_.journal.recall(order_id);
    if (!remembered) {
        halt(risk::Halt::journal, remembered.error(), {});
        return false;
    }
    if (!*remembered) return false;
    parts_.tracker.add(std::move(**remembered));
    return true;
}

void Executor::on_report(const OrderReport& report) {
    if (!follow(report.order_id)) return see_foreign(report.order_id);
    take(report);
}

void Executor::on_order(const OrderUpdate& update) {
    if (follow(update.order_id)) take(report_of(update));
}

void Executor::take(const OrderReport& report) {
    const auto order = parts_.tracker.after(report);
    if (!order) return;
    auto written = parts_.journal.record_order(*order);
    // It is so whether or not it could be written: our books must not lie about it.
    if (!written) halt(risk::Halt::journal, written.error(), report.at);
    parts_.tracker.commit(*order);
    reserve(order->intent.token);
    forget_final(*order);
    if (parts_.auditor != nullptr) {
        AuditEntry entry;
        entry.kind = "state";
        entry.at = report.at;
        entry.order_id = order->order_id;
        entry.verdict = name_of(order->status);
        entry.detail = order->reason;
        entry.proof = name_of(order->proof);
        audit(entry);
    }
    parts_.sink.on_order(*order);
}

void Executor::on_report(const TradeReport& report) {
    bool ours = false;
    for (const auto& leg : joined(report.legs)) {
        if (!follow(leg.order_id)) continue;
        ours = true;
        take(fill_of(report, leg, parts_.tracker.find(leg.order_id)->intent));
    }
    if (!ours) see_foreign(report.trade_id);
}

void Executor::on_fill(const Fill& fill) {
    if (follow(fill.order_id)) take(fill);
}

void Executor::take(Fill fill) {
    const auto order = parts_.tracker.after(fill);
    if (!order) return;
    if (parts_.tracker.news(fill) == FillNews::fresh) {
        take_fresh(std::move(fill), *order);
    } else {
        take_settlement(fill, *order);
    }
}

void Executor::take_fresh(Fill fill, const Order& order) {
    const auto* held = parts_.portfolio.find(fill.token);
    const bool failed = fill.settlement == Settlement::failed;
    if (!failed && fill.side == Side::sell && (held == nullptr || held->settled < fill.size)) {
        const Error why{Errc::internal, "fill " + fill.trade_id + " sells more than is held"};
        return halt(risk::Halt::by_hand, why, fill.at);
    }
    Change change = parts_.portfolio.after_nothing(order.intent);
    if (!failed) change = parts_.portfolio.after(fill, order.intent);
    fill.cost = change.cost;
    fill.realized = change.realized;
    settle_change(change, fill, order);
    auto written = parts_.journal.record_fill(fill, order, change.position, change.cash);
    if (!written) halt(risk::Halt::journal, written.error(), fill.at);
    if (written && !*written) return parts_.tracker.saw(fill);
    parts_.tracker.commit(order, fill);
    parts_.portfolio.commit(change, fill);
    done_with(fill, order);
}

void Executor::take_settlement(const Fill& news, const Order& order) {
    const auto* known = parts_.portfolio.provisional(news.order_id, news.trade_id);
    if (known == nullptr) {
        const Error why{Errc::internal, "trade " + news.trade_id + " is not in the books"};
        return halt(risk::Halt::by_hand, why, news.at);
    }
    auto fill = *known;
    fill.settlement = news.settlement;
    fill.at = std::max(fill.at, news.at);
    auto change = news.settlement == Settlement::settled
                      ? parts_.portfolio.after_confirmed(fill.order_id, fill.trade_id)
                      : parts_.portfolio.after_failed(fill.order_id, fill.trade_id);
    PM_ASSERT(change.has_value());
    settle_change(*change, fill, order);
    auto written = parts_.journal.record_settlement(fill, order, change->position, change->cash);
    if (!written) halt(risk::Halt::journal, written.error(), fill.at);
    parts_.tracker.commit(order, fill);
    parts_.portfolio.commit_final(*change, fill.order_id, fill.trade_id, fill.at);
    done_with(fill, order);
}

void Executor::settle_change(Change& change, const Fill& fill, const Order& order) const {
    if (fill.side == Side::sell) {
        // The promise of a sell shrinks by what it just sold, or ends with it.
        const auto* before = parts_.tracker.find(fill.order_id);
        const auto freed = before->open_size() - order.open_size();
        change.position.reserved = parts_.tracker.reserved(fill.token) - freed;
    }
    const auto end = ended_.find(change.position.condition);
    if (end != ended_.end()) Portfolio::pay_out(change, end->second);
}

void Executor::done_with(const Fill& fill, const Order& order) {
    if (fill.settlement == Settlement::settled) proven_ = true;
    reserve(fill.token);
    forget_final(order);
    if (parts_.auditor != nullptr) {
        AuditEntry entry;
        entry.kind = "fill";
        entry.at = fill.at;
        entry.order_id = fill.order_id;
        entry.verdict = name_of(fill.settlement);
        entry.detail = fill.trade_id;
        audit(entry);
    }
    parts_.sink.on_fill(fill);
    parts_.sink.on_order(order);
    check_overfill(order, fill.at);
}

void Executor::check_overfill(const Order& order, Timestamp at) {
    const auto& intent = order.intent;
    const bool over = intent.by_dollars() ? order.paid > intent.spend + dust_dollars
                                          : order.filled > intent.size + dust_shares;
    if (!over || parts_.gate.halts().contains(risk::Halt::overfill)) return;
    halt(risk::Halt::overfill,
         Error{Errc::internal, "order " + order.order_id + " was filled beyond what it wanted"},
         at);
}

void Executor::forget_final(const Order& order) {
    if (!is_final(order.status)) return;
    cancelling_.erase(order.order_id);
    bodies_.erase(order.order_id);
}

void Executor::see_foreign(const std::string& id) {
    if (accepted_.contains(id) || foreign_.size() >= foreign_max) return;
    if (foreign_.insert(id).second) parts_.sink.on_foreign(id);
}

void Executor::accept_foreign() {
    accepted_.merge(foreign_);
    foreign_.clear();
}

std::string_view Executor::body(std::string_view order_id) const {
    const auto found = bodies_.find(order_id);
    return found == bodies_.end() ? std::string_view{} : std::string_view{found->second.body};
}

void Executor::reserve(const TokenId& token) {
    parts_.portfolio.reserve(token, parts_.tracker.reserved(token));
}

Result<Settled> Executor::resolve(const Resolution& resolution, Timestamp now) {
    const auto open = parts_.tracker.open();  // a copy: cancelling changes the original
    for (const auto& order : open) {
        if (order.intent.condition != resolution.condition) continue;
        // An order the venue has already dropped is over all the same.
        auto cancelled = parts_.venue.cancel(order.order_id);
        if (!cancelled) {
            on_order(
                OrderUpdate{order.order_id, OrderStatus::expired, {}, "resolved", now, Proof::own});
        }
    }
    auto settled = parts_.portfolio.after(resolution);
    auto written =
        parts_.journal.record_resolution(resolution, settled.positions, settled.cash, now);
    if (!written) {
        if (written.error().code == Errc::storage) halt(risk::Halt::journal, written.error(), now);
        return pass(written);
    }
    ended_[resolution.condition] = resolution;
    parts_.portfolio.commit(settled, now);
    return settled;
}

}  // namespace pm::trading
