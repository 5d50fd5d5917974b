#include "live/report_of.hpp"

#include <chrono>

#include "polymarket/facts.hpp"

namespace pm::live {

namespace {

using polymarket::RowStatus;
using polymarket::RowTradeStatus;

/// Less than this is left of an order whose rest the venue drops. Source: docs/venue.md, amounts:
/// sizes are hundredths of a share.
constexpr std::int64_t dust_micros = 10'000;
/// An answer's amounts are decimals, or millionths in one specification: a thousand times what was
/// ordered is the latter.
constexpr std::int64_t absurd = 1'000;

bool at_once(std::optional<TimeInForce> tif) {
    return tif == TimeInForce::fok || tif == TimeInForce::fak;
}

bool all_of(Size matched, Size original) {
    return matched.micros > original.micros - dust_micros;
}

/// The end of an order that has matched, or nothing when it rests with what is left.
std::optional<OrderStatus> matched_status(const polymarket::UserOrder& order) {
    if (at_once(order.tif) || !order.matched || !order.original) return OrderStatus::filled;
    return all_of(*order.matched, *order.original) ? OrderStatus::filled : OrderStatus::live;
}

std::optional<OrderStatus> status_of(const polymarket::UserOrder& order, Timestamp at) {
    switch (order.status) {
        case RowStatus::live:
        case RowStatus::unmatched: return OrderStatus::live;
        case RowStatus::delayed: return OrderStatus::delayed;
        case RowStatus::matched: return matched_status(order);
        case RowStatus::invalid: return OrderStatus::cancelled;
        case RowStatus::cancelled: {
            // The venue reports an expiry as a cancellation, a minute before the time on the wire.
            const bool expired =
                order.expiration &&
                at >= *order.expiration - polymarket::gtd_margin - std::chrono::seconds{1};
            return expired ? OrderStatus::expired : OrderStatus::cancelled;
        }
        case RowStatus::other: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<trading::TradeStage> stage_of(RowTradeStatus status) {
    switch (status) {
        case RowTradeStatus::matched: return trading::TradeStage::matched;
        case RowTradeStatus::mined: return trading::TradeStage::mined;
        case RowTradeStatus::confirmed: return trading::TradeStage::confirmed;
        case RowTradeStatus::retrying: return trading::TradeStage::retrying;
        case RowTradeStatus::failed: return trading::TradeStage::failed;
        case RowTradeStatus::other: return std::nullopt;
    }
    return std::nullopt;
}

/// Shares that the answer to the POST says were matched, when it says so and can be believed.
std::optional<Size> matched_at_once(const polymarket::PostReply& reply, const OrderIntent& intent) {
    const auto shares = intent.side == Side::buy ? reply.taking : reply.making;
    if (!shares || shares->micros <= 0) return std::nullopt;
    if (shares->micros / absurd >= intent.size.micros) return std::nullopt;
    return shares;
}

/// "matched" at once: over for orders that do not rest, otherwise by what is left.
void say_matched(const polymarket::PostReply& reply, const OrderIntent& intent,
                 trading::OrderReport& out) {
    out.matched = matched_at_once(reply, intent);
    const bool rests = !at_once(intent.tif);
    if (!out.matched) {
        // A FAK may have been cut short by any part: its rows will say.
        out.status = intent.tif == TimeInForce::fok ? OrderStatus::filled : OrderStatus::live;
        return;
    }
    const bool over = !rests || all_of(*out.matched, intent.size);
    out.status = over ? OrderStatus::filled : OrderStatus::live;
}

}  // namespace

trading::OrderReport report_of(const polymarket::UserOrder& order, trading::Proof proof,
                               Timestamp now) {
    trading::OrderReport out;
    out.order_id = order.order_id;
    out.at = order.at.value_or(now);
    out.status = status_of(order, out.at);
    out.matched = order.matched;
    out.original = order.original;
    out.reason = order.reason;
    out.proof = proof;
    return out;
}

std::optional<trading::TradeReport> report_of(const polymarket::UserTrade& trade,
                                              trading::Proof proof, Timestamp now) {
    const auto stage = stage_of(trade.status);
    if (!stage) return std::nullopt;
    trading::TradeReport out;
    out.trade_id = trade.trade_id;
    out.condition = trade.condition;
    out.stage = *stage;
    out.at = trade.matched_at.value_or(now);
    out.proof = proof;
    for (const auto& leg : trade.legs) {
        out.legs.push_back(trading::TradeLeg{leg.order_id, leg.token, leg.price, leg.size, leg.side,
                                             leg.taker ? Liquidity::taker : Liquidity::maker});
    }
    return out;
}

trading::OrderReport report_of(const polymarket::PostVerdict& verdict, std::string_view order_id,
                               const OrderIntent& intent, Timestamp now) {
    trading::OrderReport out;
    out.order_id = order_id;
    out.at = now;
    out.proof = trading::Proof::reply;
    switch (verdict.proof) {
        case polymarket::PostProof::unknown:
            out.status = OrderStatus::unknown;
            out.reason = verdict.kind + ": " + verdict.reason;
            break;
        case polymarket::PostProof::refused:
            out.status = OrderStatus::rejected;
            out.reason = verdict.kind + ": " + verdict.reason;
            break;
        case polymarket::PostProof::exists:
            if (verdict.kind == "duplicate") {
                out.proof = trading::Proof::duplicated;
            } else if (verdict.reply.status == "matched") {
                say_matched(verdict.reply, intent, out);
            } else if (verdict.reply.status == "delayed") {
                out.status = OrderStatus::delayed;
            } else {
                out.status = OrderStatus::live;
            }
            break;
    }
    return out;
}

}  // namespace pm::live
