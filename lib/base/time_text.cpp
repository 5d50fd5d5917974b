#include "base/time_text.hpp"

#include <array>
#include <optional>

namespace pm {

namespace {

using namespace std::chrono;

void append_padded(std::string& out, std::int64_t value, int width) {
    std::array<char, 20> digits{};
    auto at = digits.size();
    for (int i = 0; i < width; ++i, value /= 10) {
        digits[--at] = static_cast<char>('0' + value % 10);
    }
    out.append(digits.data() + at, digits.size() - at);
}

/// Takes exactly `width` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<CivilDate> take_date(std::string_view& text) {
    const auto y = take_digits(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    const auto m = take_digits(text, 2);
    if (!m || !take(text, '-')) return std::nullopt;
    const auto d = take_digits(text, 2);
    if (!d) return std::nullopt;
    const CivilDate date{year{*y}, month{static_cast<unsigned>(*m)},
                         day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *y < 2000 || *y > 2100) return std::nullopt;
    return date;
}

std::optional<microseconds> take_clock(std::string_view& text) {
    const auto h = take_digits(text, 2);
    if (!h || !take(text, ':')) return std::nullopt;
    const auto m = take_digits(text, 2);
    if (!m || *h > 23 || *m > 59) return std::nullopt;
    if (!take(text, ':')) return std::nullopt;
    const auto s = take_digits(text, 2);
    if (!s || *s > 59) return std::nullopt;
    std::int64_t micros = 0;
    if (take(text, '.')) {
        int seen = 0;
        for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++seen) {
            if (seen < 6) micros = micros * 10 + (text[0] - '0');
        }
        if (seen == 0 || seen > 9) return std::nullopt;
        for (; seen < 6; ++seen) micros *= 10;
    }
    return hours{*h} + minutes{*m} + seconds{*s} + microseconds{micros};
}

/// "Z", "+00", "+0200" or "+02:00"; what must be taken away to get UTC.
std::optional<minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return minutes{0};
    const bool minus = text.starts_with('-');
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto h = take_digits(text, 2);
    if (!h || *h > 23) return std::nullopt;
    const bool more = take(text, ':') || !text.empty();
    const auto m = more ? take_digits(text, 2) : std::optional{0};
    if (!m || *m > 59) return std::nullopt;
    const auto offset = hours{*h} + minutes{*m};
    return minus ? -offset : minutes{offset};
}

}  // namespace

void append_time(std::string& out, Timestamp at) {
    const auto day_start = floor<days>(at);
    const CivilDate date{day_start};
    const auto of_day = (at - day_start).count();
    append_padded(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.day()), 2);
    out += 'T';
    append_padded(out, of_day / 3'600'000'000, 2);
    out += ':';
    append_padded(out, of_day / 60'000'000 % 60, 2);
    out += ':';
    append_padded(out, of_day / 1'000'000 % 60, 2);
    out += '.';
    append_padded(out, of_day % 1'000'000, 6);
    out += 'Z';
}

std::string time_text(Timestamp at) {
    std::string out;
    append_time(out, at);
    return out;
}

Result<Timestamp> parse_time(std::string_view text) {
    auto rest = text;
    const auto date = take_date(rest);
    if (date && (take(rest, 'T') || take(rest, 't') || take(rest, ' '))) {
        const auto clock = take_clock(rest);
        const auto offset = clock ? take_offset(rest) : std::nullopt;
        if (offset && rest.empty()) return Timestamp{sys_days{*date}} + *clock - *offset;
    }
    return fail(Errc::malformed, "not a time: '" + std::string{text.substr(0, 40)} + "'");
}

std::string date_text(CivilDate date) {
    std::string out;
    append_padded(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.day()), 2);
    return out;
}

Result<CivilDate> parse_date(std::string_view text) {
    auto rest = text;
    const auto date = take_date(rest);
    if (date && rest.empty()) return *date;
    return fail(Errc::malformed, "not a date: '" + std::string{text.substr(0, 40)} + "'");
}

}  // namespace pm
