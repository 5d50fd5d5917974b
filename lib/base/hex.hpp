#pragma once

/// Bytes as hexadecimal text, with and without 0x.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

/// Appends lower-case hex digits, no prefix.
void append_hex(std::string& out, std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string hex_text(std::span<const std::uint8_t> bytes);

/// Fills `bytes` from exactly twice as many hex digits, either case, no prefix.
/// @return Errc::malformed on any other length or digit.
Result<void> parse_hex(std::string_view text, std::span<std::uint8_t> bytes);

/// The N bytes of a constant written with "0x", checked by the compiler.
template <std::size_t N>
[[nodiscard]] consteval std::array<std::uint8_t, N> hex_constant(std::string_view text) {
    const auto digit = [](char c) -> unsigned {
        if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
        if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
        if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
        throw "not a hex digit";  // never runs: it makes the constant no constant
    };
    if (text.size() != 2 + 2 * N || text[0] != '0' || text[1] != 'x') throw "not 0x and 2N digits";
    std::array<std::uint8_t, N> out{};
    for (std::size_t i = 0; i < N; ++i) {
        out[i] = static_cast<std::uint8_t>(digit(text[2 + 2 * i]) * 16 + digit(text[3 + 2 * i]));
    }
    return out;
}

}  // namespace pm
