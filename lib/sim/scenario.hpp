#pragma once

/// A scenario: the recorded (and, where nothing was recorded, derived) data a simulated venue
/// serves. A value; nothing in it moves.
///
/// Format one zlib stream of one JSON object, made by tools/make_scenario.py; what is recorded and
///        what is derived is listed in tests/data/sim/SOURCES.md.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time_text.hpp"
#include "domain/temperature.hpp"

namespace pm::sim {

/// A civil day's highest and lowest temperature, degrees Celsius.
struct DayRange {
    CivilDate date{};
    double high_c = 0;
    double low_c = 0;
};

/// From `at` on the maximum so far is at most `degree`: recorded prices say so.
struct Ceiling {
    Timestamp at;
    int degree = 0;
};

/// What the station will have measured on a day, in the unit of its markets.
struct StationDay {
    CivilDate date{};
    int degree = 0;     ///< The settled maximum, whole degrees of the station's unit.
    double low_c = 0;   ///< The minimum, about.
    double true_c = 0;  ///< The maximum before rounding, about.
    std::vector<Ceiling> ceilings;
};

/// One reply of the forecast source: what was known at `fetched`.
struct ForecastSnapshot {
    Timestamp fetched;
    bool simulated = false;  ///< Nothing was recorded then; see SOURCES.md.
    double latitude = 0;
    double longitude = 0;
    double elevation = 0;
    std::vector<DayRange> days;
};

struct Station {
    std::string icao;
    std::string name;
    std::string city;
    double latitude = 0;
    double longitude = 0;
    int elevation = 0;
    std::string zone;               ///< IANA name.
    std::chrono::seconds offset{};  ///< Of the zone, for the whole scenario.
    TemperatureUnit unit = TemperatureUnit::celsius;
    std::vector<int> minutes;  ///< Of the hour, when routine reports are made. Ascending.
    std::vector<StationDay> days;
    std::vector<ForecastSnapshot> forecasts;  ///< Ascending by `fetched`.
    std::vector<DayRange> archive;            ///< Reanalysis of past days.

    /// When the civil day begins.
    [[nodiscard]] Timestamp midnight(CivilDate date) const {
        return std::chrono::time_point_cast<Duration>(std::chrono::sys_days{date}) - offset;
    }
    [[nodiscard]] CivilDate local_date(Timestamp at) const {
        return CivilDate{std::chrono::floor<std::chrono::days>(at + offset)};
    }
    [[nodiscard]] const StationDay* day(CivilDate date) const;
};

struct PathPoint {
    Timestamp at;
    std::int32_t micros = 0;  ///< Price of the YES token.
};

struct ScenarioMarket {
    Bucket bucket;
    bool winner = false;
    std::vector<PathPoint> history;  ///< Ascending.
    Json gamma;                      ///< The venue's own object.
};

struct ScenarioEvent {
    std::string slug;
    std::string city;  ///< Empty: no station of ours.
    CivilDate date{};
    Timestamp appears;
    Timestamp resolves;
    bool closed = false;  ///< Already resolved when the scenario begins.
    std::vector<ScenarioMarket> markets;
    Json gamma;  ///< Without its markets.
};

/// A level of the recorded weather book: how far behind the best, how much. Micro-units.
struct ShapeLevel {
    std::int32_t behind = 0;
    std::int64_t size = 0;
};

struct Scenario {
    std::string name;
    Timestamp begin;
    Timestamp end;
    std::vector<Station> stations;
    std::vector<ScenarioEvent> events;
    std::vector<ShapeLevel> bids;
    std::vector<ShapeLevel> asks;
    /// What an account that is not named here starts with, micro-dollars; optional in the file
    /// (`default_balance`, dollars).
    std::int64_t default_balance = 10'000'000'000;
    /// Optional in the file: accounts as POST /sim/account takes them.
    std::vector<Json> accounts{};

    /// Reads the packed form. @return Errc::malformed when it is not one.
    static Result<Scenario> decode(std::string_view packed);

    /// Reads a file. @return Errc::not_found when it cannot be read, else as `decode`.
    static Result<Scenario> load(const std::string& path);

    /// The scenario built into this program: june-2026.
    static Result<Scenario> embedded();

    [[nodiscard]] const Station* station_of(std::string_view city) const;

    /// Adds `count` synthetic markets: copies of the open ladders under derived slugs and ids.
    /// For benchmarks; whole ladders are added, so the last one may overshoot.
    void clone_markets(int count);
};

}  // namespace pm::sim
