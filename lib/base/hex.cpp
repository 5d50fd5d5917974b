#include "base/hex.hpp"

namespace pm {

namespace {

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto before = out.size();
    out.resize(before + 2 * bytes.size());
    char* at = out.data() + before;
    for (const auto byte : bytes) {
        *at++ = digits[byte >> 4U];
        *at++ = digits[byte & 15U];
    }
}

std::string hex_text(std::span<const std::uint8_t> bytes) {
    std::string out;
    append_hex(out, bytes);
    return out;
}

Result<void> parse_hex(std::string_view text, std::span<std::uint8_t> bytes) {
    if (text.size() != 2 * bytes.size()) {
        return fail(Errc::malformed, "expected " + std::to_string(2 * bytes.size()) +
                                         " hex digits, have " + std::to_string(text.size()));
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit_value(text[2 * i]);
        const int low = digit_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return fail(Errc::malformed, "not a hex digit");
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return {};
}

}  // namespace pm
