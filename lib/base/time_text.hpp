#pragma once

/// Times and civil dates as text: RFC 3339 in records, ISO dates on the command line.

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace pm {

using CivilDate = std::chrono::year_month_day;  ///< A date without a zone: a station's civil day.

/// Appends "2026-06-16T09:08:07.123456Z": UTC, always six decimals.
void append_time(std::string& out, Timestamp at);
[[nodiscard]] std::string time_text(Timestamp at);

/// Reads RFC 3339 with `Z` or a numeric offset and up to nine decimals, and the venue's variant
/// "2026-06-16 09:08:07+00". Years 2000 to 2100 only.
/// @return Errc::malformed for anything else.
Result<Timestamp> parse_time(std::string_view text);

/// "2026-06-16".
[[nodiscard]] std::string date_text(CivilDate date);

/// Reads "2026-06-16". @return Errc::malformed for another shape or an impossible date.
Result<CivilDate> parse_date(std::string_view text);

[[nodiscard]] inline CivilDate next_day(CivilDate date) {
    return CivilDate{std::chrono::sys_days{date} + std::chrono::days{1}};
}

}  // namespace pm
