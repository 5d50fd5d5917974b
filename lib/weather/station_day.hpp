#pragma once

/// A station's civil day as an interval of UTC, and back.
/// Source: IANA tz database, read by Howard Hinnant's date library from the system.

#include <optional>
#include <string>
#include <string_view>

#include "base/time_text.hpp"

namespace pm::weather {

/// The instants of one civil day: [begin, end). 24 hours long, 23 or 25 when clocks change.
struct DayWindow {
    Timestamp begin{};
    Timestamp end{};

    [[nodiscard]] bool contains(Timestamp t) const { return begin <= t && t < end; }
    friend bool operator==(const DayWindow&, const DayWindow&) = default;
};

/// The window of `date` in the IANA zone `zone`.
/// @return Errc::bad_input for an unknown zone; the message names it.
Result<DayWindow> day_window(std::string_view zone, CivilDate date);

/// The civil date in `zone` at `at`. @return Errc::bad_input for an unknown zone.
Result<CivilDate> local_date(std::string_view zone, Timestamp at);

/// "14:05" in `zone`. @return Errc::bad_input for an unknown zone.
Result<std::string> local_clock(std::string_view zone, Timestamp at);

/// Seconds east of Greenwich in `zone` at `at`. @return Errc::bad_input for an unknown zone.
Result<std::int64_t> utc_offset_s(std::string_view zone, Timestamp at);

}  // namespace pm::weather
