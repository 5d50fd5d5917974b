#pragma once

/// Forecasts and observations for temperature events: asks the weather sources for the event's
/// station and day, and puts their answers together.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "domain/forecast.hpp"
#include "domain/market.hpp"
#include "live/endpoints.hpp"
#include "net/http.hpp"
#include "weather/forecaster.hpp"

namespace pm::live {

/// How long answers are good for, in the time of the client's clock: a simulated day that runs
/// fast is asked about as often as a real one.
struct WeatherPace {
    Duration forecast_for{std::chrono::minutes{10}};
    Duration ensemble_for{std::chrono::minutes{20}};
    Duration reports_for{std::chrono::minutes{1}};
};

/// What the client needs beside the HTTP client and the clock.
struct WeatherOptions {
    WeatherOptions() = default;

    std::string method;  ///< Of weather::methods; empty: the default one.
    WeatherPace pace;
};

/// Lifetime    `http` and `clock` outlive the client, the client its tasks.
/// Concurrency any number of tasks at once on one event loop; each source is asked at once.
/// Cancelling  as net::HttpClient.
class WeatherClient {
public:
    WeatherClient(net::HttpClient& http, Endpoints endpoints, const Clock& clock, Log log,
                  WeatherOptions options = {});

    /// The probability of every bucket of an annotated event, as of the clock's time. A source
    /// that fails is left out and named in the log. `event` outlives the task.
    /// @return Errc::refused for a refused event, Errc::bad_input for an unknown method,
    ///         Errc::unavailable when no source has anything for the station's day.
    net::Task<Forecast> forecast(const Event& event);

    /// The station's day as measured so far. `rule` outlives the task.
    /// @return Errc::unavailable for a station without reports (the Hong Kong Observatory) or when
    ///         the source cannot be read; a day that has not begun has no reports and no extremes.
    net::Task<Observation> observe(const TemperatureRule& rule);

private:
    struct Answer {
        std::string body;
        Timestamp fetched{};
        Timestamp good_until{};
    };
    struct Ask {
        Ask(std::string what, std::string address, Duration good)
            : source{std::move(what)}, url{std::move(address)}, good_for{good} {}
        std::string source;
        std::string url;
        Duration good_for;
    };

    net::Task<Answer> fetch(Ask ask);
    net::Task<weather::StationDay> station_day(TemperatureRule rule);
    net::Task<void> add_deterministic(TemperatureRule rule, weather::Evidence* evidence);
    net::Task<void> add_ensemble(TemperatureRule rule, weather::Evidence* evidence);
    net::Task<void> add_observed(TemperatureRule rule, weather::Evidence* evidence);
    void missing(const TemperatureRule& rule, std::string_view source, const Error& why) const;

    net::HttpClient& http_;
    Endpoints endpoints_;
    const Clock& clock_;
    Log log_;
    WeatherOptions options_;
    std::map<std::string, Answer> answers_;  // by URL
};

/// "BASE/api/data/metar?ids=KLGA&format=json&hours=26": every report of `window` up to `now`.
/// Source: docs/weather.md, METAR.
[[nodiscard]] std::string metar_url(std::string_view base, std::string_view station,
                                    weather::DayWindow window, Timestamp now);

}  // namespace pm::live
