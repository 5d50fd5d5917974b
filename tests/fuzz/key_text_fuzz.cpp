/// Any text as hex, base64, an address, a hash and a key: what reads prints to something that
/// reads to the same, and nothing is written beyond its room.

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/hex.hpp"
#include "crypto/address.hpp"
#include "crypto/base64.hpp"
#include "crypto/hash.hpp"
#include "crypto/signing_key.hpp"
#include "keys/key_shape.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm;
    const std::string_view text{reinterpret_cast<const char*>(data), size};

    std::array<std::uint8_t, 64> room{};
    if (const auto made = crypto::decode_base64(text, room)) {
        const std::span<const std::uint8_t> bytes{room.data(), *made};
        for (const auto alphabet : {crypto::Base64::standard, crypto::Base64::url}) {
            std::array<std::uint8_t, 64> again{};
            if (crypto::decode_base64(crypto::base64_text(bytes, alphabet), again) != made) {
                std::abort();
            }
            if (again != room) std::abort();
        }
    }
    if (size % 2 == 0 && size <= 128) {
        std::array<std::uint8_t, 64> bytes{};
        const std::span<std::uint8_t> part{bytes.data(), size / 2};
        if (parse_hex(text, part) && hex_text(part).size() != size) std::abort();
    }
    if (const auto address = crypto::Address::parse(text)) {
        if (*crypto::Address::parse(address->text()) != *address) std::abort();
        if (*crypto::Address::parse(address->lower()) != *address) std::abort();
    }
    if (const auto hash = crypto::parse_hash(text)) {
        if (*crypto::parse_hash(crypto::hash_text(*hash)) != *hash) std::abort();
    }
    const auto secret = SecretBytes::copy_of(text);
    // What reads as a key looks like one; the reverse does not hold (a seed phrase, the order).
    if (crypto::SigningKey::from_text(*secret) && !keys::looks_like_a_key(text)) std::abort();
    const std::array<std::string_view, 3> arguments{"wallet", text, text};
    static_cast<void>(keys::key_among(arguments));
    return 0;
}
