#pragma once

/// What a person typed after `buy` or `sell`, and the order it means. Nothing is guessed: a wish
/// that could mean two orders is refused.

#include <optional>
#include <span>
#include <string>

#include "base/clock.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/quote.hpp"

namespace pm::trade {

/// The flags of one order.
struct OrderWish {
    Side side = Side::buy;
    std::optional<Size> shares;
    std::optional<Money> spend;
    std::optional<Price> price;  ///< A resting order's; without it the order takes from the book.
    std::optional<Price> worst;  ///< The worst price to take at: --max-price, --min-price.
    std::optional<TimeInForce> type;
    bool post_only = false;
    std::optional<Duration> expires;  ///< From now.
};

/// What the market looks like at the moment of the wish.
struct Offer {
    const Market* market = nullptr;  ///< Never null.
    Outcome outcome = Outcome::yes;
    std::span<const Level> levels;  ///< What the order would take from, best first.
    Timestamp now{};
};

/// Checks what can be checked without a market. @return Errc::bad_input naming the flags.
Result<void> check(const OrderWish& wish);

/// The order that `wish` means in `offer`.
///
/// With --price: a limit order, GTC, or GTD with --expires; size from --shares, or the shares that
/// --spend buys at that price, cut to hundredths. Without: FAK (or FOK), at the price of the level
/// that completes it, never beyond `worst`, nor beyond `collar` from the best level without one.
/// A buy that takes is by dollars: --shares are turned into what they cost at the limit.
/// @return Errc::bad_input for a contradiction, Errc::refused when the book does not offer it.
Result<OrderIntent> intent_of(const OrderWish& wish, const Offer& offer, std::int32_t collar);

}  // namespace pm::trade
