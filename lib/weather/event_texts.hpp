#pragma once

/// The short texts of a temperature event, each read on its own: slug, title, question, market
/// slug.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/temperature.hpp"

namespace pm::weather {

/// A day of a year that the text may or may not name.
struct StatedDay {
    unsigned month = 0;
    unsigned day = 0;
    std::optional<int> year;

    [[nodiscard]] bool matches(CivilDate date) const {
        return month == static_cast<unsigned>(date.month()) &&
               day == static_cast<unsigned>(date.day()) &&
               (!year || *year == static_cast<int>(date.year()));
    }
};

/// "highest-temperature-in-nyc-on-june-11-2026", "Highest temperature in NYC on June 11?".
struct Headline {
    TemperatureKind kind = TemperatureKind::highest;
    std::string city;  ///< As written: a slug or a name, in lower case.
    StatedDay day;
};

/// Reads an event slug; the year may be missing, a number for duplicates may follow it.
/// @return Errc::refused for any other shape.
Result<Headline> parse_event_slug(std::string_view slug);

/// Reads a title. @return Errc::refused for any other shape.
Result<Headline> parse_title(std::string_view title);

/// "Will the highest temperature in New York City be between 94-95°F on June 11?".
struct Question {
    Headline headline;
    std::string label;  ///< "between 94-95°f".
};

/// Reads a question. @return Errc::refused for any other shape.
Result<Question> parse_question(std::string_view question);

/// What a market slug adds to its event's: "-94-95f", "-neg-3c", "-87forbelow". Signs are often
/// missing there, so only absolute values are told.
struct SlugBucket {
    std::optional<int> low;  ///< Absolute value; absent for an open side.
    std::optional<int> high;
    TemperatureUnit unit = TemperatureUnit::celsius;
};

/// Reads the end of a market slug; nothing when it has another shape.
std::optional<SlugBucket> parse_slug_bucket(std::string_view suffix);

}  // namespace pm::weather
