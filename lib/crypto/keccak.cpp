#include "crypto/keccak.hpp"

#include <cryptopp/keccak.h>

namespace pm::crypto {

Hash keccak256(std::span<const std::uint8_t> bytes) {
    Hash out{};
    CryptoPP::Keccak_256 digest;
    digest.Update(bytes.data(), bytes.size());
    digest.Final(out.data());
    return out;
}

Hash keccak256(std::string_view text) {
    return keccak256(std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace pm::crypto
