#include "polymarket/wallet.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/hex.hpp"
#include "crypto/eip712.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::polymarket {

namespace {

using crypto::Address;
using crypto::Hash;

/// A few bytes put one after the other.
template <std::size_t Capacity>
struct Bytes {
    std::array<std::uint8_t, Capacity> bytes{};
    std::size_t size = 0;

    Bytes& add(std::span<const std::uint8_t> part) {
        std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        size += part.size();
        return *this;
    }
    [[nodiscard]] Hash hash() const { return crypto::keccak256(std::span{bytes.data(), size}); }
};

/// The address of a contract made by CREATE2 (EIP-1014).
Address create2(const Address& factory, const Hash& salt, const Hash& init_code_hash) {
    constexpr std::array<std::uint8_t, 1> mark{0xff};
    const auto hash = Bytes<85>{}.add(mark).add(factory.bytes).add(salt).add(init_code_hash).hash();
    Address out;
    std::copy(hash.end() - 20, hash.end(), out.bytes.begin());
    return out;
}

/// abi.encode(factory, wallet id): the salt's preimage, and part of the wallet's code.
std::array<std::uint8_t, 64> wallet_arguments(const Address& signer) {
    crypto::Words<2> words;
    words.add(deposit_wallet_factory).add(signer);
    std::array<std::uint8_t, 64> out{};
    std::copy(words.bytes().begin(), words.bytes().end(), out.begin());
    return out;
}

// Init code of Solady's ERC-1967 proxies with immutable arguments: fixed machine code round the
// implementation's (or the beacon's) address, then the arguments. The third byte pair of the
// prefix is the size of what gets deployed, which grows with the arguments.
// Source: Solady LibClone 0.1.26, initCodeERC1967 and initCodeERC1967BeaconProxy.

constexpr auto uups_prefix = hex_constant<10>("0x61007d3d8160233d3973");  // 0x003d + 64
constexpr auto uups_middle =
    hex_constant<34>("0x60095155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076");
constexpr auto uups_end =
    hex_constant<32>("0xcc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3");

constexpr auto beacon_prefix = hex_constant<10>("0x6100923d8160233d3973");  // 0x0052 + 64
constexpr auto beacon_start = hex_constant<23>("0x60195155f3363d3d373d3d363d602036600436635c60da");
constexpr auto beacon_middle =
    hex_constant<32>("0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c");
constexpr auto beacon_end =
    hex_constant<32>("0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3");

Address deposit_wallet(const std::array<std::uint8_t, 64>& arguments, const Hash& init_code_hash) {
    return create2(deposit_wallet_factory, crypto::keccak256(arguments), init_code_hash);
}

}  // namespace

Address beacon_deposit_wallet(const Address& signer) {
    const auto arguments = wallet_arguments(signer);
    Bytes<181> code;
    code.add(beacon_prefix).add(deposit_wallet_beacon.bytes).add(beacon_start);
    code.add(beacon_middle).add(beacon_end).add(arguments);
    return deposit_wallet(arguments, code.hash());
}

Address uups_deposit_wallet(const Address& signer) {
    const auto arguments = wallet_arguments(signer);
    Bytes<160> code;
    code.add(uups_prefix).add(deposit_wallet_implementation.bytes).add(uups_middle);
    code.add(uups_end).add(arguments);
    return deposit_wallet(arguments, code.hash());
}

Address proxy_wallet(const Address& signer) {
    return create2(proxy_factory, crypto::keccak256(signer.bytes), proxy_init_code_hash);
}

Address safe_wallet(const Address& signer) {
    return create2(safe_factory, crypto::Words<1>{}.add(signer).hash(), safe_init_code_hash);
}

Result<TradingAccount> account_of(SignatureType type, const Address& key,
                                  std::optional<Address> funder) {
    TradingAccount out{.type = type, .key = key, .funder = key};
    if (type == SignatureType::eoa) {
        if (funder && *funder != key) {
            return fail(Errc::bad_config, "an EOA trades its own money only",
                        "name the wallet's type, or leave the funder out");
        }
        return out;
    }
    if (funder && *funder == key) {
        return fail(Errc::bad_config, "the funder is the key itself, not a wallet",
                    "wallet type 0 (EOA) trades from the key's own account");
    }
    if (type == SignatureType::deposit_wallet && !funder) {
        return fail(Errc::bad_config, "a deposit wallet must be named as funder",
                    "for this key it is " + beacon_deposit_wallet(key).text() +
                        ", or if it was made before 2026-06-29 " + uups_deposit_wallet(key).text());
    }
    const auto derived = type == SignatureType::safe ? safe_wallet(key) : proxy_wallet(key);
    out.funder = funder.value_or(derived);
    return out;
}

}  // namespace pm::polymarket
