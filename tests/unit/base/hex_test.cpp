#include "base/hex.hpp"

#include <array>
#include <rapidcheck.h>
#include <vector>

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("bytes print as two lower-case digits each", "[base][hex]") {
    const std::array<std::uint8_t, 5> bytes{0x00, 0x0f, 0xA0, 0xfe, 0xff};
    CHECK(hex_text(bytes) == "000fa0feff");
    CHECK(hex_text({}).empty());
}

TEST_CASE("either case reads, nothing else does", "[base][hex]") {
    std::array<std::uint8_t, 2> bytes{};
    REQUIRE(parse_hex("aBCd", bytes));
    CHECK(bytes == std::array<std::uint8_t, 2>{0xab, 0xcd});
    for (const char* text : {"", "abc", "abcde", "0xab", "abcg", "ab d", "abc@", "abc`", "abc/"}) {
        CAPTURE(text);
        CHECK(parse_hex(text, bytes).error().code == Errc::malformed);
    }
}

TEST_CASE("hex that is printed reads back", "[base][hex]") {
    CHECK(rc::check("round trip", [](const std::vector<std::uint8_t>& bytes) {
        std::vector<std::uint8_t> back(bytes.size());
        RC_ASSERT(parse_hex(hex_text(bytes), back).has_value());
        RC_ASSERT(back == bytes);
    }));
}
