#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include <rapidcheck.h>
#include <string>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "domain/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;

namespace {

Json vectors() {
    std::ifstream in{PM_TEST_DATA "/vectors/official-fees.json"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto json = Json::parse(text);
    if (!json) FAIL(json.error().message);
    return std::move(*json);
}

std::int64_t micros(const Json& json, std::string_view key) {
    return *parse_decimal(*json.digits(key), 6);
}

Money fee_of(const Json& input) {
    const FeeSchedule schedule{.rate_micros = static_cast<std::int32_t>(micros(input, "rate")),
                               .exponent = static_cast<std::int32_t>(*input.integer("exponent"))};
    const auto price = Price::from_micros(static_cast<std::int32_t>(micros(input, "price")));
    return taker_fee(schedule, price, Size{micros(input, "shares")});
}

/// `text` rounded half up to `places`, as a number of such units. Not by our decimals.
std::int64_t rounded(std::string_view text, int places) {
    std::string digits{text};
    const auto point = digits.find('.');
    std::string decimals = point == std::string::npos ? "" : digits.substr(point + 1);
    decimals.resize(static_cast<std::size_t>(places) + 1, '0');
    const auto whole = std::stoll(digits.substr(0, point) + decimals);
    return (whole + 5) / 10;
}

}  // namespace

TEST_CASE("taker fees agree with the official test vectors", "[domain][fees]") {
    int exact = 0;
    int displayed = 0;
    int other = 0;
    const auto json = vectors();
    for (const auto& item : json.find("cases")->items()) {
        const auto& input = *item.find("input");
        const auto& expected = *item.find("expected");
        CAPTURE(item.text());
        const auto kind = *item.string("kind");
        if (kind == "platformFee") {
            // Unrounded there; ours is rounded half up to 5 decimals.
            CHECK(fee_of(input).micros == rounded(*expected.digits("fee"), 5) * 10);
            ++exact;
        } else if (kind.starts_with("docsFeeTable")) {
            // The page shows two decimals; some of its ties are rounded down, some up.
            const auto shown = micros(expected, "feeDisplayed");
            CHECK(std::abs(fee_of(input).micros - shown) <= 5'000);
            ++displayed;
        } else {
            // shares = adjusted / price, in the other client's floating point: to a micro-dollar.
            if (!expected.find("feeOnAdjusted")) continue;
            const auto price = micros(input, "price");
            const auto shares = static_cast<std::int64_t>(
                std::llround(*expected.real("adjusted") * 1e12 / static_cast<double>(price)));
            const FeeSchedule schedule{
                .rate_micros = static_cast<std::int32_t>(micros(input, "rate")), .exponent = 1};
            const auto fee = taker_fee(
                schedule, Price::from_micros(static_cast<std::int32_t>(price)), Size{shares});
            CHECK(std::abs(fee.micros - micros(expected, "feeOnAdjusted")) <= 6);
            ++other;
        }
    }
    std::cout << "fee vectors: " << exact << " exact, " << displayed << " displayed, " << other
              << " through the order adjustment\n";
    CHECK(exact == 10);
    CHECK(displayed == 33);
    CHECK(other == 12);
}

TEST_CASE("weather fees are as the venue's page says", "[domain][fees]") {
    // Source: docs/venue.md, fees: 100 weather shares cost 1.25 at 0.50 and 0.45 at 0.10.
    const FeeSchedule weather{.rate_micros = 50'000, .exponent = 1};
    const Size hundred{100'000'000};
    CHECK(taker_fee(weather, Price::from_micros(500'000), hundred) == Money{1'250'000});
    CHECK(taker_fee(weather, Price::from_micros(100'000), hundred) == Money{450'000});
    CHECK(taker_fee({}, Price::from_micros(500'000), hundred) == Money{0});
    CHECK(taker_fee(weather, Price::from_micros(0), hundred) == Money{0});
    CHECK(taker_fee(weather, Price::from_micros(1'000'000), hundred) == Money{0});
}

TEST_CASE("a fee below a hundred-thousandth is nothing, above it rounds half up",
          "[domain][fees]") {
    // At 0.5 with rate 0.04 the fee is a hundredth of the size.
    const FeeSchedule schedule{.rate_micros = 40'000, .exponent = 1};
    const auto fee = [&](std::int64_t size_micros) {
        return taker_fee(schedule, Price::from_micros(500'000), Size{size_micros}).micros;
    };
    CHECK(fee(999) == 0);
    CHECK(fee(1'000) == 10);
    CHECK(fee(1'499) == 10);
    CHECK(fee(1'500) == 20);
    CHECK(fee(2'499) == 20);
    CHECK(fee(2'500) == 30);
}

TEST_CASE("the square of the old schedule loses no digit that decides a rounding",
          "[domain][fees]") {
    // By hand: p = 0.5, (p(1-p))^2 = 1/16, rate 0.16: the fee is a hundredth of the size.
    const FeeSchedule tie{.rate_micros = 160'000, .exponent = 2};
    CHECK(taker_fee(tie, Price::from_micros(500'000), Size{1'500}).micros == 20);
    CHECK(taker_fee(tie, Price::from_micros(500'000), Size{1'499}).micros == 10);
    const FeeSchedule old{.rate_micros = 250'000, .exponent = 2};
    const Size billion{1'000'000'000'000'000};
    // p = 0.001: (0.000999)^2 = 9.98001e-7; times 0.25e9 is 249.50025.
    CHECK(taker_fee(old, Price::from_micros(1'000), billion).micros == 249'500'250);
    // p = 0.0001: (0.00009999)^2 = 9.9980001e-9; times 0.25e9 is 2.499500025 -> 2.4995.
    CHECK(taker_fee(old, Price::from_micros(100), billion).micros == 2'499'500);
    // p = 0.000001: (9.99999e-7)^2 = 9.99998000001e-13; times 0.25e9 is 0.000249999 -> 0.00025;
    // a square cut to 12 decimals would be 0.
    CHECK(taker_fee(old, Price::from_micros(1), billion).micros == 250);
}

TEST_CASE("fees agree with long doubles, and are the same for both outcomes", "[domain][fees]") {
    CHECK(rc::check("against floating point", [] {
        const FeeSchedule schedule{.rate_micros = *rc::gen::inRange(0, 1'000'000),
                                   .exponent = *rc::gen::inRange(1, 3)};
        const auto price = Price::from_micros(*rc::gen::inRange(0, 1'000'001));
        const Size size{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)};
        const auto fee = taker_fee(schedule, price, size);
        const long double p = price.micros() / 1e6L;
        const auto exact = size.micros * (schedule.rate_micros / 1e6L) *
                           std::pow(p * (1 - p), static_cast<long double>(schedule.exponent));
        if (exact < 9.99L) RC_ASSERT(fee.micros == 0);
        if (exact > 10.01L) RC_ASSERT(std::abs(fee.micros - exact) <= 5.001L);
        RC_ASSERT(fee.micros % 10 == 0);
        RC_ASSERT(taker_fee(schedule, price.complement(), size) == fee);
    }));
}
