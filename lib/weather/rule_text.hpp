#pragma once

/// What a temperature event's rule text says, clause by clause.
/// Source: docs/weather.md, rule wordings.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/temperature.hpp"

namespace pm::weather {

/// The settlement source a rule names, from its address.
struct SourceAddress {
    std::string host;     ///< "wunderground.com", "weather.gov", "weather.gov.hk".
    std::string station;  ///< ICAO in capitals, or "HKO".
    friend bool operator==(const SourceAddress&, const SourceAddress&) = default;
};

/// Reads ".../history/daily/us/ny/new-york-city/KLGA", ".../wrh/timeseries?site=klga" and the
/// Hong Kong Observatory's climate page.
/// @return Errc::refused for any other address.
Result<SourceAddress> parse_source_address(std::string_view url);

/// The facts of one rule text. Every clause of the text was known and none contradicted another.
struct RuleText {
    TemperatureKind kind = TemperatureKind::highest;
    TemperatureUnit unit = TemperatureUnit::celsius;
    Rounding rounding = Rounding::half_up;
    CivilDate date{};
    std::string station_name;  ///< As written, in lower case.
    SourceAddress source;
    std::string hash;  ///< `rule_hash` of the text.
};

/// Reads a rule text. It must consist of known clauses only and must say the kind, the station,
/// the unit, the date, the source with its address, and the precision.
/// @return Errc::refused naming the first unknown wording, contradiction or missing fact.
Result<RuleText> parse_rule_text(std::string_view description);

/// 128-bit FNV-1a of the text after `plain_text`, as 32 hex digits. Dates, cities and stations
/// stay in: two texts have one hash only if they say the same of the same day.
/// Source: draft-eastlake-fnv, 128-bit parameters.
[[nodiscard]] std::string rule_hash(std::string_view description);

}  // namespace pm::weather
