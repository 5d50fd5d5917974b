#include "book/books.hpp"

#include "base/assert.hpp"

namespace pm::book {

void Books::watch(const Market& market, std::optional<Outcome> only) {
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        if (!only || *only == outcome) watch_token(market, outcome);
    }
}

void Books::watch_token(const Market& market, Outcome outcome) {
    const auto& token = market.token(outcome);
    if (token.empty()) return;
    if (auto* known = find(token)) {
        if (!known->tick_from_venue) known->tick = market.tick;
        return;
    }
    TokenIndex index = 0;
    if (free_.empty()) {
        index = static_cast<TokenIndex>(entries_.size());
        entries_.emplace_back();
        // Nothing may be allocated later: a token is touched and quoted at most once at a time.
        touched_.reserve(entries_.size());
        doubtful_.reserve(entries_.size());
        changed_.reserve(entries_.size());
    } else {
        index = free_.back();
        free_.pop_back();
    }
    auto& entry = entries_[index];
    entry = Entry{};
    entry.token = token;
    entry.condition = market.condition;
    entry.outcome = outcome;
    entry.tick = market.tick;
    entry.watched = true;
    by_token_.emplace(token, index);
}

void Books::forget(const Market& market) {
    forget_token(market.yes);
    forget_token(market.no);
}

void Books::forget_token(const TokenId& token) {
    const auto at = by_token_.find(token);
    if (at == by_token_.end()) return;
    const auto index = at->second;
    by_token_.erase(at);
    std::erase(touched_, index);
    std::erase(doubtful_, index);
    entries_[index] = Entry{};
    free_.push_back(index);
}

Books::Entry* Books::find(const TokenId& token) {
    const auto at = by_token_.find(token);
    return at == by_token_.end() ? nullptr : &entries_[at->second];
}

std::optional<TokenIndex> Books::index(const TokenId& token) const {
    const auto at = by_token_.find(token);
    if (at == by_token_.end()) return std::nullopt;
    return at->second;
}

void Books::touch(Entry& entry) {
    if (entry.touched) return;
    entry.touched = true;
    touched_.push_back(static_cast<TokenIndex>(&entry - entries_.data()));
}

void Books::judge(Entry& entry, Verdict verdict) {
    if (verdict == Verdict::applied) return touch(entry);
    if (verdict == Verdict::no_snapshot) {
        ++count_.early;
        return;
    }
    if (verdict == Verdict::stale) return;
    ++count_.refused;
    doubt(entry);
}

void Books::on_book(const BookSnapshot& snapshot) {
    auto* entry = find(snapshot.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    take(*entry, snapshot);
}

void Books::on_polled(const BookSnapshot& snapshot) {
    auto* entry = find(snapshot.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    const bool older = entry->book.ready() && snapshot.venue_ms && entry->venue_ms &&
                       *snapshot.venue_ms < *entry->venue_ms;
    if (older) return judge(*entry, Verdict::stale);
    take(*entry, snapshot);
}

void Books::take(Entry& entry, const BookSnapshot& snapshot) {
    const auto tick = snapshot.tick.value_or(entry.tick);
    auto verdict = entry.book.replace(snapshot.bids, snapshot.asks, tick);
    if (verdict == Verdict::off_grid && !snapshot.tick) {
        // The tick changed while we were not listening: the finest known one tells.
        const auto finest = TickSize::from_micros(100);
        verdict = entry.book.replace(snapshot.bids, snapshot.asks, finest);
        if (verdict == Verdict::applied) entry.tick = finest;
    } else if (verdict == Verdict::applied) {
        entry.tick = tick;
    }
    if (verdict == Verdict::applied) {
        ++count_.snapshots;
        entry.tick_from_venue = entry.tick_from_venue || snapshot.tick.has_value();
        entry.venue_ms = snapshot.venue_ms;
        entry.hash.assign(snapshot.hash);
        if (snapshot.last) entry.last = snapshot.last;
        entry.source = source_;
        entry.said = false;
    }
    judge(entry, verdict);
}

void Books::on_level(const LevelChange& change) {
    auto* entry = find(change.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    const auto verdict = entry->book.change(change.side, change.level, entry->tick);
    if (verdict == Verdict::applied) {
        ++count_.changes;
        entry->venue_ms = change.venue_ms;
        entry->hash.clear();
        entry->source = source_;
        entry->said_bid = change.best_bid;
        entry->said_ask = change.best_ask;
        entry->said = true;
    }
    judge(*entry, verdict);
}

void Books::on_print(const Print& print) {
    auto* entry = find(print.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    ++count_.prints;
    entry->last = print.price;
    if (entry->book.ready()) touch(*entry);
}

void Books::on_tick(const TickChange& change) {
    auto* entry = find(change.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    entry->tick = change.new_tick;
    entry->tick_from_venue = true;
    entry->book.drop();
}

void Books::on_best(const BestPrices& best) {
    auto* entry = find(best.token);
    if (entry == nullptr) {
        ++count_.foreign;
        return;
    }
    if (!entry->book.ready()) return;
    entry->said_bid = best.bid;
    entry->said_ask = best.ask;
    entry->said = true;
    touch(*entry);
}

/// The venue's best prices are those after the whole message, so the last ones of a frame count.
void Books::compare(Entry& entry) {
    entry.said = false;
    bool differs = false;
    const auto one = [&](const std::optional<Price>& said, const std::optional<Level>& ours) {
        // The venue writes an empty side as 0 or 1, or leaves it out.
        const bool nothing =
            !said || said->micros() == 0 || said->micros() == Price::micros_per_dollar;
        if (nothing || !ours) {
            ++count_.unknown;
        } else if (ours->price == *said) {
            ++count_.agree;
        } else {
            ++count_.disagree;
            differs = true;
        }
    };
    one(entry.said_bid, entry.book.best_bid());
    one(entry.said_ask, entry.book.best_ask());
    if (differs) doubt(entry);
}

void Books::doubt(Entry& entry) {
    if (entry.doubtful) return;
    entry.doubtful = true;
    doubtful_.push_back(static_cast<TokenIndex>(&entry - entries_.data()));
}

void Books::drop(const TokenId& token) {
    if (auto* entry = find(token)) entry->book.drop();
}

void Books::drop_all() {
    for (auto& entry : entries_) entry.book.drop();
}

Quote Books::quote_of(const Entry& entry) const {
    return Quote{entry.token,           entry.condition, entry.outcome, entry.book.best_bid(),
                 entry.book.best_ask(), entry.last,      entry.tick,    entry.venue_ms,
                 entry.source,          entry.seq};
}

std::optional<Quote> Books::quote(const TokenId& token) const {
    const auto at = by_token_.find(token);
    if (at == by_token_.end() || !entries_[at->second].book.ready()) return std::nullopt;
    return quote_of(entries_[at->second]);
}

std::span<const Quote> Books::take_changed() {
    changed_.clear();
    for (const auto index : touched_) {
        auto& entry = entries_[index];
        entry.touched = false;
        if (!entry.book.ready()) continue;
        if (entry.said) compare(entry);
        const auto bid = entry.book.best_bid();
        const auto ask = entry.book.best_ask();
        if (entry.quoted && bid == entry.sent_bid && ask == entry.sent_ask &&
            entry.last == entry.sent_last && entry.tick == entry.sent_tick) {
            continue;
        }
        entry.quoted = true;
        entry.sent_bid = bid;
        entry.sent_ask = ask;
        entry.sent_last = entry.last;
        entry.sent_tick = entry.tick;
        ++entry.seq;
        changed_.push_back(quote_of(entry));
    }
    touched_.clear();
    return changed_;
}

void Books::snapshot(TokenIndex index, BookSnapshot& out) const {
    PM_ASSERT(index < entries_.size());
    const auto& entry = entries_[index];
    out.token = entry.token;
    out.condition = entry.condition;
    out.bids.assign(entry.book.bids().rbegin(), entry.book.bids().rend());
    out.asks.assign(entry.book.asks().rbegin(), entry.book.asks().rend());
    out.venue_ms = entry.venue_ms;
    out.hash.assign(entry.hash);
    out.tick = entry.tick;
    out.last = entry.last;
}

std::vector<TokenId> Books::take_doubtful() {
    std::vector<TokenId> out;
    for (const auto index : doubtful_) {
        out.push_back(entries_[index].token);
        entries_[index].doubtful = false;
    }
    doubtful_.clear();
    return out;
}

}  // namespace pm::book
