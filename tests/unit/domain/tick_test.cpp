#include "domain/tick.hpp"

#include "support/catch.hpp"

using namespace pm;

namespace {

/// The grids that the venue is known to use.
const std::pair<const char*, int> known[] = {
    {"0.1", 100'000},  {"0.01", 10'000}, {"0.005", 5'000},
    {"0.0025", 2'500}, {"0.001", 1'000}, {"0.0001", 100},
};

}  // namespace

TEST_CASE("every known tick reads and prints", "[domain][tick]") {
    for (const auto& [text, micros] : known) {
        const auto tick = TickSize::parse(text);
        REQUIRE(tick);
        CHECK(tick->micros() == micros);
        CHECK(tick->text() == text);
    }
    CHECK(TickSize::parse("0.5"));
    CHECK(TickSize::parse("0.000001"));
}

TEST_CASE("a tick that doesn't divide 1, or leaves no price, is refused", "[domain][tick]") {
    for (const char* text : {"0", "1", "0.51", "0.03", "0.6", "-0.01", "", "0.0000001", "x"}) {
        CAPTURE(text);
        CHECK(TickSize::parse(text).error().code == Errc::malformed);
    }
}

TEST_CASE("a grid admits its multiples strictly between 0 and 1", "[domain][tick]") {
    for (const auto& [text, micros] : known) {
        CAPTURE(text);
        const auto tick = TickSize::from_micros(micros);
        int admitted = 0;
        for (int p = 0; p <= 1'000'000; p += 50) {
            const bool naive = p % micros == 0 && p != 0 && p != 1'000'000;
            REQUIRE(tick.admits(Price::from_micros(p)) == naive);
            admitted += naive ? 1 : 0;
        }
        CHECK(admitted == 1'000'000 / micros - 1);
    }
}

TEST_CASE("floor and ceil are the nearest grid prices, kept inside", "[domain][tick]") {
    for (const auto& [text, micros] : known) {
        CAPTURE(text);
        const auto tick = TickSize::from_micros(micros);
        for (int p = 0; p <= 1'000'000; p += 50) {
            int down = 0;
            int up = 1'000'000;
            for (int g = p / micros * micros, i = -1; i <= 1; ++i) {
                const int grid = g + i * micros;
                if (grid <= p && grid > down) down = grid;
                if (grid >= p && grid < up) up = grid;
            }
            down = std::min(std::max(down, micros), 1'000'000 - micros);
            up = std::min(std::max(up, micros), 1'000'000 - micros);
            REQUIRE(tick.floor(Price::from_micros(p)).micros() == down);
            REQUIRE(tick.ceil(Price::from_micros(p)).micros() == up);
        }
    }
}
