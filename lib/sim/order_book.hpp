#pragma once

/// One market's order book: real orders in price-time order, in the price of the YES token.
///
/// The NO token has no book of its own: buying NO at p is selling YES at 1 - p, so its book is the
/// exact mirror. Source: docs/venue.md, order book (complementary matching).

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "domain/order.hpp"
#include "domain/price.hpp"
#include "domain/quote.hpp"

namespace pm::sim {

/// Who owns an order: the simulated crowd counts from 1, accounts from `first_account`.
using Participant = std::uint32_t;
using OrderNumber = std::uint64_t;

struct RestingOrder {
    OrderNumber number = 0;
    Participant owner = 0;
    std::int64_t size_micros = 0;  ///< What is left of it. Positive.
};

/// A part of a taker's order met one resting order.
struct Match {
    OrderNumber resting = 0;
    Participant maker = 0;
    Price price = Price::from_micros(0);  ///< The resting order's, in YES terms.
    Size size;
};

class OrderBook {
public:
    using Queue = std::deque<RestingOrder>;
    using Levels = std::map<std::int32_t, Queue>;  ///< Ascending by price in micros.

    /// Rests an order behind all others at its price. @pre size > 0 and it does not cross.
    OrderNumber rest(Side side, Price price, Size size, Participant owner);

    /// Takes from the other side, best price and oldest order first, never beyond `limit`.
    /// @return the matches in order; what is left of `size` is the caller's.
    std::vector<Match> take(Side side, Price limit, Size size);

    /// Removes an order. @return its level, or nothing when it is not there any more.
    std::optional<std::pair<Side, Price>> cancel(OrderNumber number);

    /// Removes everything.
    void clear();

    [[nodiscard]] const Levels& side(Side side) const { return side == Side::buy ? bids_ : asks_; }
    [[nodiscard]] std::optional<Level> best(Side side) const;
    /// The total at one price; zero when nobody is there.
    [[nodiscard]] Size total_at(Side side, Price price) const;
    [[nodiscard]] static Size total(const Queue& queue);

private:
    Levels& levels(Side side) { return side == Side::buy ? bids_ : asks_; }

    Levels bids_;
    Levels asks_;
    std::unordered_map<OrderNumber, std::pair<Side, std::int32_t>> where_;
    OrderNumber last_number_ = 0;
};

}  // namespace pm::sim
