#include "crypto/base64.hpp"

namespace pm::crypto {

namespace {

constexpr std::string_view standard_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int digit_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return -1;
}

}  // namespace

void append_base64(std::string& out, std::span<const std::uint8_t> bytes, Base64 alphabet) {
    const auto digits = alphabet == Base64::url ? url_digits : standard_digits;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto left = bytes.size() - i;
        const auto second = left > 1 ? bytes[i + 1] : 0U;
        const auto third = left > 2 ? bytes[i + 2] : 0U;
        const unsigned word = static_cast<unsigned>(bytes[i]) << 16U | second << 8U | third;
        out += digits[word >> 18U];
        out += digits[word >> 12U & 63U];
        out += left > 1 ? digits[word >> 6U & 63U] : '=';
        out += left > 2 ? digits[word & 63U] : '=';
    }
}

std::string base64_text(std::span<const std::uint8_t> bytes, Base64 alphabet) {
    std::string out;
    append_base64(out, bytes, alphabet);
    return out;
}

std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> out) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    if (text.size() % 4 == 1) return std::nullopt;
    std::size_t made = 0;
    unsigned word = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const int value = digit_value(c);
        if (value < 0) return std::nullopt;
        word = word << 6U | static_cast<unsigned>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        if (made == out.size()) return std::nullopt;
        out[made++] = static_cast<std::uint8_t>(word >> bits & 255U);
    }
    return made;  // leftover bits are not asked to be zero: other clients do not ask either
}

}  // namespace pm::crypto
