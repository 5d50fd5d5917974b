#include "crypto/address.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;
using crypto::Address;

TEST_CASE("addresses carry the checksum of EIP-55", "[crypto][address]") {
    // Source: the list in EIP-55.
    const char* const all[] = {
        "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"};
    for (const std::string text : all) {
        const auto address = Address::parse(text);
        REQUIRE(address);
        CHECK(address->text() == text);
        const auto lower = Address::parse(address->lower());
        REQUIRE(lower);
        CHECK(*lower == *address);
    }
}

TEST_CASE("an address with a wrong checksum is refused", "[crypto][address]") {
    std::string text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    SECTION("one letter in the other case") {
        text[2 + 1] = 'A';
        text[2 + 2] = 'a';
    }
    SECTION("another digit") {
        text[2] = '6';
    }
    const auto address = Address::parse(text);
    REQUIRE_FALSE(address);
    CHECK(address.error().code == Errc::malformed);
}

TEST_CASE("what is no address is refused", "[crypto][address]") {
    const std::string digits(40, 'a');
    for (const std::string& text :
         {std::string{}, std::string{"0x"}, digits, "0x" + digits + "a", "0x" + digits.substr(1),
          "0X" + digits, "0x" + digits.substr(1) + "g", " 0x" + digits}) {
        CAPTURE(text);
        CHECK_FALSE(Address::parse(text));
    }
}

TEST_CASE("any address reads back from its text", "[crypto][address]") {
    CHECK(rc::check("round trip", [](const std::array<std::uint8_t, 20>& bytes) {
        const Address address{bytes};
        RC_ASSERT(*Address::parse(address.text()) == address);
        RC_ASSERT(*Address::parse(address.lower()) == address);
    }));
}
