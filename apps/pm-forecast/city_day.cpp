#include "pm-forecast/city_day.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "weather/station_day.hpp"

namespace pm::outlook {

std::string city_slug(std::string_view city) {
    auto slug = lower_case(trimmed(city));
    std::replace(slug.begin(), slug.end(), ' ', '-');
    return slug;
}

Result<const weather::Station*> station_of_city(std::string_view city) {
    const auto slug = city_slug(city);
    std::vector<std::string> known;
    const weather::Station* found = nullptr;
    for (const auto& station : weather::stations()) {
        known.push_back(station.city);
        // Of a city's stations the one without an end settles it now.
        if (weather::is_city(station, city) && (found == nullptr || !station.valid_to))
            found = &station;
    }
    if (found != nullptr) return found;
    const auto near = nearest(slug, known);
    return fail(Errc::not_found, "no station is known for '" + sanitised(city) + "'",
                near.empty() ? "cities are written as in the venue's slugs: nyc, sao-paulo"
                             : "did you mean " + near + "?");
}

Result<CivilDate> day_of(std::string_view text, const weather::Station& station, Timestamp now) {
    auto today = weather::local_date(station.zone, now);
    if (!today) return pass(today);
    if (text == "today") return *today;
    if (text == "tomorrow") return next_day(*today);
    auto date = parse_date(text);
    if (!date)
        return fail(Errc::bad_input, "--date: '" + sanitised(text) + "' is no date",
                    "YYYY-MM-DD, today or tomorrow");
    return *date;
}

std::string event_slug(TemperatureKind kind, std::string_view city, CivilDate date) {
    static constexpr std::array<std::string_view, 12> months{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    const auto month = static_cast<unsigned>(date.month()) - 1;
    return std::string{name_of(kind)} + "-temperature-in-" + std::string{city} + "-on-" +
           std::string{months.at(month)} + "-" + std::to_string(static_cast<unsigned>(date.day())) +
           "-" + std::to_string(static_cast<int>(date.year()));
}

}  // namespace pm::outlook
