#pragma once

/// What models say and what stations measured: two things, never mixed.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/temperature.hpp"

namespace pm {

/// One source's part in a forecast.
struct ForecastSource {
    std::string name;                 ///< "open-meteo/ecmwf_ifs025".
    std::optional<Timestamp> run;     ///< Initialisation of the model run, where known.
    int members = 1;                  ///< 1 for a deterministic model.
    std::optional<Timestamp> issued;  ///< When we fetched it, or the source says it was issued.
};

struct BucketProbability {
    ConditionId condition;
    TokenId yes_token;
    Bucket bucket;
    double p = 0;
};

/// The probability of every bucket of a temperature event. The probabilities sum to 1.
struct Forecast {
    std::string event;
    std::string station;
    CivilDate date{};
    TemperatureUnit unit = TemperatureUnit::celsius;
    double mean = 0;  ///< Of the distribution, in `unit`.
    double sd = 0;
    std::string method;
    std::vector<ForecastSource> sources;
    std::optional<int> observed;  ///< Running extreme so far, whole degrees of `unit`.
    std::vector<BucketProbability> buckets;
};

/// A station's day as measured so far.
struct Observation {
    std::string station;
    CivilDate date{};
    TemperatureUnit unit = TemperatureUnit::celsius;
    std::optional<int> highest;  ///< Whole degrees of `unit`, by the settlement rule.
    std::optional<int> lowest;
    int reports = 0;                  ///< How many METAR and SPECI reports count so far.
    std::optional<Timestamp> latest;  ///< Time of the last of them.
    std::string source;
};

}  // namespace pm
