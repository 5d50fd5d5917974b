#pragma once

/// Everything known about a station's day put together: the probability of every bucket.

#include <optional>
#include <string>
#include <vector>

#include "domain/forecast.hpp"
#include "domain/market.hpp"
#include "weather/method.hpp"
#include "weather/observation.hpp"

namespace pm::weather {

/// What the sources gave for one event. Empty parts mean: that source is missing.
struct Evidence {
    std::vector<ModelValue> deterministic;  ///< Extremes of the day.
    HourlyForecast hours;                   ///< Ensemble members.
    std::optional<Observation> observed;    ///< Of the event's station and day.
    std::optional<StationDay::Latest> latest;
    std::vector<ForecastSource> sources;
};

/// The rule and the ladder of an annotated event, in the order of its markets.
/// @return Errc::refused with the market's reason when the event was refused, or was not annotated.
Result<TemperatureRule> rule_of(const Event& event);

/// Makes the forecast of an annotated event as of `now`.
///
/// Before the day begins it is the method's distribution. During the day, what was measured is a
/// floor (a ceiling, for a lowest temperature): with hourly members the extreme of the remaining
/// hours joins it, otherwise the whole day's distribution is truncated.
/// @return Errc::refused for a refused event, Errc::bad_input for an unknown method or zone,
///         Errc::unavailable when the method has nothing to work with and the day is not measured
///         to its end, Errc::internal when the buckets do not sum to 1.
Result<Forecast> make_forecast(const Event& event, const Evidence& evidence, Timestamp now,
                               std::string_view method);

}  // namespace pm::weather
