#pragma once

/// The temperature of one METAR or SPECI report, in exact integers.
/// Source: docs/weather.md, METAR; WMO No. 306 FM 15/16; NWS FMH-1 12.7.2 for the T group.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/temperature.hpp"

namespace pm::weather {

struct MetarReport {
    std::string station;     ///< ICAO.
    bool special = false;    ///< SPECI, not METAR.
    bool corrected = false;  ///< COR.
    unsigned day = 0;        ///< Of the month, UTC, with hour and minute: "021730Z".
    unsigned hour = 0;
    unsigned minute = 0;
    std::optional<int> celsius;  ///< Of the body ("24/14", "M05/M11"); absent for "//" or none.
    std::optional<int> tenths;   ///< Of the remark T02440139, tenths of a degree Celsius.
};

/// Reads a report. Text after RMK counts only for the T group; 6-hour groups are never read.
/// @return Errc::malformed when no station and time lead the text, when two body groups disagree,
///         or for a NIL report.
Result<MetarReport> parse_metar(std::string_view raw);

/// Whole degrees Fahrenheit, half up, of tenths of a degree Celsius: floor division throughout.
[[nodiscard]] int fahrenheit_of_tenths(int tenths_celsius);

/// Whole degrees of a report as the settlement source shows them: Celsius from the body only,
/// Fahrenheit from the T group, else from the body. Nothing when the report has no temperature or
/// one that no station measures (outside -90 to 60 °C).
[[nodiscard]] std::optional<int> settled_degrees(const MetarReport& report, TemperatureUnit unit);

}  // namespace pm::weather
