#include <algorithm>
#include <rapidcheck.h>

#include "base/hex.hpp"
#include "crypto/eip712.hpp"
#include "crypto/hmac.hpp"
#include "crypto/keccak.hpp"
#include "crypto/sha256.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::crypto;

TEST_CASE("keccak gives the digests that Ethereum's documents print", "[crypto][hash]") {
    // Source: Ethereum yellow paper (the empty text), Keccak team's test values ("abc"), Solidity
    // documentation (the selector of transfer is the start of this digest).
    CHECK(hash_text(keccak256("")) ==
          "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    CHECK(hash_text(keccak256("abc")) ==
          "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    CHECK(hash_text(keccak256("transfer(address,uint256)")).starts_with("0xa9059cbb"));
}

TEST_CASE("SHA-256 gives the digests of its standard", "[crypto][hash]") {
    // Source: FIPS 180-4 examples.
    CHECK(hash_text(sha256("")) ==
          "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash_text(sha256("abc")) ==
          "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC-SHA256 gives the values of RFC 4231", "[crypto][hash]") {
    const auto text = [](std::string_view key, std::string_view message) {
        return hex_text(hmac_sha256(key, message));
    };
    CHECK(text(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(text("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(text(std::string(20, '\xaa'), std::string(50, '\xdd')) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    // Case 6 and 7: a key longer than a block.
    CHECK(
        text(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    CHECK(text(std::string(131, '\xaa'),
               "This is a test using a larger than block-size key and a larger than block-size "
               "data. The key needs to be hashed before being used by the HMAC algorithm.") ==
          "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST_CASE("a message in parts has the HMAC of the whole", "[crypto][hash]") {
    CHECK(rc::check("any cut", [](const std::string& key, const std::string& message) {
        const auto at = *rc::gen::inRange<std::size_t>(0, message.size() + 1);
        const std::string_view whole{message};
        RC_ASSERT(hmac_sha256(key, {whole.substr(0, at), whole.substr(at)}) ==
                  hmac_sha256(key, whole));
    }));
}

TEST_CASE("the digest of the mail example is the one its proposal prints", "[crypto][hash]") {
    // Source: EIP-712, example Mail: Cow writes to Bob.
    const auto person = keccak256("Person(string name,address wallet)");
    const auto mail =
        keccak256("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
    const auto cow = *Address::parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
    const auto bob = *Address::parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB");
    const auto from = Words<3>{}.add(person).add(keccak256("Cow")).add(cow).hash();
    const auto to = Words<3>{}.add(person).add(keccak256("Bob")).add(bob).hash();
    const auto contents = keccak256("Hello, Bob!");
    const auto message = Words<4>{}.add(mail).add(from).add(to).add(contents).hash();
    CHECK(hash_text(message) ==
          "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
    Words<5> domain;
    domain.add(
        keccak256("EIP712Domain(string name,string version,uint256 chainId,"
                  "address verifyingContract)"));
    domain.add(keccak256("Ether Mail")).add(keccak256("1")).add(std::uint64_t{1});
    domain.add(*Address::parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
    CHECK(hash_text(domain.hash()) ==
          "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    CHECK(hash_text(typed_digest(domain.hash(), message)) ==
          "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
}

TEST_CASE("a hash is read as it is written, and nothing else is", "[crypto][hash]") {
    const auto hash = keccak256("x");
    const auto text = hash_text(hash);
    CHECK(parse_hash(text).value() == hash);
    CHECK_FALSE(parse_hash(text.substr(2)));
    CHECK_FALSE(parse_hash(text.substr(0, 65)));
    CHECK_FALSE(parse_hash(text + "0"));
    CHECK_FALSE(parse_hash("0x" + std::string(63, '0') + "g"));
}
