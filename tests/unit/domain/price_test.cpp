#include "domain/price.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("prices read exactly, from 0 to 1", "[domain][price]") {
    const std::pair<const char*, int> cases[] = {
        {"0", 0},
        {"1", 1'000'000},
        {"1.", 1'000'000},
        {"0.53", 530'000},
        {".48", 480'000},
        {"0.0001", 100},
        {"0.999", 999'000},
        {"0.000001", 1},
        {"1.000000", 1'000'000},
        {"0.5000000000", 500'000},
    };
    for (const auto& [text, micros] : cases) {
        CAPTURE(text);
        const auto read = Price::parse(text);
        REQUIRE(read);
        CHECK(read->micros() == micros);
    }
}

TEST_CASE("what is no price is refused", "[domain][price]") {
    for (const char* text : {"", "1.000001", "2", "-0.1", "-0", "0.0000001", "1e-1", "50%", "nan",
                             "0,5", "99999999999999999999", " 0.5"}) {
        CAPTURE(text);
        CHECK(Price::parse(text).error().code == Errc::malformed);
    }
}

TEST_CASE("every price prints and reads back, and its complement's complement is itself",
          "[domain][price]") {
    for (int micros = 0; micros <= 1'000'000; micros += 7) {
        const auto price = Price::from_micros(micros);
        const auto back = Price::parse(price.text());
        REQUIRE(back);
        REQUIRE(*back == price);
        REQUIRE(price.complement().micros() == 1'000'000 - micros);
        REQUIRE(price.complement().complement() == price);
    }
    CHECK(Price::from_micros(530'000).text() == "0.53");
    CHECK(Price::from_micros(1'000'000).text() == "1");
    CHECK(Price::from_micros(100).text() == "0.0001");
}
