#include "weather/station_day.hpp"

#include <exception>

#include <date/tz.h>

#include "base/text.hpp"

namespace pm::weather {

namespace {

/// The zone called `name`. The library throws for an unknown name or a missing database.
Result<const date::time_zone*> zone_called(std::string_view name) {
    try {
        return date::locate_zone(std::string{name});
    } catch (const std::exception&) {
        return fail(Errc::bad_input, "unknown time zone '" + sanitised(name) + "'");
    }
}

date::sys_time<Duration> their(Timestamp t) {
    return date::sys_time<Duration>{t.time_since_epoch()};
}

/// Local midnight as UTC; where clocks skip it, the instant of the skip.
Timestamp midnight(const date::time_zone& zone, CivilDate civil) {
    const date::local_days local{
        date::days{std::chrono::sys_days{civil}.time_since_epoch().count()}};
    return Timestamp{zone.to_sys(local, date::choose::earliest).time_since_epoch()};
}

}  // namespace

Result<DayWindow> day_window(std::string_view zone, CivilDate date) {
    const auto found = zone_called(zone);
    if (!found) return fail(found.error().code, found.error().message);
    return DayWindow{midnight(**found, date), midnight(**found, next_day(date))};
}

Result<CivilDate> local_date(std::string_view zone, Timestamp at) {
    const auto found = zone_called(zone);
    if (!found) return fail(found.error().code, found.error().message);
    const auto local = date::floor<date::days>((*found)->to_local(their(at)));
    return CivilDate{std::chrono::sys_days{std::chrono::days{local.time_since_epoch().count()}}};
}

Result<std::string> local_clock(std::string_view zone, Timestamp at) {
    const auto found = zone_called(zone);
    if (!found) return fail(found.error().code, found.error().message);
    const auto local = (*found)->to_local(their(at));
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(local - date::floor<date::days>(local))
            .count();
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

Result<std::int64_t> utc_offset_s(std::string_view zone, Timestamp at) {
    const auto found = zone_called(zone);
    if (!found) return fail(found.error().code, found.error().message);
    return (*found)->get_info(their(at)).offset.count();
}

}  // namespace pm::weather
