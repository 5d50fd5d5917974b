#pragma once

/// From an event's own words to what settles it: kind, city, station, date, unit and buckets.
///
/// Nothing is guessed. The label, the question, the slugs, the title, the date and the rule text
/// must agree, every wording must be a known one, and the buckets must tile the line; otherwise
/// the whole event is refused and the reason says what was found.
/// Source: docs/weather.md, settlement.

#include <vector>

#include "domain/market.hpp"

namespace pm::weather {

/// What settles an event, and the bucket of each of its markets in their order.
struct Settlement {
    TemperatureRule rule;
    std::vector<Bucket> buckets;
};

/// Reads the settlement out of an event's texts.
/// @return Errc::refused with the first thing that is unknown, missing or contradictory.
Result<Settlement> read_settlement(const Event& event);

/// Fills `temperature` of every market, or `refusal` with the reason, never both. An event is
/// taken as a whole: one market that is not certain refuses all of them. An event that is not
/// about a station's daily temperature is refused too.
/// Earlier values of both fields are replaced, so a second call changes nothing.
void annotate(Event& event);

/// Whether the buckets, in any order, cover every whole degree exactly once: both tails open,
/// neighbours contiguous.
/// @return Errc::refused saying which rule is broken.
Result<void> check_tiling(std::vector<Bucket> buckets);

}  // namespace pm::weather
