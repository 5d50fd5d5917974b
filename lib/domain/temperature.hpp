#pragma once

/// Temperatures typed by unit, and the buckets a temperature event is made of.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time_text.hpp"

namespace pm {

enum class TemperatureUnit : std::uint8_t { celsius, fahrenheit };

/// Degrees Celsius. No implicit way to or from Fahrenheit or a plain number.
struct Celsius {
    double degrees = 0;
    friend constexpr auto operator<=>(Celsius, Celsius) = default;
};

/// Degrees Fahrenheit.
struct Fahrenheit {
    double degrees = 0;
    friend constexpr auto operator<=>(Fahrenheit, Fahrenheit) = default;
};

[[nodiscard]] constexpr Fahrenheit to_fahrenheit(Celsius c) {
    return {c.degrees * 1.8 + 32.0};
}
[[nodiscard]] constexpr Celsius to_celsius(Fahrenheit f) {
    return {(f.degrees - 32.0) / 1.8};
}

/// `c` on the scale a market uses. The one place where a typed temperature becomes a number.
[[nodiscard]] constexpr double degrees_in(TemperatureUnit unit, Celsius c) {
    return unit == TemperatureUnit::celsius ? c.degrees : to_fahrenheit(c).degrees;
}

enum class TemperatureKind : std::uint8_t { highest, lowest };

/// How the settlement source turns a measurement into whole degrees.
/// Half-up: [k - 1/2, k + 1/2) is k. Floor (Hong Kong, tenths): [k, k + 1) is k.
/// Source: docs/weather.md, settlement.
enum class Rounding : std::uint8_t { half_up, floor };

/// Whole degrees, inclusive on both sides; an open side has no value.
struct Bucket {
    std::optional<int> low;
    std::optional<int> high;
    friend bool operator==(const Bucket&, const Bucket&) = default;

    [[nodiscard]] bool contains(int degrees) const {
        return (!low || *low <= degrees) && (!high || degrees <= *high);
    }
};

/// What settles one temperature event, read from its own text.
struct TemperatureRule {
    TemperatureKind kind = TemperatureKind::highest;
    std::string city;     ///< The venue's nickname as in the slug: "nyc", "sao-paulo".
    std::string station;  ///< ICAO, or "HKO".
    std::string source;   ///< Host that settles it: "wunderground.com".
    CivilDate date{};     ///< The station's local civil day.
    TemperatureUnit unit = TemperatureUnit::celsius;
    Rounding rounding = Rounding::half_up;
    std::string rule_hash;  ///< Of the normalised rule text: new wording gives a new hash.
};

/// One market of such an event: the rule and its bucket. The `temperature` of a market record.
struct TemperatureMarket {
    TemperatureRule rule;
    Bucket bucket;
};

}  // namespace pm
