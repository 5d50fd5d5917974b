#pragma once

/// Open-Meteo's forecast and ensemble services: what to ask, and how to read the answers.
/// Source: docs/weather.md, Open-Meteo.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/temperature.hpp"
#include "weather/station_day.hpp"
#include "weather/stations.hpp"

namespace pm::weather {

/// One model's (or one ensemble member's) value for a station's day.
struct ModelValue {
    std::string model;          ///< As the reply's key says it; the asked one when it says none.
    std::optional<int> member;  ///< 1, 2, ...; absent for a deterministic model and a control run.
    Celsius value;
};

/// One member's hours.
struct HourlySeries {
    std::string model;
    std::optional<int> member;
    std::vector<std::optional<Celsius>> values;  ///< Parallel to `HourlyForecast::times`.
};

struct HourlyForecast {
    std::vector<Timestamp> times;  ///< An hour apart, rising.
    std::vector<HourlySeries> series;
};

/// A key such as "temperature_2m_max_member07_ncep_gefs025".
struct SeriesKey {
    bool is_max = false;
    bool is_min = false;
    std::optional<int> previous_day;
    std::optional<int> member;
    std::string model;
    friend bool operator==(const SeriesKey&, const SeriesKey&) = default;
};

/// Reads a key of 2 m temperature; nothing for other variables.
[[nodiscard]] std::optional<SeriesKey> parse_series_key(std::string_view key);

/// Models that are asked for the deterministic daily extreme, and the ensembles.
[[nodiscard]] const std::vector<std::string>& default_models();
[[nodiscard]] const std::vector<std::string>& default_ensembles();

/// The daily extreme of several models on the station's `date`. `base` has no trailing slash.
/// The zone goes with it: without it the service answers for the UTC day.
[[nodiscard]] std::string daily_url(std::string_view base, const Station& station,
                                    TemperatureKind kind, CivilDate date);

/// The hours of several ensembles' members around the station's `date`.
[[nodiscard]] std::string ensemble_url(std::string_view base, const Station& station,
                                       CivilDate date);

/// Reads the extremes of `date` from a daily reply. Values that are null or impossible (fill
/// values) are left out, so a model without any is absent. `asked` is the model's name where the
/// keys say none: one model was asked for. The reply must be for the station's zone and lie near
/// its coordinates; its units are checked for each series.
/// @return Errc::rejected or Errc::throttled for an error reply, Errc::malformed for a reply of
///         another shape, place, zone or unit, Errc::not_found without any value for the date.
Result<std::vector<ModelValue>> decode_daily(std::string_view body, const Station& station,
                                             TemperatureKind kind, CivilDate date,
                                             std::string_view asked = {});

/// Reads an hourly reply; times become UTC by the reply's offset. Errors as above, but a reply
/// without values is Errc::not_found.
Result<HourlyForecast> decode_hourly(std::string_view body, const Station& station,
                                     std::string_view asked = {});

/// Each member's extreme over the hours of `window`; members that miss one of its hours are left
/// out.
[[nodiscard]] std::vector<ModelValue> daily_extremes(const HourlyForecast& hours, DayWindow window,
                                                     TemperatureKind kind);

}  // namespace pm::weather
