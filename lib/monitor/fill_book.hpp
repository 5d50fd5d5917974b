#pragma once

/// Positions told by fills alone, for when there is no ledger to read: a replay, another machine.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/position.hpp"

namespace pm::monitor {

class FillBook {
public:
    /// Names the tokens of a market; fills of tokens without a market stay nameless.
    void apply(const Market& market);

    /// Takes a fill in. A repeat (same order, same trade) changes nothing, except that a
    /// provisional one settles or fails. More sold than is held counts as what is held.
    void apply(const Fill& fill);

    /// Pays out what is held of a market.
    void apply(const Resolution& resolution);

    /// By token, closed ones too.
    [[nodiscard]] std::vector<Position> positions() const;

private:
    void buy(Position& position, const Fill& fill);
    void sell(Position& position, const Fill& fill);

    std::map<TokenId, Position> positions_;
    std::map<std::pair<std::string, std::string>, Settlement> seen_;
};

}  // namespace pm::monitor
