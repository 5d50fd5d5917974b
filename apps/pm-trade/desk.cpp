#include "pm-trade/desk.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "domain/names.hpp"
#include "strategy/edge.hpp"

namespace pm::trade {

namespace {

/// A book of the best levels alone: less than there is, never more.
void put(book::Book& book, const Quote& quote) {
    const auto side = [](const std::optional<Level>& level) {
        return level && level->size.micros > 0 ? std::span<const Level>{&*level, 1}
                                               : std::span<const Level>{};
    };
    // Crossed or off the grid: nothing to trade on.
    if (book.replace(side(quote.bid), side(quote.ask), quote.tick) != book::Verdict::applied) {
        book.drop();
    }
}

bool shows(const book::Book& book, const Quote& quote) {
    return book.ready() && book.best_bid() == quote.bid && book.best_ask() == quote.ask;
}

std::unique_ptr<paper::Venue> make_paper(const paper::BookSource& books, const DeskVenue& outside,
                                         trading::Numbers& numbers) {
    if (outside.venue != nullptr) return nullptr;
    paper::VenueOptions options;
    options.next_number = [&numbers] { return numbers.next("paper"); };
    return std::make_unique<paper::Venue>(books, std::move(options));
}

StreamStatus halted(std::string reason) {
    StreamStatus status;
    status.state = StreamState::halted;
    status.reason = std::move(reason);
    return status;
}

}  // namespace

Desk::Desk(DeskOptions options, Journal& journal, DeskSink& sink, trading::TakeNumbers numbers,
           DeskVenue venue)
    : options_{std::move(options)},
      sink_{sink},
      numbers_{std::move(numbers)},
      taker_{options_.taker},
      gate_{options_.limits, venue.venue == nullptr ? TradingMode::paper : TradingMode::live},
      outside_{std::move(venue)},
      paper_{make_paper(*this, outside_, numbers_)},
      executor_{
          {gate_, journal, this->venue(), tracker_, portfolio_, numbers_, *this, outside_.auditor}},
      exits_{options_.exits} {
    if (paper_) paper_->tell(executor_);
}

trading::Venue& Desk::venue() {
    if (outside_.venue != nullptr) return *outside_.venue;
    return *paper_;
}

Desk::~Desk() = default;

void Desk::restore(const Books& books, Timestamp now) {
    now_ = now;
    auto restored = executor_.restore(books, now);
    if (!restored && !failure_) failure_ = restored.error();
    stakes_old_ = true;
    if (paper_ && !options_.dry_run) paper_->restore(books.open_orders, now);
    watch_losses();
}

void Desk::advance(Timestamp now) {
    now_ = std::max(now_, now);
    if (paper_ && !options_.dry_run) paper_->advance(now_);
    watch_losses();
}

void Desk::on_market(Timestamp ts, const Market& market) {
    advance(ts);
    executor_.know(market);
    stakes_old_ = true;
    auto& state = markets_[market.condition];
    state.market = market;
    if (const auto early = early_.find(market.condition); early != early_.end()) {
        state.p_yes = early->second.p;
        state.forecast_at = early->second.at;
        early_.erase(early);
    }
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        auto& token = tokens_[market.token(outcome)];
        token.condition = market.condition;
        token.outcome = outcome;
        if (!token.book.ready()) token.tick = market.tick;
    }
}

void Desk::on_quote(Timestamp ts, const Quote& quote) {
    advance(ts);
    heard_ = std::max(heard_, ts);
    const auto found = tokens_.find(quote.token);
    if (found == tokens_.end()) return;
    auto& state = found->second;
    // A quote behind its own book says nothing new, and the depth of a book that was told stands
    // as long as its best levels do.
    const bool same = shows(state.book, quote);
    state.booked_at = ts;
    if (same && state.trust == Trust::good && state.tick == quote.tick) return;
    state.trust = Trust::good;
    set_tick(state, quote.tick);
    if (!same) put(state.book, quote);
    changed(quote.token);
}

void Desk::on_book(Timestamp ts, const BookSnapshot& snapshot) {
    advance(ts);
    heard_ = std::max(heard_, ts);
    const auto found = tokens_.find(snapshot.token);
    if (found == tokens_.end()) return;
    auto& state = found->second;
    state.trust = Trust::good;
    state.booked_at = ts;
    if (snapshot.tick) set_tick(state, *snapshot.tick);
    if (state.book.replace(snapshot.bids, snapshot.asks, state.tick) != book::Verdict::applied) {
        state.book.drop();
    }
    changed(snapshot.token);
}

void Desk::on_print(Timestamp ts, const Print& print) {
    advance(ts);
    heard_ = std::max(heard_, ts);
    if (paper_ && !options_.dry_run) paper_->on_print(print, now_);
}

void Desk::on_tick(Timestamp ts, const TickChange& change) {
    advance(ts);
    heard_ = std::max(heard_, ts);
    const auto found = tokens_.find(change.token);
    if (found == tokens_.end()) return;
    set_tick(found->second, change.new_tick);
}

void Desk::set_tick(TokenState& state, TickSize tick) {
    state.tick = tick;
    // The gate goes by the market: what the stream says last is the grid.
    const auto market = markets_.find(state.condition);
    if (market != markets_.end()) market->second.market.tick = tick;
}

void Desk::on_status(Timestamp ts, const StreamStatus& status) {
    advance(ts);
    const bool about_all = static_cast<std::size_t>(status.count) >= tokens_.size();
    const auto mark = [&](TokenState& token) {
        switch (status.state) {
            case StreamState::live:
            case StreamState::polling:
                // What was lost comes back with its next book, not with a word: unless the word
                // is about everything, for then what was not told anew is as it was.
                if (token.trust == Trust::doubted || (about_all && token.book.ready())) {
                    token.trust = Trust::good;
                }
                break;
            case StreamState::stale:
                if (token.trust == Trust::good) token.trust = Trust::doubted;
                break;
            case StreamState::gap:
            case StreamState::resync: token.trust = Trust::none; break;
            case StreamState::connecting:
            case StreamState::halted:
            case StreamState::stopping: break;
        }
    };
    if (status.tokens.empty()) {
        for (auto& [id, token] : tokens_) mark(token);
        return;
    }
    for (const auto& id : status.tokens) {
        const auto found = tokens_.find(id);
        if (found != tokens_.end()) mark(found->second);
    }
}

void Desk::on_forecast(Timestamp ts, const Forecast& forecast) {
    advance(ts);
    for (const auto& bucket : forecast.buckets) {
        const auto found = markets_.find(bucket.condition);
        if (found == markets_.end()) {
            early_[bucket.condition] = {bucket.p, now_};
            continue;
        }
        found->second.p_yes = bucket.p;
        found->second.forecast_at = now_;
    }
    for (const auto& bucket : forecast.buckets) {
        const auto found = markets_.find(bucket.condition);
        if (found == markets_.end()) continue;
        changed(found->second.market.yes);
        changed(found->second.market.no);
    }
}

Result<void> Desk::on_resolved(Timestamp ts, const Resolution& resolution) {
    advance(ts);
    if (const auto found = markets_.find(resolution.condition); found != markets_.end()) {
        if (found->second.resolved) return {};
        found->second.resolved = true;
        found->second.market.closed = true;
        found->second.market.accepting_orders = false;
    }
    trading::Settled settled;
    if (!options_.dry_run) {
        auto done = executor_.resolve(resolution, now_);
        stakes_old_ = true;
        if (!done) return pass(done);
        settled = std::move(*done);
    }
    sink_.on_resolved(now_, resolution, settled);
    watch_losses();
    return {};
}

void Desk::changed(const TokenId& token) {
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return;
    if (paper_ && !options_.dry_run) paper_->on_book(token, now_);
    decide(token, found->second);
}

void Desk::watch_losses() {
    const auto lost = -portfolio_.realized_on(now_);
    const bool latched = gate_.halts().contains(risk::Halt::daily_loss);
    if (lost >= options_.limits.daily_loss && !latched) {
        gate_.halt(risk::Halt::daily_loss);
        sink_.on_status(now_, halted("daily_loss"));
    } else if (latched && lost.micros <= 0) {
        // A new day: what was lost yesterday no longer counts.
        gate_.resume(risk::Halt::daily_loss);
    }
}

void Desk::on_order(const Order& order) {
    stakes_old_ = true;
    sink_.on_order(now_, order);
}

void Desk::on_fill(const Fill& fill) {
    stakes_old_ = true;
    ++tally_.fills;
    sink_.on_fill(now_, fill);
}

void Desk::on_halt(risk::Halt halt, const Error& why) {
    if (!failure_) failure_ = why;
    sink_.on_status(now_, halted(std::string{name_of(halt)}));
}

void Desk::on_foreign(std::string_view id) {
    raise({.severity = 2,
           .code = "foreign_order",
           .message = "somebody else trades on this account",
           .subject = std::string{id}});
}

void Desk::repost(const std::string& order_id) {
    const auto* order = tracker_.find(order_id);
    if (order == nullptr || !check_stop(now_)) return;
    const auto token = tokens_.find(order->intent.token);
    const auto market = markets_.find(order->intent.condition);
    if (token == tokens_.end() || market == markets_.end()) return;
    auto again = executor_.repost(order_id, occasion_for(token->second, market->second));
    if (!again && !failure_ && again.error().code == Errc::storage) failure_ = again.error();
}

std::size_t Desk::cancel_all(Timestamp ts) {
    advance(ts);
    std::vector<std::string> ids;
    for (const auto& order : tracker_.open()) ids.push_back(order.order_id);
    for (const auto& id : ids) static_cast<void>(executor_.cancel(id, now_, true));
    return ids.size();
}

const book::Book* Desk::find(const TokenId& token) const {
    const auto found = tokens_.find(token);
    if (found == tokens_.end() || found->second.trust != Trust::good) return nullptr;
    return &found->second.book;
}

FeeSchedule Desk::fee(const TokenId& token) const {
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return {};
    const auto* known = market(found->second.condition);
    return known == nullptr ? FeeSchedule{} : known->fee;
}

const Market* Desk::market(const ConditionId& condition) const {
    const auto found = markets_.find(condition);
    return found == markets_.end() ? nullptr : &found->second.market;
}

std::string Desk::name_of_token(const TokenId& token) const {
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return "";
    const auto* known = market(found->second.condition);
    if (known == nullptr) return "";
    return known->slug + " " + std::string{name_of(found->second.outcome)};
}

std::vector<std::string> Desk::events_without_forecast(Timestamp since) const {
    std::set<std::string_view> wanted;
    for (const auto& [id, state] : markets_) {
        const auto& market = state.market;
        if (state.resolved || market.closed || !market.trade_ready()) continue;
        if (state.forecast_at && *state.forecast_at >= since) continue;
        wanted.insert(market.event);
    }
    return {wanted.begin(), wanted.end()};
}

std::vector<MarkedPosition> Desk::marked() const {
    std::vector<MarkedPosition> out;
    for (const auto& position : portfolio_.positions()) {
        if (position.held().micros == 0) continue;
        MarkedPosition row;
        row.position = position;
        const auto found = tokens_.find(position.token);
        if (found != tokens_.end() && found->second.book.best_bid()) {
            row.mark = found->second.book.best_bid()->price;
        }
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace pm::trade
