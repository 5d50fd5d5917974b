#include "weather/metar.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pm::weather {

namespace {

constexpr std::size_t report_max = 2048;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

/// "24", "M05"; nothing for anything else.
std::optional<int> body_half(std::string_view text) {
    const bool minus = text.starts_with('M');
    if (minus) text.remove_prefix(1);
    if (text.size() != 2 || !all_digits(text)) return std::nullopt;
    return minus ? -number(text) : number(text);
}

/// The temperature of "24/14", "24/", "24///", "M05/M11".
std::optional<int> body_group(std::string_view word) {
    const auto slash = word.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto dew = word.substr(slash + 1);
    if (!dew.empty() && dew != "//" && !body_half(dew)) return std::nullopt;
    return body_half(word.substr(0, slash));
}

/// "T02440139" or "T0244": sign digit, tenths, and the same for the dew point.
std::optional<int> t_group(std::string_view word) {
    const bool shape = (word.size() == 9 || word.size() == 5) && word.front() == 'T' &&
                       all_digits(word.substr(1)) && word[1] <= '1' &&
                       (word.size() == 5 || word[5] <= '1');
    if (!shape) return std::nullopt;
    const int tenths = number(word.substr(2, 3));
    return word[1] == '1' ? -tenths : tenths;
}

bool is_station(std::string_view word) {
    return word.size() == 4 && word.front() >= 'A' && word.front() <= 'Z' &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); });
}

bool read_time(std::string_view word, MetarReport& report) {
    if (word.size() != 7 || word.back() != 'Z' || !all_digits(word.substr(0, 6))) return false;
    report.day = static_cast<unsigned>(number(word.substr(0, 2)));
    report.hour = static_cast<unsigned>(number(word.substr(2, 2)));
    report.minute = static_cast<unsigned>(number(word.substr(4, 2)));
    return report.day >= 1 && report.day <= 31 && report.hour < 24 && report.minute < 60;
}

/// Takes the next word; an "=" ends a report.
std::string_view take_word(std::string_view& text) {
    const auto from = std::min(text.find_first_not_of(" \t\r\n="), text.size());
    text.remove_prefix(from);
    const auto size = std::min(text.find_first_of(" \t\r\n="), text.size());
    const auto word = text.substr(0, size);
    text.remove_prefix(size);
    return word;
}

int floor_div(int a, int b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

/// METAR, SPECI, COR, station and time.
Result<MetarReport> read_head(std::string_view& rest) {
    MetarReport report;
    auto word = take_word(rest);
    for (; word == "METAR" || word == "SPECI" || word == "COR"; word = take_word(rest)) {
        report.special = report.special || word == "SPECI";
        report.corrected = report.corrected || word == "COR";
    }
    if (!is_station(word)) return fail(Errc::malformed, "METAR: no station");
    report.station = word;
    if (!read_time(take_word(rest), report)) return fail(Errc::malformed, "METAR: no time");
    return report;
}

}  // namespace

Result<MetarReport> parse_metar(std::string_view raw) {
    if (raw.size() > report_max) return fail(Errc::malformed, "METAR: too long");
    auto report = read_head(raw);
    if (!report) return report;
    bool body = true;
    for (auto word = take_word(raw); !word.empty(); word = take_word(raw)) {
        if (word == "NIL" && body) return fail(Errc::malformed, "METAR: NIL");
        if (word == "COR" && body) report->corrected = true;
        // Trends and remarks hold other times' values.
        if (word == "RMK" || word == "TEMPO" || word == "BECMG" || word == "NOSIG") body = false;
        if (body) {
            const auto celsius = body_group(word);
            if (celsius && report->celsius && *celsius != *report->celsius)
                return fail(Errc::malformed, "METAR: two temperatures");
            if (celsius) report->celsius = celsius;
        } else if (const auto tenths = t_group(word)) {
            if (!report->tenths) report->tenths = tenths;
        }
    }
    return report;
}

int fahrenheit_of_tenths(int tenths_celsius) {
    return floor_div(9 * tenths_celsius + 1600 + 25, 50);
}

std::optional<int> settled_degrees(const MetarReport& report, TemperatureUnit unit) {
    constexpr int coldest_tenths = -900;
    constexpr int hottest_tenths = 600;
    auto tenths = report.celsius ? std::optional{*report.celsius * 10} : std::nullopt;
    if (unit == TemperatureUnit::fahrenheit && report.tenths) tenths = report.tenths;
    if (!tenths || *tenths < coldest_tenths || *tenths > hottest_tenths) return std::nullopt;
    return unit == TemperatureUnit::fahrenheit ? fahrenheit_of_tenths(*tenths) : *tenths / 10;
}

}  // namespace pm::weather
