/// Pins what a signature commits to. Changing a value here is a migration of the protocol.

#include "polymarket/signing_facts.hpp"

#include "crypto/keccak.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/order.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

TEST_CASE("contracts are those of the venue's configuration", "[signing][facts]") {
    CHECK(polygon_chain == 137);
    CHECK(amoy_chain == 80002);
    CHECK(exchange_contract.text() == "0xE111180000d2663C0091e4f400237545B87B996B");
    CHECK(neg_risk_exchange_contract.text() == "0xe2222d279d744050d28e00520010520000310F59");
    CHECK(position_exchange_contract.text() == "0xe3333700cA9d93003F00f0F71f8515005F6c00Aa");
    CHECK(amoy_position_exchange_contract.text() == "0x9fE6e61422AdB6F610d8597F9684b16912D50C3D");
    CHECK(deposit_wallet_factory.text() == "0x00000000000Fb5C9ADea0298D729A0CB3823Cc07");
    CHECK(deposit_wallet_beacon.text() == "0x7A18EDfe055488A3128f01F563e5B479D92ffc3a");
    CHECK(deposit_wallet_implementation.text() == "0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB");
    CHECK(proxy_factory.text() == "0xaB45c5A4B0c941a2F231C04C3f49182e1A254052");
    CHECK(safe_factory.text() == "0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b");
}

TEST_CASE("type strings hash as the official client prints", "[signing][facts]") {
    // Source: tests/data/vectors/generated-signed-orders.json, meta.
    CHECK(hash_text(crypto::keccak256(order_type)) ==
          "0xbb86318a2138f5fa8ae32fbe8e659f8fcf13cc6ae4014a707893055433818589");
    CHECK(hash_text(crypto::keccak256(domain_type)) ==
          "0x8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f");
    CHECK(hash_text(crypto::keccak256(exchange_name)) ==
          "0xf30041e9aac4c4d3a1481d2941dfb0a844a72040e9bbc79a810d1ec5b5d6c7af");
    CHECK(order_type.size() == 186);
    CHECK(exchange_version == "2");
    CHECK(position_exchange_version == "3");
    CHECK(wallet_domain_name == "DepositWallet");
    CHECK(wallet_domain_version == "1");
    CHECK(auth_domain_name == "ClobAuthDomain");
    CHECK(auth_domain_version == "1");
    CHECK(auth_message == "This message attests that I control the given wallet");
    CHECK(salt_max == 9'007'199'254'740'991);
}

TEST_CASE("market orders keep 2 and 4 decimals whatever the tick", "[signing][facts]") {
    CHECK(market_maker_decimals == 2);
    CHECK(market_taker_decimals == 4);
}
