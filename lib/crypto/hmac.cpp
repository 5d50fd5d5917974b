#include "crypto/hmac.hpp"

#include <algorithm>
#include <array>

#include <cryptopp/sha.h>

#include "base/secret.hpp"
#include "crypto/sha256.hpp"

namespace pm::crypto {

namespace {

constexpr std::size_t block = 64;
constexpr std::uint8_t inner_pad = 0x36;
constexpr std::uint8_t outer_pad = 0x5c;

void add(CryptoPP::SHA256& digest, std::string_view text) {
    digest.Update(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// SHA-256 of the key's block xor `pad`, then of the parts.
Hash padded_digest(std::array<std::uint8_t, block> key, std::uint8_t pad,
                   std::initializer_list<std::string_view> parts) {
    for (auto& byte : key) byte ^= pad;
    CryptoPP::SHA256 digest;
    digest.Update(key.data(), key.size());
    wipe(key);
    for (const auto part : parts) add(digest, part);
    Hash out{};
    digest.Final(out.data());
    return out;
}

}  // namespace

// Not by OpenSSL: it looks its parts up by name and allocates at every call, which takes as long
// as hashing an order.
Hash hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts) {
    std::array<std::uint8_t, block> padded{};
    if (key.size() > block) {
        const auto shorter = sha256(key);
        std::copy(shorter.begin(), shorter.end(), padded.begin());
    } else {
        std::copy(key.begin(), key.end(), padded.begin());
    }
    const auto inner = padded_digest(padded, inner_pad, parts);
    const std::string_view inner_text{reinterpret_cast<const char*>(inner.data()), inner.size()};
    const auto outer = padded_digest(padded, outer_pad, {inner_text});
    wipe(padded);
    return outer;
}

Hash hmac_sha256(std::string_view key, std::string_view message) {
    return hmac_sha256(key, {message});
}

}  // namespace pm::crypto
