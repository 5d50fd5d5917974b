#pragma once

/// Web3 Secret Storage, version 3: a private key in a JSON file under a passphrase.
///
/// Opens scrypt and PBKDF2 files with AES-128-CTR; seals with scrypt.
/// Source: docs/keys.md, keystore.

#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/secret.hpp"
#include "crypto/address.hpp"
#include "crypto/stretch.hpp"

namespace pm::crypto {

struct OpenedKey {
    SecretBytes key;  ///< 32 bytes.
    Address address;  ///< Derived from the key, and what the file says if it names one.
};

/// Opens `json` with `passphrase`. Takes up to a second, by design.
/// @return Errc::malformed for what is no keystore of version 3 or asks for more than 512 MiB, for
///         more than 16 times scrypt's default work, or for more than 10,000,000 rounds;
///         Errc::credentials when the passphrase is wrong, when what was sealed is no key, and when
///         the file's address is not that of its key.
Result<OpenedKey> open_keystore(std::string_view json, const SecretBytes& passphrase);

/// Whose key `json` says it holds, without opening it: nothing when it does not say. Every part of
/// the file is checked as `open_keystore` checks it before it derives. @return Errc::malformed.
Result<std::optional<Address>> keystore_address(std::string_view json);

using SealCost = ScryptCost;

/// The file's text for `key`, with salt, start vector and id from `random`.
/// @pre key.size() == 32 and cost.affordable(). @return Errc::credentials when the bytes are not a
/// key;
///      Errc::internal when there is no memory for `cost`.
Result<std::string> seal_keystore(const SecretBytes& key, const SecretBytes& passphrase,
                                  Random& random, const SealCost& cost = {});

}  // namespace pm::crypto
