#include "crypto/sha256.hpp"

#include <cstdint>

#include <cryptopp/sha.h>

namespace pm::crypto {

Hash sha256(std::string_view text) {
    Hash out{};
    CryptoPP::SHA256 digest;
    digest.Update(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    digest.Final(out.data());
    return out;
}

}  // namespace pm::crypto
