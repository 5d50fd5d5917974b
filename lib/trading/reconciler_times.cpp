// From when trades are read, and when there is something to do again.

#include <algorithm>

#include "trading/reconciler.hpp"

namespace pm::trading {

namespace {

void sooner(std::optional<Instant>& earliest, Instant at) {
    if (!earliest || at < *earliest) earliest = at;
}

}  // namespace

void Reconciler::watch_settlement(Actions& actions) {
    const auto oldest = tracker_.oldest_provisional();
    if (!oldest) return;
    if (!round_ && polled_ && poll_at_ > *polled_ + rules_.settle_poll) {
        poll_at_ = *polled_ + rules_.settle_poll;
    }
    if (clock_.now() - oldest->at < rules_.settle_alarm || alarmed_trade_ == oldest->trade_id) {
        return;
    }
    alarmed_trade_ = oldest->trade_id;
    actions.emplace_back(Escalate{{.severity = 2,
                                   .code = "trade_unsettled",
                                   .message = "a trade does not settle on chain",
                                   .subject = oldest->trade_id}});
}

Timestamp Reconciler::trades_since() const {
    // Nothing is known of an account that was never read: its past is not ours.
    auto since = trades_read_at_.value_or(clock_.now());
    bool back = trades_read_at_.has_value();
    for (const auto& order : tracker_.open()) {
        if (!trades_read_at_ || waits_for_proof(order.status)) {
            since = std::min(since, order.created);
            back = true;
        }
    }
    if (const auto oldest = tracker_.oldest_provisional()) {
        since = std::min(since, oldest->at);
        back = true;
    }
    return back ? since - rules_.overlap : since;
}

std::optional<Instant> Reconciler::next_wake() const {
    std::optional<Instant> at;
    for (const auto& [order_id, sent] : awaited_) sooner(at, sent + rules_.reply_after);
    for (const auto& [order_id, doubt] : doubts_) {
        if (!doubt.missing && !cancels_.contains(order_id)) {
            sooner(at, std::max(now() + rules_.poll_first, doubt.sent + rules_.give_up_after));
        }
    }
    for (const auto& [order_id, cancel] : cancels_) {
        if (!cancel.asked && !cancel.answered) sooner(at, cancel.next);
        if (!cancel.escalated && !cancel.answered)
            sooner(at, cancel.wanted + rules_.escalate_after);
    }
    if (!round_ && poll_needed()) sooner(at, poll_at_);
    return at;
}

}  // namespace pm::trading
