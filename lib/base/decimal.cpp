#include "base/decimal.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <string>

#include "base/assert.hpp"

namespace pm {

namespace {

constexpr std::int64_t value_max = std::numeric_limits<std::int64_t>::max();

constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, 19> out{1};
    for (std::size_t i = 1; i < out.size(); ++i) out[i] = 10 * out[i - 1];
    return out;
}();

/// The usual case: at most 18 characters, so nothing can overflow, and no decimal too many.
/// @return nothing when the careful way has to look.
std::optional<std::int64_t> parse_short(std::string_view text, int places) {
    constexpr std::size_t digits_max = 18;
    if (text.empty() || text.size() > digits_max) return std::nullopt;
    std::uint64_t value = 0;
    std::size_t point = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
        if (digit <= 9) {
            value = value * 10 + digit;
        } else if (text[i] == '.' && point == text.size()) {
            point = i;
        } else {
            return std::nullopt;
        }
    }
    const auto decimals = point == text.size() ? 0 : static_cast<int>(text.size() - point) - 1;
    const bool no_digits = point != text.size() && text.size() == 1;
    if (no_digits || decimals > places) return std::nullopt;
    const auto factor = powers_of_ten[static_cast<std::size_t>(places - decimals)];
    if (value > static_cast<std::uint64_t>(value_max) / factor) return std::nullopt;
    return static_cast<std::int64_t>(value * factor);
}

enum class Excess : std::uint8_t { refuse, cut };

tl::unexpected<Error> refuse(const char* why, std::string_view text) {
    return fail(Errc::malformed, std::string{why} + ": '" + std::string{text.substr(0, 60)} + "'");
}

Result<std::int64_t> parse(std::string_view text, int places, Excess excess) {
    std::int64_t value = 0;
    int decimals = 0;
    bool seen_point = false;
    bool seen_digit = false;
    for (const char c : text) {
        if (c == '.' && !seen_point) {
            seen_point = true;
            continue;
        }
        if (c < '0' || c > '9') return refuse("not a decimal", text);
        seen_digit = true;
        if (decimals == places && seen_point) {
            if (c != '0' && excess == Excess::refuse) return refuse("too many decimals", text);
            continue;
        }
        if (value > (value_max - (c - '0')) / 10) return refuse("decimal too large", text);
        value = value * 10 + (c - '0');
        if (seen_point) ++decimals;
    }
    if (!seen_digit) return refuse("not a decimal", text);
    for (; decimals < places; ++decimals) {
        if (value > value_max / 10) return refuse("decimal too large", text);
        value *= 10;
    }
    return value;
}

Result<std::int64_t> parse_with_sign(std::string_view text, int places, Excess excess) {
    const bool minus = text.starts_with('-');
    auto magnitude = parse(minus ? text.substr(1) : text, places, excess);
    if (!magnitude) return refuse("not a decimal", text);
    return minus ? -*magnitude : *magnitude;
}

}  // namespace

std::optional<std::int64_t> read_decimal(std::string_view text, int places) {
    if (const auto value = parse_short(text, places)) return value;
    const auto value = parse(text, places, Excess::refuse);
    return value ? std::optional{*value} : std::nullopt;
}

Result<std::int64_t> parse_decimal(std::string_view text, int places) {
    if (const auto value = parse_short(text, places)) return *value;
    return parse(text, places, Excess::refuse);
}

Result<std::int64_t> parse_signed_decimal(std::string_view text, int places) {
    return parse_with_sign(text, places, Excess::refuse);
}

Result<std::int64_t> parse_statistic(std::string_view text, int places) {
    return parse_with_sign(text, places, Excess::cut);
}

void append_decimal(std::string& out, std::int64_t scaled, int places) {
    PM_ASSERT(places >= 0 && places <= 18);
    const auto magnitude =
        scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
    const auto unit = powers_of_ten[static_cast<std::size_t>(places)];
    auto fraction = magnitude % unit;
    std::array<char, 48> digits{};
    char* at = digits.data();
    if (scaled < 0) *at++ = '-';
    at = std::to_chars(at, digits.data() + digits.size(), magnitude / unit).ptr;
    if (fraction != 0) {
        *at++ = '.';
        auto width = places;
        for (; fraction % 10 == 0; fraction /= 10) --width;
        for (auto* last = at + width; last != at; fraction /= 10) {
            *--last = static_cast<char>('0' + fraction % 10);
        }
        at += width;
    }
    out.append(digits.data(), static_cast<std::size_t>(at - digits.data()));
}

std::string format_decimal(std::int64_t scaled, int places) {
    std::string out;
    append_decimal(out, scaled, places);
    return out;
}

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end.ptr);
}

}  // namespace pm
