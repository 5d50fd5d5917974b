#pragma once

/// Typed structured data (EIP-712): members packed into 32-byte words, and the digest to sign.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/assert.hpp"
#include "crypto/address.hpp"
#include "crypto/hash.hpp"
#include "crypto/keccak.hpp"

namespace pm::crypto {

/// Up to `Count` words, each 32 bytes, numbers at their right end. No allocation.
template <std::size_t Count>
class Words {
public:
    Words& add(const Hash& word) {
        std::copy(word.begin(), word.end(), next());
        return *this;
    }
    Words& add(const Address& address) {
        std::copy(address.bytes.begin(), address.bytes.end(), next() + 12);
        return *this;
    }
    Words& add(std::uint64_t number) {
        auto* at = next() + 24;
        for (int shift = 56; shift >= 0; shift -= 8) {
            *at++ = static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift));
        }
        return *this;
    }

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_.data(), used_}; }
    [[nodiscard]] Hash hash() const { return keccak256(bytes()); }

private:
    std::uint8_t* next() {
        PM_ASSERT(used_ + 32 <= bytes_.size());
        used_ += 32;
        return bytes_.data() + used_ - 32;
    }

    std::array<std::uint8_t, 32 * Count> bytes_{};
    std::size_t used_ = 0;
};

/// keccak256(0x1901 || separator || struct_hash): what is signed.
[[nodiscard]] inline Hash typed_digest(const Hash& separator, const Hash& struct_hash) {
    std::array<std::uint8_t, 66> bytes{0x19, 0x01};
    std::copy(separator.begin(), separator.end(), bytes.begin() + 2);
    std::copy(struct_hash.begin(), struct_hash.end(), bytes.begin() + 34);
    return keccak256(bytes);
}

}  // namespace pm::crypto
