#include "crypto/stretch.hpp"

#include <bit>
#include <exception>

#include <cryptopp/scrypt.h>
#include <openssl/evp.h>

#include "base/assert.hpp"

namespace pm::crypto {

namespace {

constexpr std::uint64_t memory_max = 512U << 20U;
constexpr std::uint64_t openssl_spare = 1U << 20U;  // it counts a little more than the blocks
constexpr std::uint64_t work_max = 16ULL * 262'144 * 8;
constexpr std::uint32_t factor_max = 64;

tl::unexpected<Error> no_memory() {
    return fail(Errc::internal, "the passphrase cannot be stretched: no memory");
}

bool by_openssl(std::string_view word, std::span<const std::uint8_t> salt, const ScryptCost& cost,
                std::span<std::uint8_t> out) {
    // Its own limit of 32 MiB is below every keystore's cost: ours replaces it.
    return EVP_PBE_scrypt(word.data(), word.size(), salt.data(), salt.size(), cost.n, cost.r,
                          cost.p, memory_max + openssl_spare, out.data(), out.size()) == 1;
}

bool by_cryptopp(std::string_view word, std::span<const std::uint8_t> salt, const ScryptCost& cost,
                 std::span<std::uint8_t> out) {
    try {
        CryptoPP::Scrypt{}.DeriveKey(out.data(), out.size(),
                                     reinterpret_cast<const std::uint8_t*>(word.data()),
                                     word.size(), salt.data(), salt.size(), cost.n, cost.r, cost.p);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace

bool ScryptCost::affordable() const {
    if (n < 2 || !std::has_single_bit(n)) return false;
    if (r < 1 || r > factor_max || p < 1 || p > factor_max) return false;
    const std::uint64_t blocks = static_cast<std::uint64_t>(n) + p + 2;
    return 128ULL * r * blocks <= memory_max && static_cast<std::uint64_t>(n) * r * p <= work_max;
}

Result<SecretBytes> scrypt(const SecretBytes& passphrase, std::span<const std::uint8_t> salt,
                           const ScryptCost& cost, std::size_t size) {
    PM_ASSERT(cost.affordable());
    auto out = SecretBytes::zeros(size);
    if (!out) return out;
    // OpenSSL is the faster one, but keeps to the standard's n < 2^(16 r).
    const bool outside_standard = cost.r == 1 && cost.n >= 1U << 16U;
    const bool done = outside_standard ? by_cryptopp(passphrase.view(), salt, cost, out->room())
                                       : by_openssl(passphrase.view(), salt, cost, out->room());
    if (!done) return no_memory();
    return out;
}

Result<SecretBytes> pbkdf2(const SecretBytes& passphrase, std::span<const std::uint8_t> salt,
                           std::int64_t rounds, std::size_t size) {
    PM_ASSERT(rounds >= 1 && rounds <= pbkdf2_rounds_max);
    auto out = SecretBytes::zeros(size);
    if (!out) return out;
    const auto word = passphrase.view();
    const int done = PKCS5_PBKDF2_HMAC(word.data(), static_cast<int>(word.size()), salt.data(),
                                       static_cast<int>(salt.size()), static_cast<int>(rounds),
                                       EVP_sha256(), static_cast<int>(size), out->room().data());
    if (done != 1) return no_memory();
    return out;
}

}  // namespace pm::crypto
