#pragma once

/// Proof of who asks: level 1 signs with the key itself, level 2 with the API secret.
/// Source: docs/venue.md, authentication.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "crypto/address.hpp"
#include "crypto/hash.hpp"
#include "crypto/signing_key.hpp"

namespace pm::polymarket {

/// As net::Headers; names as the venue writes them.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// What `/auth/api-key` gives: an id, and two texts that nobody else may see.
struct ApiKey {
    std::string key;         ///< A UUID; not secret.
    SecretBytes secret;      ///< Base64, as the venue sent it.
    SecretBytes passphrase;  ///< As the venue sent it.
};

/// The digest of a ClobAuth message.
[[nodiscard]] crypto::Hash clob_auth_hash(const crypto::Address& address, int chain_id,
                                          std::string_view timestamp, std::uint64_t nonce);

/// Level 1: POLY_ADDRESS, POLY_SIGNATURE, POLY_TIMESTAMP, POLY_NONCE. `seconds` is Unix time. The
/// address is the key's own, never the wallet's.
[[nodiscard]] Headers l1_headers(const crypto::SigningKey& key, int chain_id, std::int64_t seconds,
                                 std::uint64_t nonce);

/// Whether `signature` ("0x" and 65 bytes) is `address`'s level 1 proof. For the simulator.
[[nodiscard]] bool l1_proves(const crypto::Address& address, int chain_id,
                             std::string_view timestamp, std::uint64_t nonce,
                             std::string_view signature);

/// Whether `secret` is base64 in any of the forms the venue's clients take.
[[nodiscard]] bool usable_secret(const SecretBytes& secret);

/// What a level 2 signature is of.
struct L2Request {
    std::string_view method;  ///< "POST"
    std::string_view path;    ///< Without host and query: "/data/orders".
    std::string_view body;    ///< The exact bytes sent; empty for none.
};

/// Appends the level 2 signature of `request` at `timestamp` (decimal seconds) under the base64
/// `secret`; no allocation when `out` has room. A secret that is not usable signs as if it were
/// empty, and the venue refuses.
void append_l2_signature(std::string& out, std::string_view secret, std::string_view timestamp,
                         const L2Request& request);

/// Level 2: POLY_ADDRESS, POLY_SIGNATURE, POLY_TIMESTAMP, POLY_API_KEY, POLY_PASSPHRASE. `address`
/// is the key's own for every kind of wallet; `path` has no query. The result holds the
/// passphrase: it goes to the wire and to nothing else.
[[nodiscard]] Headers l2_headers(const ApiKey& api, const crypto::Address& address,
                                 std::int64_t seconds, std::string_view method,
                                 std::string_view path, std::string_view body);

}  // namespace pm::polymarket
