#pragma once

/// What is held of one token.

#include <optional>
#include <string>

#include "domain/amounts.hpp"
#include "domain/ids.hpp"

namespace pm {

struct Position {
    TokenId token;
    ConditionId condition;
    std::string event;  ///< Slugs.
    std::string market;
    Outcome outcome = Outcome::yes;
    Size settled;      ///< Confirmed.
    Size provisional;  ///< Matched, may still fail. Never sold.
    Size reserved;     ///< Of `settled`, promised to open sell orders.
    Money cost;        ///< What the held shares cost, fees included.
    Money realized;    ///< Profit of what was sold or paid out, fees included.

    [[nodiscard]] Size held() const { return settled + provisional; }
};

/// A position with its price: the `position` record.
struct MarkedPosition {
    Position position;
    std::optional<Price> mark;  ///< The executable bid; absent when nobody bids.

    [[nodiscard]] Money value() const;       ///< At the mark; zero without one.
    [[nodiscard]] Money unrealized() const;  ///< value - cost.
};

}  // namespace pm
