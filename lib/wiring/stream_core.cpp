#include "wiring/stream_core.hpp"

#include "polymarket/replies.hpp"

namespace pm::wiring {

namespace {

/// A connection starts over for unreadable messages at most this often. Ours, 2026-11-21.
constexpr Duration doubt_every = std::chrono::minutes{1};

}  // namespace

StreamCore::StreamCore(StreamListener& listener, CoreOptions options)
    : listener_{listener}, options_{options} {}

void StreamCore::add_market(Timestamp ts, int conn, const Market& market,
                            std::optional<Outcome> only) {
    conn_of_[market.condition] = conn;
    books_.watch(market, only);
    if (markets_.insert_or_assign(market.condition, market).second) {
        listener_.on_market(ts, market);
    }
}

void StreamCore::resolve(Timestamp ts, const Resolution& resolution) {
    if (!resolved_.insert(resolution.condition).second) return;
    listener_.on_resolved(ts, resolution);
}

void StreamCore::drop_market(const ConditionId& condition) {
    const auto at = markets_.find(condition);
    if (at == markets_.end()) return;
    books_.forget(at->second);
    conn_of_.erase(condition);
    markets_.erase(at);
}

live::FrameOutcome StreamCore::on_frame(Timestamp ts, int /*conn*/, std::string_view frame) {
    ts_ = ts;
    booked_.clear();
    books_.source(options_.source.value_or(QuoteSource::ws));
    auto report = decoder_.decode(frame, *this);
    live::FrameOutcome outcome;
    outcome.books = booked_;
    if (!report || report->damaged > 0) {
        damaged_ += report ? report->damaged : 1;
        // What could not be read may have been a change of ours. Start over, but not for ever.
        if (!doubted_ || ts - *doubted_ >= doubt_every) {
            doubted_ = ts;
            outcome.doubt = "a message could not be read";
        }
    }
    if (report) unknown_ += report->unknown;
    say_changes(ts);
    return outcome;
}

void StreamCore::on_state(Timestamp ts, int conn, StreamState state, std::string_view reason,
                          const std::vector<TokenId>& tokens) {
    state_of_[conn] = state;
    StreamStatus status;
    status.state = state;
    status.reason = reason;
    status.tokens = tokens;
    for (const auto& [condition, owner] : conn_of_) {
        if (owner != conn) continue;
        const auto& market = markets_.at(condition);
        for (const auto outcome : {Outcome::yes, Outcome::no}) {
            if (!books_.index(market.token(outcome))) continue;
            ++status.count;
            // The venue repeats nothing: after a gap an old book is a wrong book.
            if (state == StreamState::gap || state == StreamState::resync) {
                books_.drop(market.token(outcome));
            }
        }
    }
    if (!tokens.empty()) status.count = static_cast<std::int64_t>(tokens.size());
    listener_.on_status(ts, status);
}

Result<void> StreamCore::on_rest(Timestamp ts, RestReason reason, std::string_view body) {
    auto books = polymarket::decode_books(body);
    if (!books) return pass(books);
    ts_ = ts;
    books_.source(options_.source.value_or(QuoteSource::rest));
    for (auto& book : *books) {
        const auto conn = conn_of_.find(book.condition);
        if (conn == conn_of_.end()) continue;
        const auto state = state_of_.find(conn->second);
        const bool polls = state != state_of_.end() && state->second == StreamState::polling;
        if (reason == RestReason::poll && !polls) continue;
        books_.on_polled(book);
    }
    say_changes(ts);
    return {};
}

void StreamCore::on_book(const BookSnapshot& book) {
    booked_.push_back(book.token);
    books_.on_book(book);
}

void StreamCore::on_print(const Print& print) {
    books_.on_print(print);
    if (books_.index(print.token)) listener_.on_print(ts_, print);
}

void StreamCore::on_tick(const TickChange& change) {
    books_.on_tick(change);
    if (books_.index(change.token)) listener_.on_tick(ts_, change);
}

void StreamCore::on_resolved(const ConditionId& condition, const TokenId& winner) {
    const auto at = markets_.find(condition);
    if (at == markets_.end()) return;
    Resolution resolution;
    resolution.condition = condition;
    if (winner == at->second.yes) {
        resolution.winner = Winner::yes;
    } else if (winner == at->second.no) {
        resolution.winner = Winner::no;
    } else {
        return;  // names neither of its tokens: the catalogue will tell
    }
    resolve(ts_, resolution);
}

void StreamCore::say_changes(Timestamp ts) {
    if (options_.books) {
        for (const auto index : books_.touched()) {
            if (!books_.book(index).ready()) continue;
            books_.snapshot(index, snapshot_);
            listener_.on_book(ts, snapshot_);
        }
    }
    for (const auto& quote : books_.take_changed()) listener_.on_quote(ts, quote);
}

}  // namespace pm::wiring
