#pragma once

/// The known clauses of rule texts. A text is these one after the other, in any order.
/// Source: docs/weather.md, rule wordings, with the dates from which each was seen.

#include <array>
#include <cstdint>
#include <string_view>

namespace pm::weather {

/// What a clause settles. `timing` clauses change when a market resolves, not to what.
enum class ClauseRole : std::uint8_t { resolution, source, precision, fallback, timing };

struct Clause {
    ClauseRole role;
    std::string_view wording;
};

/// Longer wordings stand before those they begin with.
inline constexpr std::array<Clause, 34> clauses{{
    {ClauseRole::resolution,
     "this market will resolve to the temperature range that contains the {kind} temperature "
     "recorded by noaa at the {station} in degrees {unit} on {day} {month} '{year}."},
    {ClauseRole::resolution,
     "this market will resolve to the temperature range that contains the {kind} temperature "
     "recorded by the {station} in degrees {unit} on {day} {month} '{year}."},
    {ClauseRole::resolution,
     "this market will resolve to the temperature range that contains the {kind} temperature "
     "recorded at the {station} in degrees {unit} on {day} {month} '{year}."},

    {ClauseRole::source,
     "the resolution source for this market will be information from wunderground, specifically "
     "the {kind} temperature recorded for all times on this day by the forecast for the {station} "
     "once information is finalized, available here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from wunderground, specifically "
     "the {kind} temperature recorded for all times on this day by the forecast for the {station}"
     ", available here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from wunderground, specifically "
     "the {kind} temperature recorded for all times on this day for the {station} once "
     "information is finalized, available here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from wunderground, specifically "
     "the {kind} temperature recorded for all times on this day for the {station}, available "
     "here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from wunderground, specifically "
     "the {kind} temperature recorded for all times on this day at the {station}, available "
     "here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from noaa, specifically the "
     "{kind} reading under the \"temp\" column for all times on this day, available here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from noaa, specifically the "
     "{kind} reading under the \"temp\" column for all times on the specified day, available "
     "here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from noaa, specifically the "
     "{kind} reading under the \"temp\" column on the specified date once information is "
     "finalized for all hours on that date, available here: {url}"},
    {ClauseRole::source,
     "the resolution source for this market will be information from the {station}, specifically "
     "the \"absolute daily {extreme} (deg. c)\" the specified date once information is finalized "
     "in the relevant \"daily extract\", available here: {url}"},

    {ClauseRole::precision,
     "the resolution source for this market measures temperatures to whole degrees {unit} (eg, "
     "{whole}°{degree}). thus, this is the level of precision that will be used when resolving "
     "the market."},
    {ClauseRole::precision,
     "the resolution source for this market measures temperatures to whole degrees {unit} (eg, "
     "{whole}°{degree}), which is the level of precision that will be used when resolving the "
     "market."},
    {ClauseRole::precision,
     "the resolution source for this market measures temperatures in {unit} to one decimal place "
     "(eg, {tenths}°{degree}). thus, this is the level of precision that will be used when "
     "resolving the market."},

    {ClauseRole::fallback,
     "this market will resolve based on the {kind} temperature recorded in the 'daily "
     "observations' table on weather underground, not the figure displayed in the 'day high & "
     "low' summary section; in the event of any discrepancy between the two, the daily "
     "observations table shall be the primary resolution source not the day high & low section."},
    {ClauseRole::fallback,
     "this market will resolve off of the hourly data provided using the \"show hourly data\" "
     "button."},
    {ClauseRole::fallback,
     "if noaa data for the observation date is unavailable by 11:59 pm et on the day following "
     "the observation date, the weather underground daily observations table will be used as the "
     "resolution source."},
    {ClauseRole::fallback, "if noaa data is unavailable, {fallback_url} will be used."},
    {ClauseRole::fallback,
     "in the event that there is no data for the observation date by 11:59 pm et on the day "
     "following the observation date, this market will resolve to the lowest bracket."},

    {ClauseRole::timing,
     "to toggle between fahrenheit and celsius, click the gear icon next to the search bar and "
     "switch the temperature setting between °f and °c."},
    {ClauseRole::timing,
     "to toggle between fahrenheit and celsius, click the \"switch to metric units\" button until "
     "the relevant table displays °{degree}."},
    {ClauseRole::timing,
     "to toggle between fahrenheit and celsius, click the \"switch to us units\" button until the "
     "relevant table displays °{degree}."},
    {ClauseRole::timing,
     "to toggle between fahrenheit and celsius, click the \"switch to us units w/ kts\" button "
     "until the relevant table displays °{degree}."},
    {ClauseRole::timing,
     "to toggle between fahrenheit and celsius, click the \"switch to metric units w/ kts\" button "
     "until the relevant table displays °{degree}."},
    {ClauseRole::timing,
     "this market can not resolve until the first data point for the following date has been "
     "published on the resolution source."},
    {ClauseRole::timing,
     "this market can not resolve until data for this date has been published."},
    {ClauseRole::timing,
     "this market can not resolve to \"yes\" until all data for this date has been finalized."},
    {ClauseRole::timing,
     "this market can not resolve to \"yes\" until data for this date has been finalized."},
    {ClauseRole::timing,
     "this market will resolve once the first data point for the following date has been "
     "published on the resolution source, or by 11:59 pm et on the day following the observation "
     "date, whichever comes first."},
    {ClauseRole::timing,
     "revisions to temperatures recorded within this market's timeframe will be considered until "
     "the first datapoint for the following date has been published, after which any alterations "
     "will not be considered."},
    {ClauseRole::timing,
     "revisions to temperatures recorded within this market's timeframe will be considered until "
     "the first data point for the following date has been published, after which any alterations "
     "will not be considered."},
    {ClauseRole::timing,
     "any revisions to temperatures recorded after data is finalized for this market's timeframe "
     "will not be considered for this market's resolution."},
    {ClauseRole::timing,
     "any revisions to temperatures recorded after data is initially published for this market's "
     "timeframe will not be considered for this market's resolution."},
}};

}  // namespace pm::weather
