#include "crypto/signing_key.hpp"

#include <algorithm>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "crypto/keccak.hpp"
#include "crypto/random_bytes.hpp"

namespace pm::crypto {

namespace {

constexpr std::uint8_t v_base = 27;  // Ethereum's recovery ids count from here

Address address_of_key(const secp256k1_context* context, const secp256k1_pubkey& point) {
    std::array<std::uint8_t, 65> bytes{};
    auto size = bytes.size();
    secp256k1_ec_pubkey_serialize(context, bytes.data(), &size, &point, SECP256K1_EC_UNCOMPRESSED);
    return address_of_point(std::span<const std::uint8_t, 64>{bytes.data() + 1, 64});
}

}  // namespace

void SigningKey::EndContext::operator()(secp256k1_context_struct* context) const {
    secp256k1_context_destroy(context);
}

SigningKey::SigningKey(SecretBytes key, Context context, Address address)
    : key_{std::move(key)}, context_{std::move(context)}, address_{address} {}

Result<SigningKey> SigningKey::from(SecretBytes key) {
    if (key.size() != private_key_size)
        return fail(Errc::credentials, "a private key has 32 bytes");
    Context context{secp256k1_context_create(SECP256K1_CONTEXT_NONE)};
    secp256k1_pubkey point;
    // Zero and the curve's order and above are no keys: this says so.
    if (secp256k1_ec_pubkey_create(context.get(), &point, key.bytes().data()) != 1) {
        return fail(Errc::credentials, "the bytes are not a private key of the curve");
    }
    const auto address = address_of_key(context.get(), point);
    return SigningKey{std::move(key), std::move(context), address};
}

Result<SigningKey> SigningKey::from_text(const SecretBytes& text) {
    auto digits = trimmed(text.view());
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
    auto key = SecretBytes::zeros(private_key_size);
    if (!key) return pass(key);
    if (!parse_hex(digits, key->room())) {
        return fail(Errc::credentials, "a private key is written as 64 hex digits");
    }
    return from(std::move(*key));
}

Result<SigningKey> SigningKey::fresh(Random& random) {
    while (true) {
        auto bytes = SecretBytes::zeros(private_key_size);
        if (!bytes) return pass(bytes);
        fill_random(bytes->room(), random);
        auto key = from(std::move(*bytes));
        // Once in 2^128 the bytes are no key: then others.
        if (key || key.error().code != Errc::credentials) return key;
    }
}

void SigningKey::blind(Random& random) {
    std::array<std::uint8_t, 32> seed{};
    fill_random(seed, random);
    const int done = secp256k1_context_randomize(context_.get(), seed.data());
    wipe(seed);
    PM_ASSERT(done == 1);
}

Signature SigningKey::sign(const Hash& digest) const {
    secp256k1_ecdsa_recoverable_signature made;
    const int done = secp256k1_ecdsa_sign_recoverable(context_.get(), &made, digest.data(),
                                                      key_.bytes().data(), nullptr, nullptr);
    PM_ASSERT(done == 1);  // fails for a key that is none: after a fork, say, where it is wiped
    Signature out{};
    int id = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context_.get(), out.data(), &id, &made);
    out[64] = static_cast<std::uint8_t>(v_base + id);
    return out;
}

std::optional<Address> recover(const Hash& digest, const Signature& signature) {
    const int id = signature[64] - v_base;
    if (id != 0 && id != 1) return std::nullopt;
    const auto* context = secp256k1_context_static;
    secp256k1_ecdsa_recoverable_signature made;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(context, &made, signature.data(), id) !=
        1) {
        return std::nullopt;
    }
    secp256k1_ecdsa_signature plain;
    secp256k1_ecdsa_recoverable_signature_convert(context, &plain, &made);
    if (secp256k1_ecdsa_signature_normalize(context, nullptr, &plain) == 1) return std::nullopt;
    secp256k1_pubkey point;
    if (secp256k1_ecdsa_recover(context, &point, &made, digest.data()) != 1) return std::nullopt;
    return address_of_key(context, point);
}

Address address_of_point(std::span<const std::uint8_t, 64> point) {
    const auto hash = keccak256(std::span<const std::uint8_t>{point});
    Address out;
    std::copy(hash.end() - 20, hash.end(), out.bytes.begin());
    return out;
}

}  // namespace pm::crypto
