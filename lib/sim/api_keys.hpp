#pragma once

/// The venue's API keys: a deterministic function of address, nonce and the simulator's seed.
///
/// Source: docs/venue.md, authentication: create fails when the key is there, derive when it is
/// not; read-only keys may read an account and nothing else.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/address.hpp"

namespace pm::sim {

/// What the venue gave out. Nothing here is worth a secret's care: the money is simulated.
struct ApiCredentials {
    std::string key;         ///< A UUID.
    std::string secret;      ///< Base64 (URL alphabet, padded) of 32 bytes.
    std::string passphrase;  ///< 64 hex digits.
    crypto::Address address;
    bool read_only = false;
};

class ApiKeys {
public:
    explicit ApiKeys(std::uint64_t seed) : seed_{seed} {}

    /// A new key. @return null when (address, nonce) has one already.
    const ApiCredentials* create(const crypto::Address& address, std::uint64_t nonce);
    /// The key of (address, nonce). @return null when it was never created or was deleted.
    [[nodiscard]] const ApiCredentials* derive(const crypto::Address& address,
                                               std::uint64_t nonce) const;
    /// A read-only key of the same address, a new one each time.
    const ApiCredentials& create_read_only(const crypto::Address& address);

    /// The key with that UUID, or null.
    [[nodiscard]] const ApiCredentials* find(std::string_view key) const;
    /// The keys of an address, oldest first.
    [[nodiscard]] std::vector<std::string> list(const crypto::Address& address,
                                                bool read_only) const;
    /// @return whether it was there.
    bool remove(std::string_view key);

private:
    [[nodiscard]] ApiCredentials made(const crypto::Address& address, std::string_view kind,
                                      std::uint64_t nonce) const;
    const ApiCredentials* keep(ApiCredentials credentials);

    std::uint64_t seed_;
    std::map<std::string, ApiCredentials, std::less<>> keys_;
    std::vector<std::string> order_;  ///< Of creation.
    std::map<std::pair<crypto::Address, std::uint64_t>, std::string> by_nonce_;
    std::uint64_t read_only_made_ = 0;
};

}  // namespace pm::sim
