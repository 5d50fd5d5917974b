/// Any bytes as an Open-Meteo reply: decoded values are possible temperatures, never a crash.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "weather/open_meteo.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::weather;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    const auto* station = find_station("RKSI");
    const pm::CivilDate date{std::chrono::year{2026}, std::chrono::June, std::chrono::day{10}};
    const auto daily = decode_daily(body, *station, pm::TemperatureKind::highest, date);
    if (daily) {
        for (const auto& value : *daily)
            if (!(value.value.degrees >= -90 && value.value.degrees <= 60)) std::abort();
    }
    if (const auto hours = decode_hourly(body, *station)) {
        for (const auto& series : hours->series)
            if (series.values.size() != hours->times.size()) std::abort();
        const auto window = day_window(station->zone, date);
        static_cast<void>(daily_extremes(*hours, *window, pm::TemperatureKind::highest).size());
    }
    static_cast<void>(parse_series_key(body).has_value());
    return 0;
}
