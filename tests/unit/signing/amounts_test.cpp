#include "polymarket/amounts.hpp"

#include <rapidcheck.h>

#include "base/wide.hpp"
#include "polymarket/facts.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

constexpr std::array ticks{100'000, 10'000, 5'000, 2'500, 1'000, 100};

TickSize any_tick() {
    return TickSize::from_micros(*rc::gen::elementOf(ticks));
}

/// A price of the grid.
Price any_price(TickSize tick) {
    return Price::from_micros(tick.micros() * *rc::gen::inRange(1, 1'000'000 / tick.micros()));
}

Price price(std::string_view text) {
    return *Price::parse(text);
}

TickSize tick(std::string_view text) {
    return *TickSize::parse(text);
}

}  // namespace

TEST_CASE("decimals follow the tick", "[signing][amounts]") {
    // Source: docs/venue.md, amounts (price, size, amount).
    const std::tuple<std::string_view, int, int> all[] = {{"0.1", 1, 3},   {"0.01", 2, 4},
                                                          {"0.005", 3, 5}, {"0.0025", 4, 6},
                                                          {"0.001", 3, 5}, {"0.0001", 4, 6}};
    for (const auto& [text, price_decimals, amount_decimals] : all) {
        const auto accuracy = accuracy_of(tick(text));
        CAPTURE(text);
        CHECK(accuracy.price == price_decimals);
        CHECK(accuracy.size == 2);
        CHECK(accuracy.amount == amount_decimals);
    }
}

TEST_CASE("a limit order's dollars are the exact product", "[signing][amounts]") {
    // 19.69 shares at 0.22: the venue's own words name 4.3318.
    const auto sell = limit_amounts(Side::sell, price("0.22"), Size{19'690'000}, tick("0.01"));
    CHECK(sell.value() == Amounts{.maker = 19'690'000, .taker = 4'331'800});
    const auto buy = limit_amounts(Side::buy, price("0.22"), Size{19'690'000}, tick("0.01"));
    CHECK(buy.value() == Amounts{.maker = 4'331'800, .taker = 19'690'000});
}

TEST_CASE("a size is cut to hundredths, and a price off the grid is refused",
          "[signing][amounts]") {
    CHECK(limit_amounts(Side::buy, price("0.5"), Size{1'019'999}, tick("0.01"))->taker ==
          1'010'000);
    CHECK(limit_amounts(Side::buy, price("0.5"), Size{9'999}, tick("0.01")).error().code ==
          Errc::bad_input);
    // Three decimals are enough for 0.003, but it is not a multiple of 0.005.
    for (const auto& [p, t] : {std::pair{"0.003", "0.005"},
                               {"0.001", "0.0025"},
                               {"0.105", "0.01"},
                               {"0", "0.01"},
                               {"1", "0.01"},
                               {"0.995", "0.01"}}) {
        CAPTURE(p, t);
        CHECK(limit_amounts(Side::buy, price(p), Size{5'000'000}, tick(t)).error().code ==
              Errc::tick_mismatch);
        CHECK(market_amounts(Side::buy, price(p), 5'000'000, tick(t)).error().code ==
              Errc::tick_mismatch);
    }
    CHECK_FALSE(limit_amounts(Side::buy, price("0.5"), Size{5'000'000}, tick("0.00001")));
}

TEST_CASE("a protected buy is rounded down, so that it can match at its limit",
          "[signing][amounts]") {
    // Source: docs/venue.md, amounts: 10 dollars at 0.52 are 19.2307 shares, not 19.2308.
    CHECK(market_amounts(Side::buy, price("0.52"), 10'000'000, tick("0.01"))->taker == 19'230'700);
    CHECK(market_amounts(Side::buy, price("0.07"), 1'000'000, tick("0.01"))->taker == 14'285'700);
    // On a fine tick the venue takes four decimals, the official client would send five.
    CHECK(market_amounts(Side::buy, price("0.985"), 9'980'000, tick("0.001"))->taker == 10'131'900);
    // 3.03 / 0.333 is 9.099099099…: rounded up in any place on the way it would be 9.0991.
    CHECK(market_amounts(Side::buy, price("0.333"), 3'030'000, tick("0.001"))->taker == 9'099'000);
}

TEST_CASE("market amounts that come to nothing or to too much are refused", "[signing][amounts]") {
    CHECK_FALSE(market_amounts(Side::buy, price("0.5"), 9'999, tick("0.01")));
    CHECK_FALSE(market_amounts(Side::buy, price("0.5"), -5'000'000, tick("0.01")));
    CHECK_FALSE(market_amounts(Side::sell, price("0.0001"), 10'000, tick("0.0001")));
    const auto all_there_is = std::numeric_limits<std::int64_t>::max();
    CHECK_FALSE(market_amounts(Side::buy, price("0.0001"), all_there_is, tick("0.0001")));
    CHECK(market_amounts(Side::sell, price("0.99"), all_there_is, tick("0.01")));
}

TEST_CASE("whatever limit order we make, the venue's check passes it", "[signing][amounts]") {
    CHECK(rc::check("limit orders", [] {
        const auto t = any_tick();
        const auto p = any_price(t);
        const auto side = *rc::gen::element(Side::buy, Side::sell);
        const Size size{*rc::gen::inRange<std::int64_t>(10'000, 10'000'000'000'000)};
        const auto made = limit_amounts(side, p, size, t);
        RC_ASSERT(made.has_value());
        RC_ASSERT(check_amounts(side, *made, t, false) == AmountFault::none);
        const auto shares = side == Side::buy ? made->taker : made->maker;
        const auto dollars = side == Side::buy ? made->maker : made->taker;
        RC_ASSERT(shares <= size.micros && size.micros - shares < 10'000);
        RC_ASSERT(static_cast<Wide>(dollars) * 1'000'000 == static_cast<Wide>(shares) * p.micros());
    }));
}

TEST_CASE("a market order gives no more than it was told and reaches its limit",
          "[signing][amounts]") {
    CHECK(rc::check("market orders", [] {
        const auto t = any_tick();
        const auto p = any_price(t);
        const auto side = *rc::gen::element(Side::buy, Side::sell);
        const auto amount = *rc::gen::inRange<std::int64_t>(1'000'000, 1'000'000'000'000);
        const auto made = market_amounts(side, p, amount, t);
        RC_ASSERT(made.has_value());
        RC_ASSERT(check_amounts(side, *made, t, true) == AmountFault::none);
        RC_ASSERT(made->maker <= amount && amount - made->maker < 10'000);
        const Wide maker = made->maker;
        const Wide taker = made->taker;
        if (side == Side::buy) {
            // Its price is at or above the limit, by less than one unit of the wanted shares.
            RC_ASSERT(maker * 1'000'000 >= taker * p.micros());
            RC_ASSERT(maker * 1'000'000 < (taker + 1'000) * p.micros());
        } else {
            RC_ASSERT(taker * 1'000'000 <= maker * p.micros());
            RC_ASSERT((taker + 1'000) * 1'000'000 > maker * p.micros());
        }
    }));
}

TEST_CASE("our check finds each fault that the venue would", "[signing][amounts]") {
    const auto cents_tick = tick("0.01");
    const Amounts good{.maker = 4'331'800, .taker = 19'690'000};
    CHECK(check_amounts(Side::buy, good, cents_tick, false) == AmountFault::none);
    CHECK(check_amounts(Side::buy, good, cents_tick, true) == AmountFault::maker_accuracy);
    CHECK(check_amounts(Side::buy, {4'331'850, 19'690'000}, cents_tick, false) ==
          AmountFault::maker_accuracy);
    CHECK(check_amounts(Side::buy, {4'331'800, 19'690'100}, cents_tick, false) ==
          AmountFault::taker_accuracy);
    CHECK(check_amounts(Side::buy, {4'330'000, 19'690'000}, cents_tick, false) ==
          AmountFault::price_off_grid);
    CHECK(check_amounts(Side::sell, {19'690'000, 4'330'000}, cents_tick, false) ==
          AmountFault::price_off_grid);
    CHECK(check_amounts(Side::buy, {20'000'000, 10'000'000}, cents_tick, false) ==
          AmountFault::price_off_grid);
    CHECK(check_amounts(Side::buy, {10'000'000, 10'000'000}, cents_tick, false) ==
          AmountFault::price_off_grid);
    CHECK(check_amounts(Side::buy, {10'000, 0}, cents_tick, false) == AmountFault::price_off_grid);
    CHECK(check_amounts(Side::buy, {9'980'000, 10'131'970}, tick("0.001"), true) ==
          AmountFault::taker_accuracy);
}
