#include "polymarket/wallet.hpp"

#include "sample.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {
const auto key = test::sample_key().address();
const auto wallet = test::sample_wallet();
}  // namespace

TEST_CASE("an EOA trades its own money and signs in its own name", "[signing][wallet]") {
    const auto account = account_of(SignatureType::eoa, key, std::nullopt);
    REQUIRE(account);
    CHECK(account->funder == key);
    CHECK(account->order_signer() == key);
    CHECK(account_of(SignatureType::eoa, key, key));
    const auto other = account_of(SignatureType::eoa, key, wallet);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Errc::bad_config);
}

TEST_CASE("proxy and Safe hold the money, the key signs", "[signing][wallet]") {
    // Source: tests/data/vectors/generated-wallet-derivation.json, the last case.
    const std::pair<SignatureType, std::string_view> all[] = {
        {SignatureType::proxy, "0x909dEdA326ED2aE677F5F8c2527E32977c9838c3"},
        {SignatureType::safe, "0x51b7C68A71dCcBc0b7FA4400934a293D8f4d3Ba8"}};
    for (const auto& [type, derived] : all) {
        const auto account = account_of(type, key, std::nullopt);
        REQUIRE(account);
        CHECK(account->funder.text() == derived);
        CHECK(account->order_signer() == key);
        CHECK(account_of(type, key, wallet)->funder == wallet);
        CHECK_FALSE(account_of(type, key, key));
    }
}

TEST_CASE("a deposit wallet is named, and signs in its own name", "[signing][wallet]") {
    const auto account = account_of(SignatureType::deposit_wallet, key, wallet);
    REQUIRE(account);
    CHECK(account->key == key);
    CHECK(account->funder == wallet);
    CHECK(account->order_signer() == wallet);
    const auto unnamed = account_of(SignatureType::deposit_wallet, key, std::nullopt);
    REQUIRE_FALSE(unnamed);
    CHECK(unnamed.error().code == Errc::bad_config);
    CHECK(unnamed.error().hint.find("0x6F908B3B67b9F9C40413775fFf48b286aeF9a081") !=
          std::string::npos);
    CHECK(unnamed.error().hint.find("0x73310C2E333fB7fb177Dcb43e164958a9D443d6f") !=
          std::string::npos);
    CHECK_FALSE(account_of(SignatureType::deposit_wallet, key, key));
}
