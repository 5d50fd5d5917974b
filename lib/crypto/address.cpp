#include "crypto/address.hpp"

#include <algorithm>
#include <span>

#include "base/hex.hpp"
#include "crypto/keccak.hpp"

namespace pm::crypto {

namespace {

using Digits = std::array<char, 40>;

/// The hex digits in the case that EIP-55 gives them: upper where the hash of the lower-case
/// digits has a nibble of 8 or more.
Digits checksummed(const std::array<std::uint8_t, 20>& bytes) {
    constexpr std::string_view lower = "0123456789abcdef";
    Digits digits{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        digits[2 * i] = lower[bytes[i] >> 4U];
        digits[2 * i + 1] = lower[bytes[i] & 15U];
    }
    const auto hash = keccak256(std::string_view{digits.data(), digits.size()});
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const unsigned nibble = i % 2 == 0 ? hash[i / 2] >> 4U : hash[i / 2] & 15U;
        if (nibble >= 8 && digits[i] >= 'a') digits[i] = static_cast<char>(digits[i] - 'a' + 'A');
    }
    return digits;
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
    if (!text.starts_with("0x") || text.size() != 42) {
        return fail(Errc::malformed, "an address is 0x and 40 hex digits");
    }
    const auto digits = text.substr(2);
    Address out;
    if (auto read = parse_hex(digits, out.bytes); !read) return pass(read, "address");
    const bool has_upper =
        std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    const bool has_lower =
        std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'a' && c <= 'f'; });
    if (has_upper && has_lower) {
        const auto right = checksummed(out.bytes);
        if (digits != std::string_view{right.data(), right.size()}) {
            return fail(Errc::malformed, "the address has a wrong checksum",
                        "a character is mistyped, or the case of its letters was changed");
        }
    }
    return out;
}

void Address::append_to(std::string& out) const {
    const auto digits = checksummed(bytes);
    out += "0x";
    out.append(digits.data(), digits.size());
}

std::string Address::text() const {
    std::string out;
    append_to(out);
    return out;
}

std::string Address::lower() const {
    return "0x" + hex_text(bytes);
}

}  // namespace pm::crypto
