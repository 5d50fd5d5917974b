#include "polymarket/auth.hpp"

#include <array>

#include "base/hex.hpp"
#include "crypto/base64.hpp"
#include "crypto/eip712.hpp"
#include "crypto/hmac.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::polymarket {

namespace {

using crypto::keccak256;

constexpr std::size_t secret_max = 256;  ///< Decoded bytes; the venue's have 32.

}  // namespace

crypto::Hash clob_auth_hash(const crypto::Address& address, int chain_id,
                            std::string_view timestamp, std::uint64_t nonce) {
    crypto::Words<4> domain;
    domain.add(keccak256(auth_domain_type)).add(keccak256(auth_domain_name));
    domain.add(keccak256(auth_domain_version)).add(static_cast<std::uint64_t>(chain_id));
    crypto::Words<5> proof;
    proof.add(keccak256(auth_type)).add(address).add(keccak256(timestamp));
    proof.add(nonce).add(keccak256(auth_message));
    return crypto::typed_digest(domain.hash(), proof.hash());
}

Headers l1_headers(const crypto::SigningKey& key, int chain_id, std::int64_t seconds,
                   std::uint64_t nonce) {
    const auto timestamp = std::to_string(seconds);
    const auto digest = clob_auth_hash(key.address(), chain_id, timestamp, nonce);
    std::string signature = "0x";
    append_hex(signature, key.sign(digest));
    return {{"POLY_ADDRESS", key.address().text()},
            {"POLY_SIGNATURE", std::move(signature)},
            {"POLY_TIMESTAMP", timestamp},
            {"POLY_NONCE", std::to_string(nonce)}};
}

bool l1_proves(const crypto::Address& address, int chain_id, std::string_view timestamp,
               std::uint64_t nonce, std::string_view signature) {
    crypto::Signature bytes{};
    if (!signature.starts_with("0x") || !parse_hex(signature.substr(2), bytes)) return false;
    const auto signer = crypto::recover(clob_auth_hash(address, chain_id, timestamp, nonce), bytes);
    return signer == address;
}

bool usable_secret(const SecretBytes& secret) {
    std::array<std::uint8_t, secret_max> decoded{};
    const auto size = crypto::decode_base64(secret.view(), decoded);
    wipe(decoded);
    return size && *size > 0;
}

void append_l2_signature(std::string& out, std::string_view secret, std::string_view timestamp,
                         const L2Request& request) {
    std::array<std::uint8_t, secret_max> decoded{};
    const auto size = crypto::decode_base64(secret, decoded).value_or(0);
    const std::string_view key{reinterpret_cast<const char*>(decoded.data()), size};
    const auto digest =
        crypto::hmac_sha256(key, {timestamp, request.method, request.path, request.body});
    wipe(decoded);
    crypto::append_base64(out, digest, crypto::Base64::url);
}

Headers l2_headers(const ApiKey& api, const crypto::Address& address, std::int64_t seconds,
                   std::string_view method, std::string_view path, std::string_view body) {
    const auto timestamp = std::to_string(seconds);
    std::string signature;
    append_l2_signature(signature, api.secret.view(), timestamp,
                        {.method = method, .path = path, .body = body});
    return {{"POLY_ADDRESS", address.text()},
            {"POLY_SIGNATURE", std::move(signature)},
            {"POLY_TIMESTAMP", timestamp},
            {"POLY_API_KEY", api.key},
            {"POLY_PASSPHRASE", std::string{api.passphrase.view()}}};
}

}  // namespace pm::polymarket
