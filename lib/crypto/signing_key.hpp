#pragma once

/// A secp256k1 key that signs digests, and the way back from a signature to its signer.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/random.hpp"
#include "base/secret.hpp"
#include "crypto/address.hpp"
#include "crypto/hash.hpp"

struct secp256k1_context_struct;

namespace pm::crypto {

/// r, s (the lower of the two possible) and v, which is 27 or 28.
using Signature = std::array<std::uint8_t, 65>;

inline constexpr std::size_t private_key_size = 32;

/// A private key with its address. Moves, never copies, never prints.
class SigningKey {
public:
    /// Takes over the 32 bytes of the key, most significant first.
    /// @return Errc::credentials when they are not 32 bytes or not a key of the curve.
    static Result<SigningKey> from(SecretBytes key);

    /// Reads "0x" and 64 hex digits, the prefix optional, white space around it allowed.
    /// @return Errc::credentials otherwise; the error says nothing of the text.
    static Result<SigningKey> from_text(const SecretBytes& text);

    /// A fresh key from 32 random bytes. @pre `random` is the system's generator.
    /// @return Errc::internal when there is no memory to keep it in.
    static Result<SigningKey> fresh(Random& random);

    /// Blinds what is computed with the key against listeners. Changes no signature.
    void blind(Random& random);

    [[nodiscard]] const Address& address() const { return address_; }

    /// Signs `digest`. Deterministic: RFC 6979. No allocation.
    [[nodiscard]] Signature sign(const Hash& digest) const;

    /// The key itself, for sealing it into a keystore and for nothing else.
    [[nodiscard]] const SecretBytes& secret() const { return key_; }

private:
    struct EndContext {
        void operator()(secp256k1_context_struct* context) const;
    };
    using Context = std::unique_ptr<secp256k1_context_struct, EndContext>;

    SigningKey(SecretBytes key, Context context, Address address);

    SecretBytes key_;
    Context context_;
    Address address_;
};

/// Who signed `digest`; nothing for a signature that is none, has v other than 27 and 28 or the
/// higher s. Source: docs/venue.md, signatures.
[[nodiscard]] std::optional<Address> recover(const Hash& digest, const Signature& signature);

/// The address of an uncompressed public key without its leading 4.
[[nodiscard]] Address address_of_point(std::span<const std::uint8_t, 64> point);

}  // namespace pm::crypto
