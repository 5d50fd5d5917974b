#pragma once

/// An unsigned 256-bit integer as a value: token ids. Compares, hashes, reads and prints.
///
/// Shape  four 64-bit limbs, least significant first, trivially copyable, 32 bytes.

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

class U256 {
public:
    constexpr U256() = default;
    constexpr explicit U256(std::uint64_t small) : limbs_{small, 0, 0, 0} {}

    /// Reads 1 to 78 decimal digits, no sign. @return Errc::malformed otherwise or on overflow.
    static Result<U256> parse(std::string_view decimal);

    /// From 32 bytes, most significant first, as on the chain.
    static U256 from_bytes(const std::array<std::uint8_t, 32>& big_endian);
    [[nodiscard]] std::array<std::uint8_t, 32> bytes() const;

    void append_to(std::string& out) const;  ///< Appends the decimal digits.
    [[nodiscard]] std::string text() const;

    /// The low bits: ids are hashes already, so they spread well.
    [[nodiscard]] constexpr std::uint64_t low() const { return limbs_[0]; }

    friend constexpr bool operator==(const U256&, const U256&) = default;
    friend constexpr std::strong_ordering operator<=>(const U256& a, const U256& b) {
        for (std::size_t i = 4; i-- > 0;) {
            if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
        }
        return std::strong_ordering::equal;
    }

private:
    std::array<std::uint64_t, 4> limbs_{};
};

}  // namespace pm
