#include "weather/observation.hpp"

#include "base/json.hpp"

namespace pm::weather {

Result<std::vector<TimedReport>> decode_metar_list(std::string_view body,
                                                   std::string_view station) {
    std::vector<TimedReport> reports;
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) return reports;
    const auto json = Json::parse(body);
    if (!json) return fail(Errc::malformed, "METAR list: " + json.error().message);
    if (!json->is_array()) return fail(Errc::malformed, "METAR list: not a list");
    for (const auto& row : json->items()) {
        if (!row.is_object()) return fail(Errc::malformed, "METAR list: not a list of objects");
        const auto seconds = row.integer("obsTime");
        const auto raw = row.string("rawOb");
        if (!seconds || !raw || row.string("icaoId") != station) continue;
        if (*seconds < 0 || *seconds > 4'102'444'800) continue;  // after the year 2100
        auto report = parse_metar(*raw);
        if (!report || report->station != station) continue;
        const Timestamp at{std::chrono::seconds{*seconds}};
        const std::chrono::year_month_day civil{std::chrono::floor<std::chrono::days>(at)};
        if (static_cast<unsigned>(civil.day()) != report->day) continue;  // time and text disagree
        reports.push_back({at, std::move(*report)});
    }
    return reports;
}

StationDay::StationDay(const TemperatureRule& rule, DayWindow window)
    : station_{rule.station}, date_{rule.date}, unit_{rule.unit}, window_{window} {}

void StationDay::add(const TimedReport& timed) {
    if (timed.report.station != station_ || !window_.contains(timed.at)) return;
    const auto [place, fresh] = reports_.emplace(timed.at, timed.report);
    if (!fresh && timed.report.corrected && settled_degrees(timed.report, unit_))
        place->second = timed.report;
}

Observation StationDay::observation(std::string source) const {
    Observation day{.station = station_,
                    .date = date_,
                    .unit = unit_,
                    .highest = {},
                    .lowest = {},
                    .reports = 0,
                    .latest = {},
                    .source = std::move(source)};
    for (const auto& [at, report] : reports_) {
        const auto degrees = settled_degrees(report, unit_);
        if (!degrees) continue;
        ++day.reports;
        day.latest = at;
        if (!day.highest || *degrees > *day.highest) day.highest = degrees;
        if (!day.lowest || *degrees < *day.lowest) day.lowest = degrees;
    }
    return day;
}

std::optional<StationDay::Latest> StationDay::latest() const {
    for (auto it = reports_.rbegin(); it != reports_.rend(); ++it) {
        if (!settled_degrees(it->second, unit_)) continue;
        const auto& report = it->second;
        const auto degrees =
            report.tenths ? *report.tenths / 10.0 : 1.0 * report.celsius.value_or(0);
        return Latest{it->first, Celsius{degrees}};
    }
    return std::nullopt;
}

}  // namespace pm::weather
