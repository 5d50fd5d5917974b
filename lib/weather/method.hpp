#pragma once

/// How model values become a distribution. Methods have names; calibrated ones join the list.
/// Source: docs/weather.md, distributions.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "weather/distribution.hpp"
#include "weather/open_meteo.hpp"

namespace pm::weather {

/// What a method may use. All values are extremes of the one station's one day.
struct MethodInput {
    TemperatureUnit unit = TemperatureUnit::celsius;  ///< Of the distribution that is wanted.
    std::vector<ModelValue> deterministic;
    std::vector<ModelValue> members;
    int lead_days = 0;  ///< Civil days from now to the target day, in the station's zone.
};

/// A method by name.
struct Method {
    std::string_view name;
    std::string_view summary;
    /// Makes the distribution of the whole day's extreme.
    /// @return Errc::unavailable when the values it needs are missing.
    Result<std::unique_ptr<Distribution>> (*make)(const MethodInput& input);
};

/// All methods, the default one first.
[[nodiscard]] const std::vector<Method>& methods();

/// The method called `name`, the default one for "". @return Errc::bad_input for an unknown name.
Result<const Method*> find_method(std::string_view name);

/// Standard deviation of a blend of models that nothing was fitted for. Unit: degrees Celsius.
/// Source: docs/weather.md, errors by lead time.
[[nodiscard]] double prior_sd_celsius(int lead_days);

/// What is left of the day after `now`: each member's extreme over its remaining hours, moved by
/// the difference between `measured` and the member at `measured_at`, which fades with time.
struct RemainingInput {
    TemperatureKind kind = TemperatureKind::highest;
    TemperatureUnit unit = TemperatureUnit::celsius;
    DayWindow window;
    Timestamp now{};
    std::optional<Celsius> measured;
    Timestamp measured_at{};
};

/// @return Errc::unavailable when no member covers what is left of the day.
Result<std::unique_ptr<Distribution>> remaining_extreme(const HourlyForecast& hours,
                                                        const RemainingInput& input);

}  // namespace pm::weather
