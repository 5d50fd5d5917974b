#include "monitor/watcher.hpp"

#include <set>
#include <utility>

#include "base/text.hpp"
#include "domain/names.hpp"

namespace pm::monitor {

namespace {

bool same_holding(const Position& a, const Position& b) {
    return a.settled == b.settled && a.provisional == b.provisional && a.reserved == b.reserved &&
           a.cost == b.cost && a.realized == b.realized;
}

Alert alert(int severity, std::string code, std::string message, std::string subject) {
    return Alert{.severity = severity,
                 .code = std::move(code),
                 .message = std::move(message),
                 .subject = std::move(subject)};
}

}  // namespace

Watcher::Watcher(WatchPlan plan, WatchSink& sink)
    : plan_{plan}, sink_{sink}, exits_{plan.exits, plan.exit_retry} {}

void Watcher::hold(const std::vector<Position>& positions, Timestamp now) {
    std::set<TokenId> still;
    for (const auto& position : positions) {
        if (position.held() <= Size{}) continue;
        still.insert(position.token);
        const auto [found, fresh] = held_.try_emplace(position.token);
        if (!fresh && same_holding(found->second.position, position)) continue;
        found->second.position = position;
        found->second.reported.reset();  // a trade is reported at once
        changed(position.token, now);
    }
    for (auto it = held_.begin(); it != held_.end();) {
        if (still.contains(it->first)) {
            ++it;
            continue;
        }
        // The last report shows what it came to.
        auto& gone = it->second.position;
        for (const auto& position : positions) {
            if (position.token == gone.token) gone = position;
        }
        report(it->second, now);
        it = held_.erase(it);
    }
}

void Watcher::apply(const Quote& quote, Timestamp now) {
    const auto* before = marks_.find(quote.token);
    const auto old_bid = before != nullptr ? before->bid() : std::nullopt;
    const bool known = before != nullptr;
    marks_.apply(quote, now);
    const auto* after = marks_.find(quote.token);
    desk_.clear("stale_quote", quote.token.text());
    if (!known || old_bid != after->bid()) {
        changed(quote.token, now);
    } else if (const auto held = held_.find(quote.token); held != held_.end()) {
        look_at_exit(held->second.position, now);
    }
}

void Watcher::apply(const BookSnapshot& book, Timestamp now) {
    marks_.apply(book, now);
    desk_.clear("stale_quote", book.token.text());
    changed(book.token, now);
}

void Watcher::apply(const Market& market, Timestamp now) {
    markets_[market.yes] = market;
    markets_[market.no] = market;
    if (market.closed && market.winner) {
        apply(Resolution{.condition = market.condition, .winner = *market.winner}, now);
    }
}

void Watcher::apply(const Order& order, Timestamp now) {
    const auto& id = order.order_id.empty() ? order.intent.client_id : order.order_id;
    if (order.status == OrderStatus::unknown) {
        tell(alert(1, "order_unknown", "nobody knows whether order " + id + " is at the venue", id),
             now);
    } else if (order.status == OrderStatus::rejected) {
        tell(alert(2, "order_rejected", "order " + id + " was rejected: " + order.reason, id), now);
    }
}

void Watcher::apply(const Fill& fill, Timestamp now) {
    if (fill.settlement != Settlement::failed) return;
    tell(alert(1, "fill_failed",
               "trade " + fill.trade_id + " of " + called(fill.token) + " failed to settle",
               fill.trade_id),
         now);
}

void Watcher::apply(const StreamStatus& status, Timestamp now) {
    const std::string state{name_of(status.state)};
    switch (status.state) {
        case StreamState::gap:
        case StreamState::stale:
            tell(alert(2, "stream_" + state, "prices may be old: " + status.reason, "stream"), now);
            break;
        case StreamState::halted:
            tell(alert(1, "stream_halted", "trading is halted: " + status.reason, "stream"), now);
            break;
        case StreamState::live:
        case StreamState::polling:
            desk_.clear("stream_gap", "stream");
            desk_.clear("stream_stale", "stream");
            desk_.clear("stream_halted", "stream");
            break;
        case StreamState::connecting:
        case StreamState::resync:
        case StreamState::stopping: break;
    }
}

void Watcher::apply(const Resolution& resolution, Timestamp now) {
    if (!resolved_.emplace(resolution.condition, resolution.winner).second) return;
    bool held = false;
    for (auto& [token, holding] : held_) {
        const auto& position = holding.position;
        if (position.condition != resolution.condition) continue;
        held = true;
        const auto payout = resolution.payout(position.outcome);
        const auto paid = notional_down(payout, position.held());
        const auto profit = paid - position.cost;
        tell(alert(3, "resolved",
                   called(token) + " " + std::string{name_of(position.outcome)} + " pays " +
                       paid.text() + ", profit " + profit.text(),
                   token.text()),
             now);
    }
    if (held) sink_.on_resolved(resolution);
}

void Watcher::look(Timestamp now) {
    for (auto& [token, held] : held_) {
        const bool due = !held.reported || now - *held.reported >= plan_.report_every;
        if (held.changed && due) report(held, now);
        if (resolved_.contains(held.position.condition)) continue;
        const auto* mark = marks_.find(token);
        if (mark == nullptr) continue;
        if (now - mark->at >= plan_.confirm_after) look_at_exit(held.position, now);
        if (now - mark->at > plan_.stale_after) {
            tell(alert(2, "stale_quote", "the last price of " + called(token) + " is old",
                       token.text()),
                 now);
        }
    }
}

void Watcher::finish(Timestamp now) {
    for (auto& [token, held] : held_) {
        if (held.changed) report(held, now);
    }
}

void Watcher::tell(Alert told, Timestamp now) {
    told.message = sanitised(told.message);
    if (const auto heard = desk_.raise(std::move(told), now)) sink_.on_alert(*heard);
}

std::vector<Position> Watcher::positions() const {
    std::vector<Position> out;
    for (const auto& [token, held] : held_) out.push_back(held.position);
    return out;
}

void Watcher::changed(const TokenId& token, Timestamp now) {
    const auto found = held_.find(token);
    if (found == held_.end()) return;
    auto& held = found->second;
    held.changed = true;
    if (!held.reported || now - *held.reported >= plan_.report_every) report(held, now);
    look_at_exit(held.position, now);
}

void Watcher::report(Held& held, Timestamp now) {
    held.changed = false;
    held.reported = now;
    sink_.on_position(marks_.marked(held.position));
}

void Watcher::look_at_exit(const Position& position, Timestamp now) {
    if (resolved_.contains(position.condition)) return;
    const auto* mark = marks_.find(position.token);
    if (mark == nullptr || now - mark->at > plan_.stale_after) return;  // never act on old prices
    const auto wish = exits_.look(position, mark->quote, now);
    if (!wish) return;
    if (plan_.closes) {
        sink_.on_exit(*wish, position);
        return;
    }
    tell(alert(1, std::string{name_of(wish->cause)},
               called(position.token) + " " + std::string{name_of(position.outcome)} + ": bid " +
                   wish->bid.text() + " reached " + wish->trigger.text() + " (paid " +
                   wish->average.text() + "); " + wish->size.text() + " shares could be sold",
               position.token.text()),
         now);
}

std::string Watcher::called(const TokenId& token) const {
    if (const auto held = held_.find(token); held != held_.end()) {
        if (!held->second.position.market.empty()) return held->second.position.market;
    }
    const auto market = markets_.find(token);
    if (market != markets_.end() && !market->second.slug.empty()) return market->second.slug;
    return "token " + token.text();
}

}  // namespace pm::monitor
