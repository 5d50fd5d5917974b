#include "domain/amounts.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;

namespace {

/// A hundred billion shares: far more than any market has.
constexpr std::int64_t most_shares = 100'000'000'000'000'000;

rc::Gen<Price> any_price() {
    return rc::gen::map(rc::gen::inRange(0, 1'000'001),
                        [](int m) { return Price::from_micros(m); });
}
rc::Gen<Size> any_size() {
    return rc::gen::map(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 10'000'000),
                                       rc::gen::inRange<std::int64_t>(0, most_shares)),
                        [](std::int64_t m) { return Size{m}; });
}

}  // namespace

TEST_CASE("sizes read unsigned, money with a sign", "[domain][amounts]") {
    CHECK(Size::parse("5")->micros == 5'000'000);
    CHECK(Size::parse("0.01")->micros == 10'000);
    CHECK_FALSE(Size::parse("-5"));
    CHECK_FALSE(Size::parse("0.0000001"));
    CHECK(Money::parse("-1.5")->micros == -1'500'000);
    CHECK(Money::parse("10000")->micros == 10'000'000'000);
    CHECK(Money{-1}.text() == "-0.000001");
    CHECK(Size{1'250'000}.text() == "1.25");
}

TEST_CASE("a product is exact where it can be, and rounds for each side where not",
          "[domain][amounts]") {
    // By hand: 100 shares at 0.53 are 53 dollars; 0.000001 shares at 0.53 are 0.53 micro-dollars.
    CHECK(notional_up(Price::from_micros(530'000), Size{100'000'000}) == Money{53'000'000});
    CHECK(notional_down(Price::from_micros(530'000), Size{100'000'000}) == Money{53'000'000});
    CHECK(notional_up(Price::from_micros(530'000), Size{1}) == Money{1});
    CHECK(notional_down(Price::from_micros(530'000), Size{1}) == Money{0});
    CHECK(notional_up(Price::from_micros(0), Size{most_shares}) == Money{0});
    CHECK(notional_down(Price::from_micros(1'000'000), Size{most_shares}) == Money{most_shares});
}

TEST_CASE("up is down, or one micro-dollar more when something was cut", "[domain][amounts]") {
    CHECK(rc::check("notional", [] {
        const auto price = *any_price();
        const auto size = *any_size();
        const auto down = notional_down(price, size).micros;
        const auto up = notional_up(price, size).micros;
        // Schoolbook, in two 64-bit halves: whole shares and the rest never overflow.
        const auto whole = size.micros / 1'000'000 * price.micros();
        const auto rest = size.micros % 1'000'000 * price.micros();
        RC_ASSERT(down == whole + rest / 1'000'000);
        RC_ASSERT(up == down + (rest % 1'000'000 != 0 ? 1 : 0));
    }));
}

TEST_CASE("a set of both outcomes costs what it pays, to a micro-dollar", "[domain][amounts]") {
    CHECK(rc::check("complement", [] {
        const auto price = *any_price();
        const auto size = *any_size();
        const auto both = notional_up(price, size) + notional_up(price.complement(), size);
        RC_ASSERT(both.micros >= size.micros);
        RC_ASSERT(both.micros <= size.micros + 1);
    }));
}

TEST_CASE("an average rounds to the nearest micro-dollar", "[domain][amounts]") {
    CHECK(average(Money{53'000'000}, Size{100'000'000}) == Money{530'000});
    CHECK(average(Money{1}, Size{3'000'000}) == Money{0});
    CHECK(average(Money{2}, Size{3'000'000}) == Money{1});
    CHECK(average(Money{1}, Size{2'000'000}) == Money{1});  // half goes away from zero
    CHECK(average(Money{-1}, Size{2'000'000}) == Money{-1});
    CHECK(average(Money{-1'000'000}, Size{4'000'000}) == Money{-250'000});
}

TEST_CASE("the average of what a size costs is its price", "[domain][amounts]") {
    CHECK(rc::check("average", [] {
        const auto price = *any_price();
        const auto size = *any_size();
        RC_PRE(size.micros >= 10'000);  // the venue's smallest unit of size: 0.01 shares
        const auto mean = average(notional_up(price, size), size).micros;
        RC_ASSERT(std::abs(mean - price.micros()) <= 100);
        if (size.micros >= 2'000'000) RC_ASSERT(mean == price.micros());
    }));
}
