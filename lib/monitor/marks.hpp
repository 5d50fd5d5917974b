#pragma once

/// What each held token could be sold for: the latest best bid, and how old it is.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/position.hpp"
#include "domain/quote.hpp"

namespace pm::monitor {

/// One token's latest quote, and when we knew it.
struct Mark {
    Quote quote;
    Timestamp at{};

    /// Nothing: nobody bids, or the quote is crossed, so nothing can be sold.
    [[nodiscard]] std::optional<Level> bid() const {
        return quote.crossed() ? std::nullopt : quote.bid;
    }
};

class Marks {
public:
    /// Takes a quote in.
    void apply(const Quote& quote, Timestamp at);
    /// Takes a polled book in the same way.
    void apply(const BookSnapshot& book, Timestamp at);
    /// A resolved market has no bid any more.
    void forget(const TokenId& token) { marks_.erase(token); }

    /// Nothing when no quote of the token was seen.
    [[nodiscard]] const Mark* find(const TokenId& token) const;

    /// The position at its executable bid.
    [[nodiscard]] MarkedPosition marked(Position position) const;

    /// The tokens whose quote is older than `limit`, and those of `held` without any.
    [[nodiscard]] std::vector<TokenId> stale(const std::vector<Position>& held, Timestamp now,
                                             Duration limit) const;

private:
    std::map<TokenId, Mark> marks_;
};

}  // namespace pm::monitor
