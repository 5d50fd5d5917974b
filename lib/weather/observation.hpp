#pragma once

/// A station's day as its reports tell it so far: the running extremes that settle a market.
/// Source: docs/weather.md, settlement: the greatest of all METAR and SPECI temperatures of the
/// local civil day, each turned into whole degrees first.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/forecast.hpp"
#include "weather/metar.hpp"
#include "weather/station_day.hpp"

namespace pm::weather {

/// A report with its time.
struct TimedReport {
    Timestamp at{};
    MetarReport report;
};

/// Reads the list of aviationweather.gov's METAR service, in any order. An empty text is no
/// reports. Rows of other stations, without time or without a readable report are left out.
/// @return Errc::malformed when it is not a list of objects.
Result<std::vector<TimedReport>> decode_metar_list(std::string_view body, std::string_view station);

/// Collects the reports of one station's civil day.
class StationDay {
public:
    /// @pre `window` is the day of `rule` in the station's zone.
    StationDay(const TemperatureRule& rule, DayWindow window);

    /// Takes a report in; one of another station or another day changes nothing. A corrected
    /// report replaces the one of the same minute, a repeat changes nothing.
    void add(const TimedReport& report);

    /// The day so far. `source` names where the reports came from.
    [[nodiscard]] Observation observation(std::string source) const;

    /// The last measured temperature and its time, for the current error of a forecast.
    struct Latest {
        Timestamp at{};
        Celsius temperature;
    };
    [[nodiscard]] std::optional<Latest> latest() const;

private:
    std::string station_;
    CivilDate date_;
    TemperatureUnit unit_;
    DayWindow window_;
    std::map<Timestamp, MetarReport> reports_;
};

}  // namespace pm::weather
