#pragma once

/// The weather sources over a simulated world: Open-Meteo's forecast, ensemble and previous-runs
/// services, and METAR as aviationweather.gov gives it.
///
/// Best-match daily values are the recorded replies where the scenario has them; named models,
/// hourly curves, ensemble members and previous runs are derived from those by seeded offsets (see
/// `ForecastModel`), in the services' own shapes. A place that is no station of the scenario gets
/// nulls, as from a model that does not cover it.
/// Source: docs/weather.md, sources.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"
#include "sim/query.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class WeatherApi {
public:
    /// `world` must outlive the API.
    WeatherApi(const World& world, std::uint64_t seed) : world_{world}, seed_{seed} {}

    /// Answers a request below /weather ("/open-meteo/v1/forecast"), as of `world.now()`.
    [[nodiscard]] net::HttpReply handle(net::Method method, const Query& query) const;

private:
    enum class Service : std::uint8_t { forecast, ensemble, previous_runs };
    [[nodiscard]] net::HttpReply open_meteo(const Query& query, Service service) const;
    [[nodiscard]] net::HttpReply metar(const Query& query) const;

    const World& world_;
    std::uint64_t seed_;
};

/// What a model says about a station's days: recorded values plus documented, seeded errors.
///
/// best_match  the newest snapshot fetched by `now`, as it is.
/// a model     that + 0.5 °C · z(model, station, date).
/// a member    that + (0.6 + 0.35 · days ahead) °C · z(model, member, station, date, 12-hour run).
/// N days ago  truth + 0.9 · sqrt(N) °C · z(model, N, station, date).
class ForecastModel {
public:
    ForecastModel(const World& world, const Station& station, std::uint64_t seed)
        : world_{world}, station_{station}, seed_{seed} {}

    /// The day's range by `model` ("" is best match), member 0 being the control run; nothing when
    /// no snapshot covers the day.
    [[nodiscard]] std::optional<DayRange> day(CivilDate date, std::string_view model,
                                              int member) const;
    /// The same as it was said `days_ago` days before.
    [[nodiscard]] std::optional<DayRange> earlier(CivilDate date, std::string_view model,
                                                  int days_ago) const;
    /// A temperature of the local hour, between the day's extremes; nothing when unknown.
    [[nodiscard]] static std::optional<double> hour(const std::optional<DayRange>& day,
                                                    const std::optional<DayRange>& next, int hour);
    /// The newest snapshot there is by now; null when none is.
    [[nodiscard]] const ForecastSnapshot* newest() const;

private:
    [[nodiscard]] std::optional<DayRange> best_match(CivilDate date) const;

    const World& world_;
    const Station& station_;
    std::uint64_t seed_;
};

}  // namespace pm::sim
