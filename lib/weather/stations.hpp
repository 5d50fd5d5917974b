#pragma once

/// The stations that settle temperature markets: where they are, and which city they stand for.
/// Source: data/stations.csv, whose header names the origins and the date.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_text.hpp"

namespace pm::weather {

/// One city's station for a span of civil days.
struct Station {
    std::string city;                     ///< The venue's slug: "nyc".
    std::vector<std::string> city_names;  ///< Spellings in titles and questions beside the slug's.
    std::string id;                       ///< ICAO, or "HKO".
    std::vector<std::string> names;       ///< How rule texts call it, without "Station".
    double latitude = 0;                  ///< Degrees, north positive.
    double longitude = 0;                 ///< Degrees, east positive.
    int elevation_m = 0;
    std::string zone;                     ///< IANA name.
    std::optional<CivilDate> valid_from;  ///< First civil day it settled the city; absent: ever.
    std::optional<CivilDate> valid_to;    ///< Last one.

    /// Whether the rules of `date` may name this station.
    [[nodiscard]] bool valid_on(CivilDate date) const {
        return (!valid_from || *valid_from <= date) && (!valid_to || date <= *valid_to);
    }
};

/// Reads a table in the format of data/stations.csv.
/// @return Errc::malformed with the line number for a row that is not complete.
Result<std::vector<Station>> parse_stations(std::string_view csv);

/// All known stations, in the order of the table.
[[nodiscard]] const std::vector<Station>& stations();

/// The station called `id` ("KLGA", "HKO"), or null. Lives as long as the program.
[[nodiscard]] const Station* find_station(std::string_view id);

/// Whether `name` as rule texts write it ("Chicago O'Hare Intl Airport Station") is this station.
/// Case, "Station" at the end, and "Intl" for "International" do not matter.
[[nodiscard]] bool is_named(const Station& station, std::string_view name);

/// Whether `name` as titles and questions write it ("New York City") is the station's city.
[[nodiscard]] bool is_city(const Station& station, std::string_view name);

}  // namespace pm::weather
