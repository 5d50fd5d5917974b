#pragma once

/// An Ethereum account: 20 bytes, written with a checksum in the case of its letters (EIP-55).

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::crypto {

struct Address {
    std::array<std::uint8_t, 20> bytes{};

    /// Reads "0x" and 40 hex digits. All lower or all upper case is taken as it is; mixed case
    /// must carry the right checksum. @return Errc::malformed otherwise.
    static Result<Address> parse(std::string_view text);

    [[nodiscard]] std::string text() const;   ///< With the checksum: "0xf39Fd6…".
    void append_to(std::string& out) const;   ///< Appends the same.
    [[nodiscard]] std::string lower() const;  ///< "0x" and lower-case digits.
    [[nodiscard]] bool empty() const { return bytes == std::array<std::uint8_t, 20>{}; }

    friend constexpr bool operator==(const Address&, const Address&) = default;
    friend constexpr auto operator<=>(const Address&, const Address&) = default;
};

}  // namespace pm::crypto
