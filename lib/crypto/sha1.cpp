#include "crypto/sha1.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "base/hex.hpp"

namespace pm::crypto {

std::array<std::uint8_t, 20> sha1(std::string_view text) {
    std::array<std::uint8_t, 20> out{};
    unsigned int size = 0;
    const int done = EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha1(), nullptr);
    PM_ASSERT(done == 1 && size == out.size());
    return out;
}

std::string sha1_text(std::string_view text) {
    const auto digest = sha1(text);
    return hex_text(digest);
}

}  // namespace pm::crypto
