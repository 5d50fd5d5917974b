#pragma once

/// What an order gives and wants, in micro-units: integers only, rounded as the venue checks it.
///
/// A limit order fixes its shares, and its dollars are the exact product. A market order fixes
/// what it gives; what it wants is cut down, never up: rounded up, a buy's price would lie below
/// its limit and could never meet an offer at that limit.
/// Source: docs/venue.md, amounts.

#include <cstdint>

#include "domain/amounts.hpp"
#include "domain/order.hpp"
#include "domain/tick.hpp"

namespace pm::polymarket {

struct Amounts {
    std::int64_t maker = 0;  ///< Given: dollars of a buy, shares of a sell.
    std::int64_t taker = 0;  ///< Wanted: shares of a buy, dollars of a sell.

    friend constexpr bool operator==(const Amounts&, const Amounts&) = default;
};

/// Decimals the venue takes on a market with this tick.
struct Accuracy {
    int price = 0;
    int size = 2;
    int amount = 0;  ///< price + size: a product of the two is exact.
};
[[nodiscard]] Accuracy accuracy_of(TickSize tick);

/// Amounts of a GTC or GTD order. The size is cut to hundredths of a share.
/// @return Errc::tick_mismatch for a price off the grid, Errc::bad_input for less than 0.01 shares
///         or more than an order can hold.
Result<Amounts> limit_amounts(Side side, Price price, Size size, TickSize tick);

/// Amounts of a FOK or FAK order that gives `amount` micro-units (dollars of a buy, shares of a
/// sell), cut to cents or hundredths. The wanted side keeps min(amount decimals, 4): beyond the
/// fourth the venue refuses, whatever the tick.
/// @return Errc::tick_mismatch for a limit off the grid, Errc::bad_input when nothing is left of
///         one side or an amount is more than an order can hold.
Result<Amounts> market_amounts(Side side, Price limit, std::int64_t amount, TickSize tick);

/// What the venue's check of an order's numbers would say. For the simulator, and for our own last
/// look at a finished order.
enum class AmountFault : std::uint8_t {
    none,
    maker_accuracy,  ///< More decimals than this kind of order may have.
    taker_accuracy,  ///< The same for what is wanted.
    price_off_grid,  ///< GTC, GTD: dollars over shares is no price of the grid.
};

/// Checks a resting order's amounts (`market` false) or a FOK or FAK order's (`market` true).
[[nodiscard]] AmountFault check_amounts(Side side, const Amounts& amounts, TickSize tick,
                                        bool market);

}  // namespace pm::polymarket
