#include "crypto/signing_key.hpp"

#include <algorithm>
#include <rapidcheck.h>

#include "base/hex.hpp"
#include "base/random.hpp"
#include "crypto/keccak.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::crypto;

static_assert(!std::is_copy_constructible_v<SigningKey>, "a key has no copies");

namespace {

Result<SigningKey> key_of(std::string_view text) {
    return SigningKey::from_text(*SecretBytes::copy_of(text));
}

const std::string order_of_curve =
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

/// n - s, byte by byte: the other signature of the same digest.
Signature with_higher_s(Signature signature) {
    std::array<std::uint8_t, 32> n{};
    REQUIRE(parse_hex(order_of_curve, n));
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int digit = n[i] - signature[32 + i] - borrow;
        signature[32 + i] = static_cast<std::uint8_t>(digit + (digit < 0 ? 256 : 0));
        borrow = digit < 0 ? 1 : 0;
    }
    signature[64] = static_cast<std::uint8_t>(27 + 28 - signature[64]);
    return signature;
}

}  // namespace

TEST_CASE("a key has the address that every wallet gives it", "[crypto][key]") {
    // Source: the first accounts of the test mnemonic "test test … junk", and the keys 1 and 2.
    const std::pair<std::string_view, std::string_view> all[] = {
        {"0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
         "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"},
        {"59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
         "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"},
        {"0x0000000000000000000000000000000000000000000000000000000000000001",
         "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"},
        {" 0X0000000000000000000000000000000000000000000000000000000000000002\n",
         "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"}};
    for (const auto& [text, address] : all) {
        const auto key = key_of(text);
        REQUIRE(key);
        CHECK(key->address().text() == address);
    }
}

TEST_CASE("what is no key is refused without being repeated", "[crypto][key]") {
    for (const std::string& text :
         {std::string{}, std::string(64, '0'), order_of_curve, std::string(64, 'f'),
          std::string(63, '1'), std::string(65, '1'), "0x" + std::string(64, 'z')}) {
        CAPTURE(text);
        const auto key = key_of(text);
        REQUIRE_FALSE(key);
        CHECK(key.error().code == Errc::credentials);
        if (text.size() > 8) CHECK(key.error().message.find(text.substr(8)) == std::string::npos);
    }
    auto last = order_of_curve;
    last.back() = '0';
    CHECK(key_of(last));
}

TEST_CASE("whoever signed is found again, and only from the right digest", "[crypto][key]") {
    CHECK(rc::check("recovery", [](std::uint64_t seed) {
        SeededRandom random{seed};
        auto key = SigningKey::fresh(random);
        RC_ASSERT(key.has_value());
        const auto digest = keccak256(std::to_string(seed));
        const auto signature = key->sign(digest);
        RC_ASSERT(recover(digest, signature) == key->address());
        RC_ASSERT(signature[64] == 27 || signature[64] == 28);
        // The lower s: its first bit is never set, and the half above n/2 is not taken.
        RC_ASSERT(signature[32] < 0x80);
        RC_ASSERT(!recover(digest, with_higher_s(signature)));
        RC_ASSERT(recover(keccak256("other"), signature) != key->address());
        auto changed = signature;
        changed[*rc::gen::inRange<std::size_t>(0, 64)] ^= 1;
        RC_ASSERT(recover(digest, changed) != key->address());
        for (const auto v : {0, 1, 26, 29, 255}) {
            auto other = signature;
            other[64] = static_cast<std::uint8_t>(v);
            RC_ASSERT(!recover(digest, other));
        }
    }));
}

TEST_CASE("blinding changes no signature", "[crypto][key]") {
    SeededRandom random{1};
    auto key = SigningKey::fresh(random);
    REQUIRE(key);
    const auto digest = keccak256("digest");
    const auto before = key->sign(digest);
    key->blind(random);
    CHECK(key->sign(digest) == before);
    const auto moved = std::move(*key);
    CHECK(moved.sign(digest) == before);
}

TEST_CASE("fresh keys differ", "[crypto][key]") {
    SystemRandom random;
    const auto a = SigningKey::fresh(random);
    const auto b = SigningKey::fresh(random);
    CHECK(a->address() != b->address());
}
