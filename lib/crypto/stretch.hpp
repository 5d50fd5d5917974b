#pragma once

/// Keys from passphrases, made dear for those who guess.

#include <cstdint>
#include <span>

#include "base/secret.hpp"

namespace pm::crypto {

/// What a guess costs: scrypt's n, r and p. The default takes 256 MiB and about 0.6 s.
struct ScryptCost {
    std::uint32_t n = 262'144;
    std::uint32_t r = 8;
    std::uint32_t p = 1;

    /// A power of two above 1, r and p of 1 to 64, at most 512 MiB and 16 times the default's work.
    [[nodiscard]] bool affordable() const;
};

inline constexpr std::int64_t pbkdf2_rounds_max = 10'000'000;

/// `size` bytes by scrypt (RFC 7914). Also for n of 2^16 and more with r = 1, which the standard
/// rules out and published keystores use. @pre cost.affordable().
/// @return Errc::internal when there is no memory.
Result<SecretBytes> scrypt(const SecretBytes& passphrase, std::span<const std::uint8_t> salt,
                           const ScryptCost& cost, std::size_t size);

/// `size` bytes by PBKDF2 with HMAC-SHA256. @pre 1 <= rounds <= pbkdf2_rounds_max.
/// @return Errc::internal when there is no memory.
Result<SecretBytes> pbkdf2(const SecretBytes& passphrase, std::span<const std::uint8_t> salt,
                           std::int64_t rounds, std::size_t size);

}  // namespace pm::crypto
