#include "polymarket/amounts.hpp"

#include <algorithm>
#include <limits>

#include "base/wide.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

namespace {

constexpr int micro_decimals = 6;
constexpr int size_decimals = 2;
/// Price and size decimals together must fit into micro-units, or products are not exact.
constexpr int price_decimals_max = micro_decimals - size_decimals;

/// What one unit of the last of `decimals` is in micro-units: 10^(6 - decimals).
constexpr std::int64_t unit_of(int decimals) {
    std::int64_t out = 1;
    for (int i = decimals; i < micro_decimals; ++i) out *= 10;
    return out;
}

constexpr std::int64_t cut(std::int64_t micros, int decimals) {
    return micros / unit_of(decimals) * unit_of(decimals);
}

Result<void> check_price(Price price, TickSize tick) {
    if (accuracy_of(tick).price > price_decimals_max) {
        return fail(Errc::tick_mismatch, "tick " + tick.text() + " is finer than orders can be");
    }
    if (tick.admits(price)) return {};
    return fail(Errc::tick_mismatch,
                "price " + price.text() + " is not on the grid of " + tick.text());
}

}  // namespace

Accuracy accuracy_of(TickSize tick) {
    int decimals = 0;
    while (tick.micros() % unit_of(decimals) != 0) ++decimals;
    return {.price = decimals, .size = size_decimals, .amount = decimals + size_decimals};
}

Result<Amounts> limit_amounts(Side side, Price price, Size size, TickSize tick) {
    if (auto on_grid = check_price(price, tick); !on_grid) return pass(on_grid);
    const auto shares = cut(size.micros, size_decimals);
    if (shares <= 0) return fail(Errc::bad_input, "an order needs at least 0.01 shares");
    // Exact: the price has at most 4 decimals and the size 2. At most `shares`, so it fits.
    const auto dollars =
        static_cast<std::int64_t>(static_cast<Wide>(shares) * price.micros() / million);
    if (side == Side::buy) return Amounts{.maker = dollars, .taker = shares};
    return Amounts{.maker = shares, .taker = dollars};
}

Result<Amounts> market_amounts(Side side, Price limit, std::int64_t amount, TickSize tick) {
    if (auto on_grid = check_price(limit, tick); !on_grid) return pass(on_grid);
    const auto given = cut(amount, market_maker_decimals);
    if (given <= 0) {
        return fail(Errc::bad_input, side == Side::buy ? "a market buy needs at least a cent"
                                                       : "a market sell needs 0.01 shares");
    }
    const Wide exact = side == Side::buy ? static_cast<Wide>(given) * million / limit.micros()
                                         : static_cast<Wide>(given) * limit.micros() / million;
    if (exact > std::numeric_limits<std::int64_t>::max()) {
        return fail(Errc::bad_input, "the amount is more than an order can hold");
    }
    const auto decimals = std::min(accuracy_of(tick).amount, market_taker_decimals);
    const auto wanted = cut(static_cast<std::int64_t>(exact), decimals);
    if (wanted <= 0) return fail(Errc::bad_input, "the amount buys nothing at this price");
    return Amounts{.maker = given, .taker = wanted};
}

AmountFault check_amounts(Side side, const Amounts& amounts, TickSize tick, bool market) {
    const auto accuracy = accuracy_of(tick);
    const auto dollars_decimals = accuracy.amount;
    int maker = side == Side::buy ? dollars_decimals : accuracy.size;
    int taker = side == Side::buy ? accuracy.size : dollars_decimals;
    if (market) {
        maker = market_maker_decimals;
        taker = market_taker_decimals;
    }
    if (cut(amounts.maker, maker) != amounts.maker) return AmountFault::maker_accuracy;
    if (cut(amounts.taker, taker) != amounts.taker) return AmountFault::taker_accuracy;
    if (market) return AmountFault::none;
    const Wide dollars = side == Side::buy ? amounts.maker : amounts.taker;
    const Wide shares = side == Side::buy ? amounts.taker : amounts.maker;
    if (shares <= 0 || dollars > shares || dollars < 0) return AmountFault::price_off_grid;
    if (dollars * million % shares != 0) return AmountFault::price_off_grid;
    const auto price = Price::from_micros(static_cast<std::int32_t>(dollars * million / shares));
    return tick.admits(price) ? AmountFault::none : AmountFault::price_off_grid;
}

}  // namespace pm::polymarket
