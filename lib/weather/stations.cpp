#include "weather/stations.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "weather/stations_table.hpp"

namespace pm::weather {

namespace {

constexpr std::string_view header =
    "city,city_names,station,rule_names,latitude,longitude,elevation_m,zone,valid_from,valid_to";

template <class T>
bool read_number(std::string_view text, T& value) {
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end && !text.empty();
}

std::vector<std::string> names_in(std::string_view cell) {
    std::vector<std::string> names;
    for (const auto name : split(cell, '|'))
        if (!name.empty()) names.emplace_back(name);
    return names;
}

bool read_date(std::string_view cell, std::optional<CivilDate>& date) {
    if (cell.empty()) return true;
    const auto parsed = parse_date(cell);
    if (!parsed) return false;
    date = *parsed;
    return true;
}

std::optional<Station> read_row(std::string_view line) {
    const auto cells = split(line, ',');
    if (cells.size() != 10) return std::nullopt;
    Station s;
    s.city = cells[0];
    s.city_names = names_in(cells[1]);
    s.id = cells[2];
    s.names = names_in(cells[3]);
    s.zone = cells[7];
    const bool whole = !s.city.empty() && !s.id.empty() && !s.names.empty() && !s.zone.empty() &&
                       read_number(cells[4], s.latitude) && read_number(cells[5], s.longitude) &&
                       read_number(cells[6], s.elevation_m) && read_date(cells[8], s.valid_from) &&
                       read_date(cells[9], s.valid_to);
    const bool on_earth =
        s.latitude >= -90 && s.latitude <= 90 && s.longitude >= -180 && s.longitude <= 180;
    if (!whole || !on_earth) return std::nullopt;
    return s;
}

/// Lower case, "intl" spelled out, without "station" at the end.
std::string plain_name(std::string_view name) {
    const auto lower = lower_case(trimmed(name));
    std::string plain;
    for (const auto word : split(lower, ' ')) {
        if (word.empty()) continue;
        if (!plain.empty()) plain += ' ';
        plain += word == "intl" ? "international" : word;
    }
    constexpr std::string_view suffix = " station";
    if (plain.size() > suffix.size() && plain.ends_with(suffix))
        plain.resize(plain.size() - suffix.size());
    return plain;
}

}  // namespace

Result<std::vector<Station>> parse_stations(std::string_view csv) {
    std::vector<Station> rows;
    bool seen_header = false;
    int number = 0;
    for (const auto line : split(csv, '\n')) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        if (!seen_header) {
            if (line != header) return fail(Errc::malformed, "stations: unknown columns");
            seen_header = true;
            continue;
        }
        auto row = read_row(line);
        if (!row)
            return fail(Errc::malformed,
                        "stations: line " + std::to_string(number) + " is not a row");
        rows.push_back(std::move(*row));
    }
    if (!seen_header) return fail(Errc::malformed, "stations: no header");
    return rows;
}

const std::vector<Station>& stations() {
    static const std::vector<Station> table = [] {
        auto parsed = parse_stations(stations_table());
        PM_ASSERT(parsed.has_value());  // our own file, checked by a test
        return std::move(*parsed);
    }();
    return table;
}

const Station* find_station(std::string_view id) {
    const auto& all = stations();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Station& s) { return s.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool is_named(const Station& station, std::string_view name) {
    const auto plain = plain_name(name);
    return std::any_of(station.names.begin(), station.names.end(),
                       [&](const std::string& known) { return plain_name(known) == plain; });
}

bool is_city(const Station& station, std::string_view name) {
    const auto wanted = lower_case(trimmed(name));
    auto slug = wanted;
    std::replace(slug.begin(), slug.end(), ' ', '-');
    return slug == station.city ||
           std::any_of(station.city_names.begin(), station.city_names.end(),
                       [&](const std::string& known) { return lower_case(known) == wanted; });
}

}  // namespace pm::weather
