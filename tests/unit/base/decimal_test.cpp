#include "base/decimal.hpp"

#include <limits>
#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;

namespace {
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("plain decimals read exactly", "[base][decimal]") {
    const std::pair<const char*, std::int64_t> cases[] = {
        {"0", 0},
        {"0.53", 530'000},
        {".48", 480'000},
        {"1.", 1'000'000},
        {"1", 1'000'000},
        {"0.0001", 100},
        {"0.000001", 1},
        {"000.5", 500'000},
        {"0.50000000000000000000000", 500'000},
        {"9223372036854.775807", largest},
        {"00000000000000000000000000000000007", 7'000'000},
    };
    for (const auto& [text, micros] : cases) {
        CAPTURE(text);
        const auto read = parse_decimal(text, 6);
        REQUIRE(read);
        CHECK(*read == micros);
        CHECK(read_decimal(text, 6) == *read);
    }
    CHECK(*parse_decimal("17", 0) == 17);
    CHECK(*parse_decimal("17.000", 0) == 17);
    CHECK(*parse_decimal("0.000000000000000001", 18) == 1);
}

TEST_CASE("what is no plain decimal is refused", "[base][decimal]") {
    for (const char* text : {"",
                             ".",
                             "-0",
                             "-1",
                             "+1",
                             " 1",
                             "1 ",
                             "1e3",
                             "0x1",
                             "1,5",
                             "1..2",
                             "1.2.3",
                             "nan",
                             "inf",
                             "0.5f",
                             "\xEF\xBC\x91",
                             "0.0000001",
                             "9223372036854.775808",
                             "9223372036855",
                             "12345678901234567890",
                             "99999999999999999999999999999999"}) {
        CAPTURE(text);
        const auto read = parse_decimal(text, 6);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::malformed);
        CHECK_FALSE(read_decimal(text, 6));
    }
    CHECK_FALSE(parse_decimal(std::string_view{"1\0", 2}, 6));
    CHECK_FALSE(parse_decimal("17.5", 0));
}

TEST_CASE("the fault shown is short, however long the text", "[base][decimal]") {
    const std::string huge(100'000, 'x');
    CHECK(parse_decimal(huge, 6).error().message.size() < 120);
}

TEST_CASE("signed decimals take one minus", "[base][decimal]") {
    CHECK(*parse_signed_decimal("-0.25", 6) == -250'000);
    CHECK(*parse_signed_decimal("-0", 6) == 0);
    CHECK(*parse_signed_decimal("3", 6) == 3'000'000);
    for (const char* text : {"--1", "-", "-.", "+1", "1-", "- 1"}) {
        CHECK_FALSE(parse_signed_decimal(text, 6));
    }
}

TEST_CASE("a statistic loses what is beyond its places", "[base][decimal]") {
    CHECK(*parse_statistic("40058.787585000005", 6) == 40'058'787'585);
    CHECK(*parse_statistic("-0.9999999", 6) == -999'999);
    CHECK_FALSE(parse_statistic("1e5", 6));
}

TEST_CASE("decimals print in their shortest form", "[base][decimal]") {
    CHECK(format_decimal(0, 6) == "0");
    CHECK(format_decimal(530'000, 6) == "0.53");
    CHECK(format_decimal(1'000'000, 6) == "1");
    CHECK(format_decimal(1, 6) == "0.000001");
    CHECK(format_decimal(-1, 6) == "-0.000001");
    CHECK(format_decimal(-2'500'000, 6) == "-2.5");
    CHECK(format_decimal(120, 0) == "120");
    CHECK(format_decimal(largest, 6) == "9223372036854.775807");
    CHECK(format_decimal(smallest, 6) == "-9223372036854.775808");
    CHECK(format_decimal(smallest, 18) == "-9.223372036854775808");
}

TEST_CASE("what is printed reads back", "[base][decimal]") {
    CHECK(rc::check("round trip", [] {
        const auto value = *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                                           rc::gen::inRange<std::int64_t>(-2'000'000, 2'000'000),
                                           rc::gen::element(largest, -largest, largest - 1));
        const auto places = *rc::gen::inRange(0, 19);
        RC_PRE(value != smallest);  // its magnitude is no int64
        const auto read = parse_signed_decimal(format_decimal(value, places), places);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == value);
    }));
}

TEST_CASE("any text is read or refused, and what is read is what it says", "[base][decimal]") {
    CHECK(rc::check("against long double", [] {
        const auto text =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"0123456789.00-"}));
        const auto read = parse_signed_decimal(text, 6);
        if (!read) return;
        const auto naive = std::stold(text) * 1e6L;
        RC_ASSERT(std::abs(static_cast<long double>(*read) - naive) <=
                  std::abs(naive) * 1e-17L + 0.001L);
    }));
}

TEST_CASE("plain integers print with their sign", "[base][decimal]") {
    std::string out = "x";
    append_integer(out, smallest);
    append_integer(out, 0);
    CHECK(out == "x-92233720368547758080");
}
