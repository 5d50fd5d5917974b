#include "base/u256.hpp"

#include <algorithm>
#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;

namespace {

/// 2^256 - 1 (public constant).
const std::string highest =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";

/// Schoolbook: decimal digits times 256 plus a byte.
std::string naive_decimal(const std::array<std::uint8_t, 32>& big_endian) {
    std::string reversed = "0";
    for (const auto byte : big_endian) {
        int carry = byte;
        for (auto& c : reversed) {
            carry += (c - '0') * 256;
            c = static_cast<char>('0' + carry % 10);
            carry /= 10;
        }
        for (; carry != 0; carry /= 10) reversed += static_cast<char>('0' + carry % 10);
    }
    while (reversed.size() > 1 && reversed.back() == '0') reversed.pop_back();
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

rc::Gen<std::array<std::uint8_t, 32>> any_bytes() {
    return rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(
                            32, rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(),
                                               rc::gen::element<std::uint8_t>(0, 0xff))),
                        [](const std::vector<std::uint8_t>& v) {
                            std::array<std::uint8_t, 32> out{};
                            std::copy(v.begin(), v.end(), out.begin());
                            return out;
                        });
}

}  // namespace

TEST_CASE("the largest 256-bit number reads, and one more does not", "[base][u256]") {
    const auto read = U256::parse(highest);
    REQUIRE(read);
    std::array<std::uint8_t, 32> ones{};
    ones.fill(0xff);
    CHECK(read->bytes() == ones);
    CHECK(read->text() == highest);
    auto above = highest;
    above.back() = '6';
    CHECK(U256::parse(above).error().code == Errc::malformed);
    CHECK_FALSE(U256::parse(std::string(78, '9')));
    CHECK_FALSE(U256::parse("0" + highest));  // 79 digits
}

TEST_CASE("powers of two read as their bytes", "[base][u256]") {
    // Source: public tables of powers of two.
    const std::pair<const char*, std::size_t> powers[] = {
        {"18446744073709551616", 64},
        {"340282366920938463463374607431768211456", 128},
        {"6277101735386680763835789423207666416102355444464034512896", 192},
    };
    for (const auto& [text, bit] : powers) {
        std::array<std::uint8_t, 32> bytes{};
        bytes[31 - bit / 8] = 1;
        CHECK(U256::parse(text)->bytes() == bytes);
        CHECK(U256::from_bytes(bytes).text() == text);
    }
    CHECK(U256::parse("0")->text() == "0");
    CHECK(*U256::parse("007") == U256{7});
    CHECK(U256{18'446'744'073'709'551'615U}.text() == "18446744073709551615");
    CHECK(U256{10'000'000'000'000'000'000U}.text() == "10000000000000000000");
}

TEST_CASE("what is no number is refused", "[base][u256]") {
    for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "1e3", "12a"}) {
        CAPTURE(text);
        CHECK(U256::parse(text).error().code == Errc::malformed);
    }
}

TEST_CASE("text and bytes agree with schoolbook arithmetic", "[base][u256]") {
    CHECK(rc::check("round trips", [] {
        const auto bytes = *any_bytes();
        const auto value = U256::from_bytes(bytes);
        RC_ASSERT(value.bytes() == bytes);
        const auto text = naive_decimal(bytes);
        RC_ASSERT(value.text() == text);
        const auto read = U256::parse(text);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == value);
    }));
}

TEST_CASE("numbers compare as numbers", "[base][u256]") {
    CHECK(rc::check("order", [] {
        const auto a = *any_bytes();
        const auto b = *any_bytes();
        // Big-endian bytes compare as the numbers do.
        RC_ASSERT((U256::from_bytes(a) < U256::from_bytes(b)) == (a < b));
        RC_ASSERT((U256::from_bytes(a) == U256::from_bytes(b)) == (a == b));
    }));
}
