#include "domain/market.hpp"

namespace pm {

Price Resolution::payout(Outcome outcome) const {
    if (winner == Winner::split) return Price::from_micros(500'000);
    const bool won = (winner == Winner::yes) == (outcome == Outcome::yes);
    return Price::from_micros(won ? 1'000'000 : 0);
}

}  // namespace pm
