#include "base/decimal.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <string>

#include "base/assert.hpp"

namespace pm {

namespace {

constexpr std::int64_t value_max = std::numeric_limits<std::int64_t>::max();

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

Result<std::int64_t> parse_decimal(std::string_view text, int places) {
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
    std::array<char, 24> digits{};
    std::uint64_t left =
        scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
    auto at = digits.size();
    bool fraction_started = false;
    for (int i = 0; i < places; ++i, left /= 10) {
        const auto digit = static_cast<char>('0' + left % 10);
        fraction_started = fraction_started || digit != '0';
        if (fraction_started) digits[--at] = digit;
    }
    if (fraction_started) digits[--at] = '.';
    do {
        digits[--at] = static_cast<char>('0' + left % 10);
        left /= 10;
    } while (left != 0);
    if (scaled < 0) digits[--at] = '-';
    out.append(digits.data() + at, digits.size() - at);
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
