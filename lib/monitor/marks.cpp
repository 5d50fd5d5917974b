#include "monitor/marks.hpp"

#include <utility>

namespace pm::monitor {

void Marks::apply(const Quote& quote, Timestamp at) {
    marks_[quote.token] = Mark{quote, at};
}

void Marks::apply(const BookSnapshot& book, Timestamp at) {
    auto& mark = marks_[book.token];
    auto& quote = mark.quote;
    quote.token = book.token;
    quote.condition = book.condition;
    quote.bid.reset();
    quote.ask.reset();
    if (!book.bids.empty()) quote.bid = book.bids.front();
    if (!book.asks.empty()) quote.ask = book.asks.front();
    if (book.last) quote.last = book.last;
    if (book.tick) quote.tick = *book.tick;
    quote.venue_ms = book.venue_ms;
    quote.source = QuoteSource::rest;
    mark.at = at;
}

const Mark* Marks::find(const TokenId& token) const {
    const auto found = marks_.find(token);
    return found == marks_.end() ? nullptr : &found->second;
}

MarkedPosition Marks::marked(Position position) const {
    const auto* mark = find(position.token);
    MarkedPosition out{std::move(position), std::nullopt};
    const auto bid = mark != nullptr ? mark->bid() : std::nullopt;
    if (bid) out.mark = bid->price;
    return out;
}

std::vector<TokenId> Marks::stale(const std::vector<Position>& held, Timestamp now,
                                  Duration limit) const {
    std::vector<TokenId> old;
    for (const auto& position : held) {
        const auto* mark = find(position.token);
        if (mark == nullptr || now - mark->at > limit) old.push_back(position.token);
    }
    return old;
}

}  // namespace pm::monitor
