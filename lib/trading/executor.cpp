#include "trading/executor.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "domain/names.hpp"

namespace pm::trading {

namespace {

using namespace std::chrono_literals;

/// A refusal that repeats is written to the audit log this often, with how often it was said.
constexpr Duration repeat_after = 1min;

/// What ended longer ago is looked up in the journal when somebody speaks of it.
constexpr Duration remembered_for = 1h;
constexpr std::uint64_t tidy_every = 256;

void drop_older_than_a_minute(std::deque<Timestamp>& times, Timestamp now) {
    while (!times.empty() && times.front() <= now - 1min) times.pop_front();
}

bool at_once(TimeInForce tif) {
    return tif == TimeInForce::fok || tif == TimeInForce::fak;
}

std::vector<AuditEvidence> evidence_of(const Occasion& occasion) {
    const auto age = [&](const std::optional<Timestamp>& at) {
        return at ? std::optional{occasion.now - *at} : std::nullopt;
    };
    return {{"quote", occasion.quote_id, age(occasion.quoted_at)},
            {"book", occasion.quote_id, age(occasion.book_at)},
            {"forecast", occasion.forecast_id, age(occasion.forecast_at)},
            {"balance", {}, age(occasion.balance_at)},
            {"clock_offset", {}, occasion.clock_offset}};
}

std::vector<AuditMeasure> measures_of(const std::vector<risk::Measure>& limits) {
    std::vector<AuditMeasure> out;
    out.reserve(limits.size());
    for (const auto& one : limits) out.push_back({one.limit, one.value, one.bound});
    return out;
}

}  // namespace

Result<void> Executor::restore(const Books& books, Timestamp now) {
    parts_.portfolio = Portfolio{books, now};
    for (const auto& end : books.ended) ended_[end.condition] = end;
    proven_ = books.settled_once;
    placed_.assign(books.placed_lately.begin(), books.placed_lately.end());
    for (const auto& name : books.halts) {
        // A halt of a newer program stops us as well.
        const auto halt = risk::halt_named(name).value_or(risk::Halt::by_hand);
        parts_.gate.halt(halt);
        parts_.sink.on_halt(halt, Error{Errc::refused, "halted in an earlier run: " + name});
    }
    const bool live = parts_.venue.mode() == TradingMode::live;
    for (const auto& order : books.open_orders) {
        auto remembered = parts_.journal.recall(order.order_id);
        if (!remembered) {
            halt(risk::Halt::journal, remembered.error(), now);
            return pass(remembered);
        }
        if (*remembered) {
            parts_.tracker.add(std::move(**remembered));
        } else {
            parts_.tracker.add(order);
        }
        const auto body = books.bodies.find(order.order_id);
        if (body != books.bodies.end()) {
            bodies_[order.order_id] = Prepared{order.order_id, body->second, order.timestamp_ms};
        }
        reserve(order.intent.token);
        if (live && (order.status == OrderStatus::intent || order.status == OrderStatus::sent)) {
            take(OrderReport{
                order.order_id, OrderStatus::unknown, {}, {}, "restart", now, Proof::own});
        }
    }
    for (const auto& fill : books.provisional) static_cast<void>(follow(fill.order_id));
    return {};
}

OrderIntent Executor::complete(OrderIntent intent, const Market& market) const {
    intent.terms = MarketTerms{market.tick, market.neg_risk, market.fee};
    // The real venue's market buys are by dollars, always: better prices bring more shares. The
    // dollars are those that keep the cost within what the shares would have cost at the limit.
    // Source: docs/venue.md, amounts.
    constexpr std::int64_t size_max = 1'000'000'000'000'000;  // more is refused anyway
    const bool by_shares = !intent.by_dollars() && intent.size.micros > 0;
    if (parts_.venue.mode() == TradingMode::live && intent.side == Side::buy &&
        at_once(intent.tif) && by_shares && intent.size.micros <= size_max &&
        intent.limit.micros() > 0) {
        const auto cost = risk::cost_at_limit(intent.limit, intent.size, market.fee);
        intent.spend = risk::spend_within(cost, market.fee);
        intent.size = std::min(intent.size, risk::shares_for(intent.spend, intent.limit));
    }
    return intent;
}

risk::Review Executor::review(OrderIntent intent, const Occasion& occasion) {
    intent = complete(std::move(intent), *occasion.market);
    std::vector<risk::Measure> limits;
    auto answer = parts_.gate.review(intent, world(intent, occasion), &limits);
    if (!answer) audit_refusal(intent, occasion, answer.error(), limits);
    return answer;
}

Result<Placed> Executor::place(OrderIntent intent, const Occasion& occasion) {
    const auto now = occasion.now;
    know(*occasion.market);
    drop_older_than_a_minute(placed_, now);
    if (++placings_ % tidy_every == 0) parts_.tracker.forget_ended_before(now - remembered_for);
    auto number = parts_.numbers.next("client");
    if (!number) {
        halt(risk::Halt::journal, number.error(), now);
        return pass(number);
    }
    intent = complete(std::move(intent), *occasion.market);
    intent.client_id = "pm-" + std::to_string(*number);
    std::vector<risk::Measure> limits;
    auto review = parts_.gate.review(intent, world(intent, occasion), &limits);
    if (!review) {
        audit_refusal(intent, occasion, review.error(), limits);
        return Placed{std::nullopt, std::move(review.error())};
    }
    auto prepared = parts_.venue.prepare(*review);
    if (!prepared && prepared.error().code == Errc::refused) {
        risk::Refusal refusal{risk::RefusalCode::wire_mismatch, prepared.error().message};
        audit_refusal(intent, occasion, refusal, limits);
        return Placed{std::nullopt, std::move(refusal)};
    }
    if (!prepared) {
        if (prepared.error().code == Errc::storage) {
            halt(risk::Halt::journal, prepared.error(), now);
        } else if (prepared.error().code == Errc::throttled) {
            const risk::Refusal later{risk::RefusalCode::venue_throttled, prepared.error().message};
            audit_refusal(intent, occasion, later, limits);
        }
        return pass(prepared);
    }
    Order order{.order_id = prepared->order_id,
                .intent = **review,
                .filled = {},
                .status = OrderStatus::intent,
                .reason = {},
                .mode = parts_.venue.mode(),
                .created = now,
                .updated = now};
    order.timestamp_ms = prepared->timestamp_ms;
    if (auto written = write_intent(order, *prepared, occasion, limits); !written) {
        return pass(written);
    }
    if (auto sent = send(*prepared, std::move(*review), now); !sent) return pass(sent);
    return Placed{std::move(prepared->order_id), std::nullopt};
}

Result<void> Executor::write_intent(const Order& order, const Prepared& prepared,
                                    const Occasion& occasion,
                                    const std::vector<risk::Measure>& limits) {
    auto written = parts_.journal.record_intent(order, prepared.body);
    if (!written) {
        if (written.error().code == Errc::storage) {
            halt(risk::Halt::journal, written.error(), occasion.now);
        }
        return written;
    }
    placed_.push_back(occasion.now);
    parts_.tracker.add(order);
    if (!prepared.body.empty()) bodies_[order.order_id] = prepared;
    reserve(order.intent.token);
    if (parts_.auditor == nullptr) return {};
    AuditEntry entry;
    entry.kind = "order";
    entry.at = occasion.now;
    entry.order_id = order.order_id;
    entry.intent = &order.intent;
    entry.evidence = evidence_of(occasion);
    entry.limits = measures_of(limits);
    entry.verdict = "approved";
    entry.request = prepared.body;
    auto audited = parts_.auditor->record(entry);
    if (audited) return {};
    halt(risk::Halt::audit, audited.error(), occasion.now);
    take(OrderReport{
        order.order_id, OrderStatus::rejected, {}, {}, "not_audited", occasion.now, Proof::own});
    return audited;
}

Result<void> Executor::send(const Prepared& prepared, risk::Approved<OrderIntent> order,
                            Timestamp now) {
    auto sent = parts_.venue.submit(prepared, std::move(order));
    if (sent) return {};
    const bool unknown = sent.error().code == Errc::outcome_unknown;
    const auto status = unknown ? OrderStatus::unknown : OrderStatus::rejected;
    on_order(OrderUpdate{prepared.order_id, status, {}, sent.error().message, now, Proof::own});
    return {};
}

Result<Placed> Executor::repost(std::string_view order_id, const Occasion& occasion) {
    const auto* found = parts_.tracker.find(order_id);
    const auto body = bodies_.find(order_id);
    if (found == nullptr || found->status != OrderStatus::unknown || body == bodies_.end()) {
        return fail(Errc::not_found, "no unknown order " + std::string{order_id});
    }
    const auto order = *found;
    drop_older_than_a_minute(placed_, occasion.now);
    std::vector<risk::Measure> limits;
    const auto seen = world_without(order_id, order.intent, occasion);
    auto review = parts_.gate.review(order.intent, seen, &limits);
    if (!review) {
        audit_refusal(order.intent, occasion, review.error(), limits);
        return Placed{std::nullopt, std::move(review.error())};
    }
    // The next run must know that a copy may have left as late as this: see Reconciler.
    auto again = order;
    again.updated = std::max(order.updated, occasion.now);
    if (auto written = parts_.journal.record_order(again); !written) {
        halt(risk::Halt::journal, written.error(), occasion.now);
        return pass(written);
    }
    parts_.tracker.commit(again);
    // The second copy is one more request, and its refusal will prove nothing about the first.
    placed_.push_back(occasion.now);
    parts_.tracker.sent_again(order_id);
    AuditEntry entry;
    entry.kind = "repost";
    entry.at = occasion.now;
    entry.order_id = order_id;
    entry.intent = &order.intent;
    entry.evidence = evidence_of(occasion);
    entry.limits = measures_of(limits);
    entry.verdict = "approved";
    entry.request = body->second.body;
    audit(entry);
    if (parts_.gate.halts().contains(risk::Halt::audit)) {
        return fail(Errc::storage, "the audit log could not be written");
    }
    const auto prepared = body->second;
    auto sent = parts_.venue.submit(prepared, std::move(*review));
    // What could not be sent now may have arrived before: it stays unknown either way.
    if (!sent && sent.error().code != Errc::outcome_unknown) return pass(sent);
    return Placed{prepared.order_id, std::nullopt};
}

Result<void> Executor::cancel(std::string_view order_id, Timestamp now, bool emergency) {
    drop_older_than_a_minute(cancelled_, now);
    const auto recent = static_cast<int>(cancelled_.size());
    const auto refusal = parts_.gate.review_cancel(recent, emergency);
    AuditEntry entry;
    entry.kind = "cancel";
    entry.at = now;
    entry.order_id = order_id;
    entry.verdict = refusal ? risk::name_of(refusal->code) : "approved";
    if (refusal) entry.detail = refusal->detail;
    audit(entry);  // A log that is lost holds no cancel back.
    if (refusal) return fail(Errc::throttled, "too many cancels: " + refusal->detail);
    cancelled_.push_back(now);
    if (const auto* order = parts_.tracker.find(order_id);
        order != nullptr && !is_final(order->status)) {
        cancelling_.insert(std::string{order_id});
    }
    auto done = parts_.venue.cancel(order_id);
    if (!done && done.error().code == Errc::not_found) {
        // There is nothing to cancel, so there is no proof to wait for.
        const auto waiting = cancelling_.find(order_id);
        if (waiting != cancelling_.end()) cancelling_.erase(waiting);
    }
    return done;
}

void Executor::audit(const AuditEntry& entry) {
    if (parts_.auditor == nullptr) return;
    auto done = parts_.auditor->record(entry);
    if (!done && !parts_.gate.halts().contains(risk::Halt::audit)) {
        halt(risk::Halt::audit, done.error(), entry.at);
    }
}

void Executor::audit_refusal(const OrderIntent& intent, const Occasion& occasion,
                             const risk::Refusal& refusal,
                             const std::vector<risk::Measure>& limits) {
    if (parts_.auditor == nullptr) return;
    auto& last = refused_[{intent.token, intent.side}];
    if (last.written != Timestamp{} && last.code == refusal.code &&
        occasion.now - last.written < repeat_after) {
        ++last.repeats;
        return;
    }
    AuditEntry entry;
    entry.kind = "refused";
    entry.at = occasion.now;
    entry.intent = &intent;
    entry.evidence = evidence_of(occasion);
    entry.limits = measures_of(limits);
    entry.verdict = risk::name_of(refusal.code);
    entry.detail = refusal.detail;
    entry.repeats = std::exchange(last.repeats, 0);
    last.code = refusal.code;
    last.written = occasion.now;
    audit(entry);
}

void Executor::halt(risk::Halt halt, const Error& why, Timestamp now) {
    const bool fresh = !parts_.gate.halts().contains(halt);
    parts_.gate.halt(halt);
    // A disk that fails cannot keep its own halt: the next start checks it anyway.
    if (fresh && halt != risk::Halt::journal) {
        static_cast<void>(parts_.journal.record_halt(name_of(halt), why.message, now));
    }
    if (fresh && halt != risk::Halt::audit) {
        AuditEntry entry;
        entry.kind = "halt";
        entry.at = now;
        entry.verdict = name_of(halt);
        entry.detail = why.message;
        audit(entry);
    }
    parts_.sink.on_halt(halt, why);
}

}  // namespace pm::trading
