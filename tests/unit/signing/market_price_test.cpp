#include "polymarket/market_price.hpp"

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using test::cents;
using test::shares;

namespace {

// Best first, as our books hold them.
const std::vector<Level> asks{
    {cents(40), shares(100)}, {cents(45), shares(100)}, {cents(99), shares(10'000)}};
const std::vector<Level> bids{
    {cents(39), shares(100)}, {cents(30), shares(100)}, {cents(1), shares(10'000)}};

Result<Price> buy(TimeInForce tif, std::int64_t dollars, Price worst) {
    return market_price(
        {.side = Side::buy, .tif = tif, .amount = dollars * 1'000'000, .worst = worst}, asks);
}

Result<Price> sell(TimeInForce tif, std::int64_t size, Price worst) {
    return market_price(
        {.side = Side::sell, .tif = tif, .amount = size * 1'000'000, .worst = worst}, bids);
}

}  // namespace

TEST_CASE("the price is that of the level that completes the amount", "[signing][price]") {
    CHECK(buy(TimeInForce::fok, 40, cents(99)).value() == cents(40));
    CHECK(buy(TimeInForce::fok, 41, cents(99)).value() == cents(45));
    CHECK(buy(TimeInForce::fok, 85, cents(99)).value() == cents(45));
    CHECK(buy(TimeInForce::fok, 86, cents(99)).value() == cents(99));
    CHECK(sell(TimeInForce::fok, 100, cents(1)).value() == cents(39));
    CHECK(sell(TimeInForce::fok, 101, cents(1)).value() == cents(30));
}

TEST_CASE("no level beyond the trader's worst price is touched", "[signing][price]") {
    // The official client would answer 0.99 and 0.01 here.
    CHECK(buy(TimeInForce::fak, 1'000, cents(50)).value() == cents(45));
    CHECK(sell(TimeInForce::fak, 1'000, cents(20)).value() == cents(30));
    CHECK(buy(TimeInForce::fok, 86, cents(50)).error().code == Errc::refused);
    CHECK(sell(TimeInForce::fok, 201, cents(20)).error().code == Errc::refused);
    CHECK(buy(TimeInForce::fak, 1, cents(39)).error().code == Errc::refused);
    CHECK(sell(TimeInForce::fak, 1, cents(40)).error().code == Errc::refused);
}

TEST_CASE("an empty book has no price", "[signing][price]") {
    for (const auto tif : {TimeInForce::fok, TimeInForce::fak}) {
        CHECK_FALSE(
            market_price({.side = Side::buy, .tif = tif, .amount = 1, .worst = cents(99)}, {}));
    }
}
