// An order's state, worked out from everything that was said about it, in whatever order.

#include <algorithm>
#include <tuple>

#include "trading/tracker.hpp"

namespace pm::trading {

namespace {

/// Less than this is not worth an order's life: the venue rounds matches to 0.01 share.
/// Source: reliability catalogue F-35 (dust).
constexpr Size dust{10'000};

/// How much a status that is not final knows. A message with less is an old one.
int rank(OrderStatus status) {
    switch (status) {
        case OrderStatus::intent: return 0;
        case OrderStatus::sent: return 1;
        case OrderStatus::unknown: return 2;
        case OrderStatus::delayed: return 3;
        case OrderStatus::live: return 4;
        case OrderStatus::partly_filled: return 5;
        case OrderStatus::filled:
        case OrderStatus::cancelled:
        case OrderStatus::expired:
        case OrderStatus::rejected: return 6;
    }
    return 0;
}

bool rests(const OrderIntent& intent) {
    return intent.tif == TimeInForce::gtc || intent.tif == TimeInForce::gtd;
}

}  // namespace

Tracker::Entry Tracker::entry_of(Order order) {
    Entry entry;
    entry.base_filled = order.filled;
    entry.base_paid = order.paid;
    const auto status = order.status;
    if (is_final(status)) {
        entry.end = End{.status = status,
                        .matched = {},
                        .all_matched = false,
                        .reason = order.reason,
                        .at = order.updated,
                        .proof = order.proof};
        entry.exists = order.proof != Proof::negative && status != OrderStatus::rejected;
    } else {
        // "partly_filled" follows from the fills.
        entry.furthest = status == OrderStatus::partly_filled ? OrderStatus::live : status;
        entry.furthest_proof = order.proof;
        entry.exists = rank(status) > rank(OrderStatus::unknown);
    }
    entry.order = std::move(order);
    return entry;
}

void Tracker::learn_end(Entry& entry, const OrderReport& report) {
    // Of two copies one may be refused because the other was taken.
    if (*report.status == OrderStatus::rejected && report.proof == Proof::reply &&
        entry.copies > 1) {
        return;
    }
    End end{.status = *report.status,
            .matched = report.matched.value_or(Size{}),
            .all_matched = *report.status == OrderStatus::filled && !report.matched,
            .reason = report.reason,
            .at = report.at,
            .proof = report.proof};
    if (!entry.end) {
        entry.end = std::move(end);
        return;
    }
    // Two ends, in whatever order they came: what the venue said counts more than our verdict,
    // then the earlier one; the amounts are the larger.
    const auto weight = [](const End& e) {
        return std::tuple{e.proof == Proof::negative, e.at, e.status, e.reason};
    };
    auto& known = *entry.end;
    const auto matched = std::max(known.matched, end.matched);
    const bool all = known.all_matched || end.all_matched;
    if (weight(end) < weight(known)) known = std::move(end);
    known.matched = matched;
    known.all_matched = all;
}

void Tracker::learn(Entry& entry, const OrderReport& report) {
    const bool told = report.proof != Proof::own && report.proof != Proof::negative;
    if (!report.status) {
        entry.exists = entry.exists || told;
        if (rank(OrderStatus::live) > rank(entry.furthest)) {
            entry.furthest = OrderStatus::live;
            entry.furthest_proof = report.proof;
        }
        return;
    }
    const auto status = *report.status;
    // "Filled" of less than it wanted, of an order that rests: the rest is still there.
    const bool rest_left = status == OrderStatus::filled && rests(entry.order.intent) &&
                           report.matched && *report.matched + dust < entry.order.intent.size;
    if (is_final(status) && !rest_left) {
        entry.exists = entry.exists || (told && status != OrderStatus::rejected);
        return learn_end(entry, report);
    }
    const auto alive =
        status == OrderStatus::partly_filled || rest_left ? OrderStatus::live : status;
    if (rank(alive) > rank(entry.furthest)) {
        entry.furthest = alive;
        entry.furthest_proof = report.proof;
    }
    if (told && rank(alive) > rank(OrderStatus::unknown)) {
        entry.exists = true;
        entry.alive_at = std::max(entry.alive_at.value_or(report.at), report.at);
    }
}

Order Tracker::derived(const Entry& entry) {
    auto order = entry.order;
    order.filled = entry.base_filled;
    order.paid = entry.base_paid;
    Size failed;
    for (const auto& [id, fill] : entry.trades) {
        if (fill.settlement == Settlement::failed) {
            failed += fill.size;
        } else {
            order.filled += fill.size;
            order.paid += notional_up(fill.price, fill.size);
        }
    }
    derive_status(entry, order.filled + failed, order);
    return order;
}

void Tracker::derive_status(const Entry& entry, Size matched, Order& order) {
    const auto& intent = order.intent;
    const bool some_failed = matched > order.filled;
    const auto become = [&](OrderStatus status, std::string_view reason, Proof proof) {
        order.status = status;
        order.reason = reason;
        order.proof = proof;
    };
    if (!intent.by_dollars() && order.filled >= intent.size) {
        return become(OrderStatus::filled, "", Proof::trade);
    }
    const auto& end = entry.end;
    bool over = end && matched >= end->matched;
    if (over && end->all_matched) {
        over = intent.by_dollars() ? matched.micros > 0 : matched + dust >= intent.size;
    }
    if (over && end->proof == Proof::negative) {
        // Our verdict does not stand against the venue's own word.
        const bool wrong = end->status == OrderStatus::rejected
                               ? entry.exists
                               : entry.alive_at && *entry.alive_at > end->at;
        over = !wrong;
    }
    if (over && end->status != OrderStatus::filled) {
        return become(end->status, end->reason, end->proof);
    }
    if (over) {
        const bool whole = intent.by_dollars() ? order.filled.micros > 0 && !some_failed
                                               : order.filled + dust >= intent.size;
        if (whole) return become(OrderStatus::filled, "", end->proof);
        return become(OrderStatus::cancelled, some_failed ? "trade_failed" : "rest", end->proof);
    }
    if (!intent.by_dollars() && matched >= intent.size) {
        // All of it was matched and a part of that failed. Whether the venue puts that part back
        // on its book is not documented: only an order that never rests is surely gone.
        if (!rests(intent)) return become(OrderStatus::cancelled, "trade_failed", Proof::trade);
        Timestamp failed_at{};
        for (const auto& [id, fill] : entry.trades) {
            if (fill.settlement == Settlement::failed) failed_at = std::max(failed_at, fill.at);
        }
        const bool back = entry.alive_at && *entry.alive_at > failed_at;
        if (!back) return become(OrderStatus::unknown, "trade_failed", Proof::trade);
    }
    if (order.filled.micros > 0) return become(OrderStatus::partly_filled, "", Proof::trade);
    if (matched.micros > 0) return become(OrderStatus::live, "", Proof::trade);
    become(entry.furthest, "", entry.furthest_proof);
}

}  // namespace pm::trading
