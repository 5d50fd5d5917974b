#pragma once

/// An event named by its city, day and kind.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/temperature.hpp"
#include "weather/stations.hpp"

namespace pm::outlook {

/// "New York" and "new-york" as the venue's slugs have them: "new-york".
[[nodiscard]] std::string city_slug(std::string_view city);

/// The station that settles `city` on `date`. @return Errc::not_found, with the nearest city.
Result<const weather::Station*> station_of_city(std::string_view city);

/// "today", "tomorrow" or an ISO date, in the station's zone at `now`.
/// @return Errc::bad_input for anything else.
Result<CivilDate> day_of(std::string_view text, const weather::Station& station, Timestamp now);

/// "highest-temperature-in-nyc-on-june-11-2026". Source: docs/weather.md, names.
[[nodiscard]] std::string event_slug(TemperatureKind kind, std::string_view city, CivilDate date);

}  // namespace pm::outlook
