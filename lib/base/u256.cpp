#include "base/u256.hpp"

#include <algorithm>

#include "base/wide.hpp"

namespace pm {

namespace {

constexpr std::uint64_t chunk = 10'000'000'000'000'000'000U;  // 10^19, the most one limb holds
constexpr std::size_t chunk_digits = 19;

/// limbs = limbs * factor + add. Returns what did not fit.
std::uint64_t multiply_add(std::array<std::uint64_t, 4>& limbs, std::uint64_t factor,
                           std::uint64_t add) {
    UnsignedWide carry = add;
    for (auto& limb : limbs) {
        carry += static_cast<UnsignedWide>(limb) * factor;
        limb = static_cast<std::uint64_t>(carry);
        carry >>= 64U;
    }
    return static_cast<std::uint64_t>(carry);
}

}  // namespace

Result<U256> U256::parse(std::string_view decimal) {
    if (decimal.empty() || decimal.size() > 78) {
        return fail(Errc::malformed,
                    "not a 256-bit decimal: '" + std::string{decimal.substr(0, 90)} + "'");
    }
    U256 out;
    for (std::size_t at = 0; at < decimal.size();) {
        const auto take = std::min(chunk_digits, decimal.size() - at);
        std::uint64_t value = 0;
        std::uint64_t factor = 1;
        for (std::size_t i = 0; i < take; ++i) {
            const char c = decimal[at + i];
            if (c < '0' || c > '9') {
                return fail(Errc::malformed,
                            "not a 256-bit decimal: '" + std::string{decimal} + "'");
            }
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
            factor *= 10;
        }
        if (multiply_add(out.limbs_, factor, value) != 0) {
            return fail(Errc::malformed, "above 256 bits: '" + std::string{decimal} + "'");
        }
        at += take;
    }
    return out;
}

U256 U256::from_bytes(const std::array<std::uint8_t, 32>& big_endian) {
    U256 out;
    for (std::size_t i = 0; i < 32; ++i) {
        const auto from_low = 31 - i;
        out.limbs_[from_low / 8] |= static_cast<std::uint64_t>(big_endian[i])
                                    << (8 * (from_low % 8));
    }
    return out;
}

std::array<std::uint8_t, 32> U256::bytes() const {
    std::array<std::uint8_t, 32> out{};
    for (std::size_t i = 0; i < 32; ++i) {
        const auto from_low = 31 - i;
        out[i] = static_cast<std::uint8_t>(limbs_[from_low / 8] >> (8 * (from_low % 8)));
    }
    return out;
}

void U256::append_to(std::string& out) const {
    auto limbs = limbs_;
    std::array<char, 80> digits{};
    auto at = digits.size();
    bool more = true;
    while (more) {
        UnsignedWide rest = 0;  // limbs = limbs / 10^19, rest = remainder
        more = false;
        for (std::size_t i = 4; i-- > 0;) {
            const UnsignedWide value = (rest << 64U) | limbs[i];
            limbs[i] = static_cast<std::uint64_t>(value / chunk);
            rest = value % chunk;
            more = more || limbs[i] != 0;
        }
        auto part = static_cast<std::uint64_t>(rest);
        for (std::size_t i = 0; i < chunk_digits && (more || part != 0 || i == 0); ++i) {
            digits[--at] = static_cast<char>('0' + part % 10);
            part /= 10;
        }
    }
    out.append(digits.data() + at, digits.size() - at);
}

std::string U256::text() const {
    std::string out;
    append_to(out);
    return out;
}

}  // namespace pm
