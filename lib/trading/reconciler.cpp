#include "trading/reconciler.hpp"

#include <algorithm>
#include <utility>

namespace pm::trading {

Reconciler::Reconciler(const Tracker& tracker, const Clock& clock, ReconcileRules rules,
                       Wanted wanted)
    : tracker_{tracker},
      clock_{clock},
      rules_{rules},
      wanted_{std::move(wanted)},
      poll_wait_{rules.poll_first} {}

void Reconciler::hurry() {
    poll_at_ = now();
    poll_wait_ = rules_.poll_first;
}

void Reconciler::doubt(const std::string& order_id, Instant sent, bool missing) {
    auto [row, fresh] = doubts_.try_emplace(order_id);
    if (!fresh) return;
    row->second.sent = sent;
    row->second.missing = missing;
    hurry();
}

void Reconciler::want_cancel(const std::string& order_id) {
    auto [row, fresh] = cancels_.try_emplace(order_id);
    if (!fresh) return;
    row->second.wanted = row->second.next = now();
    row->second.wait = rules_.cancel_first;
}

/// No copy of it left later than this. A run that is over has sent nothing since the next one wrote
/// that it doubts the order; so the wait for proof goes on where that run stopped.
Instant Reconciler::left_by(const Order& order) const {
    const auto age = static_cast<double>((clock_.now() - order.updated).count());
    return now() - Duration{static_cast<Duration::rep>(std::max(0.0, age / rules_.speed))};
}

ReconcileActions Reconciler::on_connected(std::optional<Timestamp> trades_known) {
    stage_ = Stage::reading;
    if (!trades_read_at_) trades_read_at_ = trades_known;
    // What was asked before the connection was made may have missed what came in between.
    if (round_) {
        round_->counts = false;
        read_again_ = true;
    }
    for (const auto& order : tracker_.open()) {
        if (waits_for_proof(order.status) && !awaited_.contains(order.order_id)) {
            doubt(order.order_id, left_by(order), false);
        }
    }
    hurry();
    return step();
}

ReconcileActions Reconciler::on_sent(const std::string& order_id) {
    awaited_[order_id] = now();
    if (const auto found = doubts_.find(order_id); found != doubts_.end()) {
        found->second.sent = now();
        found->second.clean.reset();
    }
    return step();
}

ReconcileActions Reconciler::on_unknown(const std::string& order_id) {
    const auto sent = awaited_.find(order_id);
    doubt(order_id, sent == awaited_.end() ? now() : sent->second, false);
    if (sent != awaited_.end()) awaited_.erase(sent);
    return step();
}

ReconcileActions Reconciler::on_cancel_wanted(const std::string& order_id) {
    want_cancel(order_id);
    return step();
}

ReconcileActions Reconciler::on_order_read(const std::string& order_id, OrderRead result) {
    if (round_) {
        round_->lookups_pending.erase(order_id);
        if (result == OrderRead::found) round_->seen.insert(order_id);
        if (result == OrderRead::failed) round_->unread.insert(order_id);
        // Nothing is judged before everything is answered; the last Wake stands.
        if (!round_->lookups_pending.empty()) return {};
    }
    Actions actions;
    end_round(actions);
    return step(std::move(actions));
}

ReconcileActions Reconciler::on_open_orders(ListRead result, const std::set<std::string>& listed) {
    Actions actions;
    if (round_) {
        round_->orders_pending = false;
        if (result == ListRead::failed) {
            round_->failed = true;
        } else {
            round_->seen.insert(listed.begin(), listed.end());
            for (const auto& order : tracker_.open()) {
                // Known to be open, and not there: unless we have learnt of it meanwhile.
                if (waits_for_proof(order.status) || listed.contains(order.order_id) ||
                    order.updated >= round_->began_at || doubts_.contains(order.order_id)) {
                    continue;
                }
                doubt(order.order_id, now(), true);
                round_->lookups_pending.insert(order.order_id);
                round_->in_doubt.insert(order.order_id);
                actions.emplace_back(ReadOrder{order.order_id});
            }
        }
    }
    end_round(actions);
    return step(std::move(actions));
}

ReconcileActions Reconciler::on_trades(ListRead result) {
    if (round_) {
        round_->trades_pending = false;
        if (result == ListRead::failed) {
            round_->failed = true;
        } else {
            trades_read_at_ = round_->began_at;
        }
    }
    Actions actions;
    end_round(actions);
    return step(std::move(actions));
}

ReconcileActions Reconciler::on_cancel(const std::string& order_id, CancelAnswer answer) {
    const auto found = cancels_.find(order_id);
    if (found == cancels_.end()) return step();
    auto& cancel = found->second;
    cancel.asked = false;
    switch (answer) {
        case CancelAnswer::cancelled:
        case CancelAnswer::not_open:
            cancel.answered = now();
            // What was matched before the cancel may not have been told yet.
            read_again_ = true;
            hurry();
            // Either its end is known by now, or its trades must be found.
            if (const auto* order = tracker_.find(order_id);
                order != nullptr && !is_final(order->status)) {
                doubt(order_id, now(), !waits_for_proof(order->status));
                hurry();
            }
            break;
        case CancelAnswer::refused:
        case CancelAnswer::failed:
            cancel.next = now() + cancel.wait;
            cancel.wait = std::min(rules_.cancel_max, 2 * cancel.wait);
            break;
    }
    return step();
}

ReconcileActions Reconciler::on_wake() {
    return step();
}

bool Reconciler::cancelling(std::string_view order_id) const {
    const auto* order = tracker_.find(order_id);
    return cancels_.contains(order_id) && order != nullptr && !is_final(order->status);
}

ReconcileActions Reconciler::step(Actions actions) {
    drop_certain();
    expire_awaited(actions);
    drive_doubts(actions);
    drive_cancels(actions);
    watch_settlement(actions);
    if (poll_needed() && !round_ && now() >= poll_at_) begin_round(actions);
    if (const auto at = next_wake()) actions.emplace_back(Wake{*at});
    return actions;
}

void Reconciler::drop_certain() {
    const auto order_of = [&](const auto& row) { return tracker_.find(row.first); };
    std::erase_if(awaited_, [&](const auto& row) {
        const auto* order = order_of(row);
        return order == nullptr || !waits_for_proof(order->status) ||
               order->status == OrderStatus::unknown;
    });
    // "Duplicated" says that it exists, not that it is still open.
    for (auto& [order_id, doubt] : doubts_) {
        const auto* order = tracker_.find(order_id);
        if (order != nullptr && !waits_for_proof(order->status) &&
            order->proof == Proof::duplicated) {
            doubt.missing = true;
        }
    }
    std::erase_if(doubts_, [&](const auto& row) {
        const auto* order = order_of(row);
        if (order == nullptr || is_final(order->status)) return true;
        return !row.second.missing && !waits_for_proof(order->status);
    });
    std::erase_if(cancels_, [&](const auto& row) {
        const auto* order = order_of(row);
        return order == nullptr || is_final(order->status);
    });
}

void Reconciler::expire_awaited(Actions& actions) {
    for (auto row = awaited_.begin(); row != awaited_.end();) {
        const auto [order_id, sent] = *row;
        if (now() - sent < rules_.reply_after) {
            ++row;
            continue;
        }
        actions.emplace_back(Conclude{OrderReport{
            order_id, OrderStatus::unknown, {}, {}, "no_reply", clock_.now(), Proof::own}});
        doubt(order_id, sent, false);
        row = awaited_.erase(row);
    }
}

void Reconciler::drive_cancels(Actions& actions) {
    for (auto& [order_id, cancel] : cancels_) {
        const auto* order = tracker_.find(order_id);
        if (order == nullptr) continue;
        // It came after we were told that there is nothing: once more.
        const bool alive = !waits_for_proof(order->status) && !doubts_.contains(order_id);
        if (cancel.answered && alive) {
            cancel.answered.reset();
            cancel.next = now();
        }
        if (!cancel.asked && !cancel.answered && now() >= cancel.next) {
            cancel.asked = true;
            actions.emplace_back(CancelByHash{order_id});
        }
        // One that was answered with "nothing is open" is being proved.
        if (!cancel.escalated && !cancel.answered &&
            now() - cancel.wanted >= rules_.escalate_after) {
            cancel.escalated = true;
            actions.emplace_back(Escalate{{.severity = 2,
                                           .code = "cancel_unproven",
                                           .message = "the venue does not prove a cancel",
                                           .subject = order_id}});
        }
    }
}

void Reconciler::drive_doubts(Actions& actions) {
    for (auto& [order_id, doubt] : doubts_) {
        if (doubt.missing) {
            if (doubt.clean) want_cancel(order_id);
            continue;
        }
        const auto* order = tracker_.find(order_id);
        if (order == nullptr || order->status != OrderStatus::unknown) continue;
        const bool wanted = wanted_ && !cancels_.contains(order_id) &&
                            doubt.reposts < rules_.reposts && wanted_(*order);
        if (wanted) {
            // Only once everything was asked and nothing knew of it.
            if (!doubt.clean || now() < doubt.repost_next ||
                now() - doubt.sent < rules_.repost_after) {
                continue;
            }
            ++doubt.reposts;
            doubt.repost_next = now() + rules_.repost_after;
            actions.emplace_back(Repost{order_id});
        } else if (now() - doubt.sent >= rules_.give_up_after) {
            want_cancel(order_id);
        }
    }
}

bool Reconciler::poll_needed() const {
    if (stage_ == Stage::reading || !doubts_.empty() || read_again_) return true;
    return stage_ == Stage::synced &&
           (!tracker_.open().empty() || tracker_.oldest_provisional().has_value());
}

void Reconciler::begin_round(Actions& actions) {
    Round round;
    round.began = now();
    round.began_at = clock_.now();
    round.counts = stage_ != Stage::lost;
    read_again_ = false;
    actions.emplace_back(ReadTrades{trades_since()});
    actions.emplace_back(ReadOpenOrders{});
    for (const auto& [order_id, doubt] : doubts_) {
        round.in_doubt.insert(order_id);
        round.lookups_pending.insert(order_id);
        actions.emplace_back(ReadOrder{order_id});
    }
    round_ = std::move(round);
}

void Reconciler::end_round(Actions& actions) {
    if (!round_ || round_->orders_pending || round_->trades_pending ||
        !round_->lookups_pending.empty()) {
        return;
    }
    const auto round = *std::exchange(round_, std::nullopt);
    polled_ = now();
    drop_certain();
    for (const auto& order_id : round.in_doubt) {
        const auto found = doubts_.find(order_id);
        if (found == doubts_.end()) continue;
        if (round.seen.contains(order_id)) {
            // Seen alive: what was missing is there after all.
            if (found->second.missing) doubts_.erase(found);
            continue;
        }
        if (round.failed || round.unread.contains(order_id)) continue;
        // A copy that left meanwhile may not have been there to be seen.
        if (found->second.sent > round.began && !found->second.missing) continue;
        auto& doubt = found->second;
        if (!doubt.clean) {
            doubt.clean = round.began;
        } else {
            const auto cancel = cancels_.find(order_id);
            const bool answered = cancel != cancels_.end() && cancel->second.answered &&
                                  *cancel->second.answered <= round.began;
            if (answered && round.began - *doubt.clean >= rules_.polls_apart &&
                round.began - doubt.sent >= rules_.since_send) {
                conclude(order_id, actions);
                cancels_.erase(order_id);
                doubts_.erase(found);
            }
        }
    }
    const bool good = !round.failed && round.counts && round.unread.empty();
    if (good && stage_ == Stage::reading) stage_ = Stage::synced;
    const bool waiting = stage_ != Stage::synced || !doubts_.empty();
    if (read_again_) {
        poll_at_ = now();
    } else if (waiting) {
        poll_at_ = now() + poll_wait_;
        poll_wait_ = std::min(rules_.poll_max, 2 * poll_wait_);
    } else {
        poll_wait_ = rules_.poll_first;
        const bool settling = tracker_.oldest_provisional().has_value();
        poll_at_ = now() + (settling ? rules_.settle_poll : rules_.recheck);
    }
}

void Reconciler::conclude(const std::string& order_id, Actions& actions) const {
    const bool existed = tracker_.existed(order_id);
    actions.emplace_back(Conclude{OrderReport{
        order_id, existed ? OrderStatus::cancelled : OrderStatus::rejected, std::nullopt,
        std::nullopt, existed ? "gone" : "never_arrived", clock_.now(), Proof::negative}});
}

}  // namespace pm::trading
