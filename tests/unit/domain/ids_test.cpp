#include "domain/ids.hpp"

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("a token id is a positive 256-bit number in decimal", "[domain][ids]") {
    const std::string highest =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    CHECK(TokenId::parse(highest)->text() == highest);
    CHECK(TokenId::parse("007")->text() == "7");
    CHECK(TokenId{}.empty());
    CHECK_FALSE(TokenId::parse("1")->empty());
    for (const char* text : {"", "0", "000", "-1", "0x10", "1.0", "1e5", "abc"}) {
        CAPTURE(text);
        CHECK(TokenId::parse(text).error().code == Errc::malformed);
    }
    CHECK(*TokenId::parse("9") < *TokenId::parse("10"));
    CHECK(std::hash<TokenId>{}(*TokenId::parse("9")) != std::hash<TokenId>{}(*TokenId::parse("8")));
}

TEST_CASE("a condition id is 0x and 64 or 62 hex digits", "[domain][ids]") {
    const auto full = "0x" + std::string(64, 'a');
    const auto v2 = "0x" + std::string(62, 'a');
    CHECK(ConditionId::parse(full)->text() == full);
    CHECK(ConditionId::parse(v2)->text() == v2);
    CHECK(*ConditionId::parse(full) != *ConditionId::parse(v2));
    CHECK(*ConditionId::parse("0x" + std::string(64, 'A')) == *ConditionId::parse(full));
    // A short id isn't the long one that ends in zeros.
    CHECK(*ConditionId::parse(v2) != *ConditionId::parse(v2 + "00"));
    CHECK(ConditionId{}.text().empty());
    CHECK(ConditionId{}.empty());
    for (const std::string& text :
         {std::string{}, std::string{"0x"}, std::string(64, 'a'), "0x" + std::string(63, 'a'),
          "0x" + std::string(65, 'a'), "0x" + std::string(60, 'a'),
          "0x" + std::string(63, 'a') + "g", "0X" + std::string(64, 'a')}) {
        CAPTURE(text);
        CHECK(ConditionId::parse(text).error().code == Errc::malformed);
    }
}
