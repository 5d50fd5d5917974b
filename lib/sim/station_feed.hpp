#pragma once

/// What a station reports: simulated METAR and SPECI whose settled maximum is the recorded truth.
///
/// Nobody recorded these days' reports, so they are made: a diurnal curve through each day's
/// minimum and maximum, seeded noise, whole degrees by the settlement rule (each report is rounded
/// on its own; the maximum of the rounded values settles). No report is warmer than the recorded
/// truth or than recorded prices allowed by that time, and one is exactly as warm as the truth.
/// Source: docs/weather.md, settlement.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "sim/scenario.hpp"

namespace pm::sim {

struct Report {
    Timestamp observed;
    Timestamp received;  ///< When the outside world can see it: some minutes later.
    int degree = 0;      ///< Whole degrees of the station's unit.
    double celsius = 0;  ///< As published: whole, or tenths where the station reports them.
    double dew_point = 0;
    int wind_from = 0;
    int wind_knots = 0;
    int pressure_hpa = 1013;
    bool special = false;  ///< SPECI.
    std::string raw;
};

class StationFeed {
public:
    /// Makes every report of the scenario's days. `station` must outlive the feed.
    StationFeed(const Station& station, std::uint64_t seed);

    [[nodiscard]] const Station& station() const { return station_; }
    /// All of them, ascending by time of observation.
    [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }
    /// The settled maximum of `date` as far as it is public at `now`; nothing before a report.
    [[nodiscard]] std::optional<int> highest(CivilDate date, Timestamp now) const;

private:
    void make_day(const StationDay& day, std::uint64_t seed);
    [[nodiscard]] double curve(Timestamp at) const;
    void finish(Report& report) const;

    const Station& station_;
    std::vector<std::pair<Timestamp, double>> anchors_;
    std::vector<Report> reports_;
};

}  // namespace pm::sim
