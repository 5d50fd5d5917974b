#pragma once

/// Which events and markets somebody wants: one meaning for every tool's filters.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/market.hpp"

namespace pm::live {

/// Empty means: no wish. All wishes must hold; several cities (tags) mean any of them.
struct Selection {
    Selection() = default;

    std::vector<std::string> tags;    ///< Tag slugs.
    std::vector<std::string> cities;  ///< As in the venue's slugs: "nyc", "sao-paulo".
    std::optional<TemperatureKind> kind;
    std::string date;  ///< "2026-06-16", "today", "tomorrow": the station's civil day.
    std::optional<bool> closed = false;  ///< Nothing: both.
    std::optional<Money> min_liquidity;
    std::optional<Money> min_volume;
};

/// Whether `text` is a date a selection can have. @return Errc::bad_input otherwise.
Result<void> check_date(const std::string& text);

/// Whether the event's own facts (city, kind, civil day at its station at `now`) fit.
/// An event without a temperature rule fits only a selection without city, kind and date, except
/// that city and date also fit by slug and the venue's own event date.
[[nodiscard]] bool fits(const Selection& selection, const Event& event, Timestamp now);

/// Whether one market of a fitting event fits: open or closed, liquidity, volume.
[[nodiscard]] bool fits(const Selection& selection, const Market& market);

/// Drops the markets that do not fit, and the events that then have none.
void narrow(const Selection& selection, std::vector<Event>& events, Timestamp now);

}  // namespace pm::live
