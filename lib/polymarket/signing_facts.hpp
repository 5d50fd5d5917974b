#pragma once

/// What a signature commits to, each fact once: names, versions, contracts, type strings. The
/// sentences are in docs/venue.md, signing; tests/unit/polymarket/signing_facts_test.cpp pins every
/// value. A change here is a migration of the protocol.

#include <cstdint>
#include <string_view>

#include "base/hex.hpp"
#include "crypto/address.hpp"
#include "crypto/hash.hpp"

namespace pm::polymarket {

[[nodiscard]] consteval crypto::Address address_constant(std::string_view text) {
    return {hex_constant<20>(text)};
}

// ---- Chains. Source: client configuration 1.1.0; 2026-08-22. ----

inline constexpr int polygon_chain = 137;
inline constexpr int amoy_chain = 80002;  ///< The test network.

// ---- The exchange's EIP-712 domain. The contracts of version 2 have the same address on both
//      chains: only the chain's number tells their domains apart. ----

inline constexpr std::string_view exchange_name = "Polymarket CTF Exchange";
inline constexpr std::string_view exchange_version = "2";
inline constexpr std::string_view position_exchange_version = "3";

inline constexpr auto exchange_contract =
    address_constant("0xE111180000d2663C0091e4f400237545B87B996B");
inline constexpr auto neg_risk_exchange_contract =
    address_constant("0xe2222d279d744050d28e00520010520000310F59");
/// For position ids of protocol version 2 and for combos.
inline constexpr auto position_exchange_contract =
    address_constant("0xe3333700cA9d93003F00f0F71f8515005F6c00Aa");
inline constexpr auto amoy_position_exchange_contract =
    address_constant("0x9fE6e61422AdB6F610d8597F9684b16912D50C3D");

inline constexpr std::string_view domain_type =
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
inline constexpr std::string_view order_type =
    "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,"
    "uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,"
    "bytes32 builder)";

/// A salt travels as a JSON number, so it must be whole in a double.
inline constexpr std::uint64_t salt_max = (1ULL << 53U) - 1;

// ---- The wallet's wrapper, ERC-7739 (signature type 3). Source: client; checked against its
//      published vector. ----

inline constexpr std::string_view wallet_domain_name = "DepositWallet";
inline constexpr std::string_view wallet_domain_version = "1";
inline constexpr std::string_view wrapped_order_type =
    "TypedDataSign(Order contents,string name,string version,uint256 chainId,"
    "address verifyingContract,bytes32 salt)";  ///< Followed by `order_type`.

// ---- ClobAuth, which proves that one holds a key. No contract in its domain. ----

inline constexpr std::string_view auth_domain_type =
    "EIP712Domain(string name,string version,uint256 chainId)";
inline constexpr std::string_view auth_domain_name = "ClobAuthDomain";
inline constexpr std::string_view auth_domain_version = "1";
inline constexpr std::string_view auth_type =
    "ClobAuth(address address,string timestamp,uint256 nonce,string message)";
inline constexpr std::string_view auth_message =
    "This message attests that I control the given wallet";

// ---- Wallets that hold a signer's money, by CREATE2. Source: docs "wallets", client; 2026-08-22.
//      Deposit wallets made until 2026-06-29 are UUPS proxies, later ones beacon proxies. ----

inline constexpr auto deposit_wallet_factory =
    address_constant("0x00000000000Fb5C9ADea0298D729A0CB3823Cc07");
inline constexpr auto deposit_wallet_beacon =
    address_constant("0x7A18EDfe055488A3128f01F563e5B479D92ffc3a");
inline constexpr auto deposit_wallet_implementation =
    address_constant("0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB");
inline constexpr auto proxy_factory =
    address_constant("0xaB45c5A4B0c941a2F231C04C3f49182e1A254052");
inline constexpr auto proxy_init_code_hash =
    hex_constant<32>("0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b");
inline constexpr auto safe_factory = address_constant("0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b");
inline constexpr auto safe_init_code_hash =
    hex_constant<32>("0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf");

}  // namespace pm::polymarket
