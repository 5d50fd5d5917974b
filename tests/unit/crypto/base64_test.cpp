#include "crypto/base64.hpp"

#include <array>
#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm::crypto;

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The decoded bytes as text, or "none".
std::string decoded(std::string_view text) {
    std::array<std::uint8_t, 512> room{};
    const auto size = decode_base64(text, room);
    if (!size) return "none";
    return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*size)};
}

}  // namespace

TEST_CASE("base64 gives the examples of its standard", "[crypto][base64]") {
    // Source: RFC 4648 section 10.
    const std::pair<std::string_view, std::string_view> all[] = {{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : all) {
        CHECK(base64_text(bytes_of(plain), Base64::standard) == coded);
        CHECK(base64_text(bytes_of(plain), Base64::url) == coded);
        CHECK(decoded(coded) == plain);
    }
    CHECK(base64_text(bytes_of("\xfb\xff\xfe"), Base64::standard) == "+//+");
    CHECK(base64_text(bytes_of("\xfb\xff\xfe"), Base64::url) == "-__-");
}

TEST_CASE("a secret is read in either alphabet, with or without padding", "[crypto][base64]") {
    CHECK(decoded("+//+") == "\xfb\xff\xfe");
    CHECK(decoded("-__-") == "\xfb\xff\xfe");
    CHECK(decoded("-_/+") == "\xfb\xff\xfe");
    CHECK(decoded("Zm8") == "fo");
    CHECK(decoded("Zg") == "f");
    CHECK(decoded("Zg=") == "f");
}

TEST_CASE("what is not base64 gives nothing", "[crypto][base64]") {
    for (const std::string_view text : {"Z", "Zm9vY", "Zm 9", "Zm9v\n", "Zg=a", "Z===", "Zm9*"}) {
        CAPTURE(text);
        CHECK(decoded(text) == "none");
    }
    std::array<std::uint8_t, 2> small{};
    CHECK(decode_base64("Zm8=", small) == 2U);
    CHECK_FALSE(decode_base64("Zm9v", small));
}

TEST_CASE("any bytes come back from base64", "[crypto][base64]") {
    CHECK(rc::check("round trip", [](const std::string& plain) {
        RC_PRE(plain.size() < 300);
        RC_ASSERT(decoded(base64_text(bytes_of(plain), Base64::url)) == plain);
        RC_ASSERT(decoded(base64_text(bytes_of(plain), Base64::standard)) == plain);
    }));
}
