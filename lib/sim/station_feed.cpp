#include "sim/station_feed.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <utility>

#include "sim/chance.hpp"

namespace pm::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

double in_unit(const Station& station, double celsius) {
    return degrees_in(station.unit, Celsius{celsius});
}

bool reports_tenths(const Station& station) {
    return station.icao.starts_with('K');
}

/// The warmest the maximum may be at `at`: the day's truth, or less where prices knew better.
int ceiling_at(const StationDay& day, Timestamp at) {
    int cap = day.degree;
    for (const auto& step : day.ceilings) {
        if (step.at <= at && at < step.at + hours{1}) cap = std::min(cap, step.degree);
    }
    return cap;
}

/// Hours after local midnight when the day is warmest: 15:40 to 16:50.
double peak_hour(const Station& station, const StationDay& day, std::uint64_t seed) {
    Fingerprint print;
    print.add("peak").add(seed).add(station.icao).add(date_text(day.date));
    SeededRandom random{print.value()};
    return 15.7 + 1.1 * random.unit();
}

std::string temperature_text(double celsius) {
    const auto whole = static_cast<int>(std::floor(celsius + 0.5));
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "%s%02d", whole < 0 ? "M" : "", std::abs(whole));
    return out.data();
}

std::string tenths_group(double celsius) {
    const auto tenths = static_cast<int>(std::lround(celsius * 10));
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "%d%03d", tenths < 0 ? 1 : 0, std::abs(tenths));
    return out.data();
}

}  // namespace

StationFeed::StationFeed(const Station& station, std::uint64_t seed) : station_{station} {
    for (const auto& day : station.days) {
        const auto begin = station.midnight(day.date);
        const auto peak = std::chrono::duration_cast<Duration>(
            std::chrono::duration<double, std::ratio<3600>>{peak_hour(station, day, seed)});
        anchors_.emplace_back(begin + hours{5}, day.low_c);
        anchors_.emplace_back(begin + peak, day.true_c);
    }
    for (const auto& day : station.days) make_day(day, seed);
    std::sort(reports_.begin(), reports_.end(),
              [](auto& a, auto& b) { return a.observed < b.observed; });
}

double StationFeed::curve(Timestamp at) const {
    if (at <= anchors_.front().first) return anchors_.front().second;
    for (std::size_t i = 1; i < anchors_.size(); ++i) {
        const auto& [to, high] = anchors_[i];
        const auto& [from, low] = anchors_[i - 1];
        if (at > to) continue;
        const double part =
            static_cast<double>((at - from).count()) / static_cast<double>((to - from).count());
        return low + (high - low) * 0.5 * (1 - std::cos(part * std::numbers::pi));
    }
    return anchors_.back().second;
}

void StationFeed::make_day(const StationDay& day, std::uint64_t seed) {
    const auto begin = station_.midnight(day.date);
    const auto end = begin + hours{24};
    std::vector<Report> made;
    for (int hour = 0; hour < 25; ++hour) {
        const auto top = std::chrono::floor<hours>(begin) + hours{hour};
        Fingerprint print;
        print.add("hour").add(seed).add(station_.icao).add(date_text(day.date));
        SeededRandom random{print.add(static_cast<std::uint64_t>(hour)).value()};
        std::vector<std::pair<int, bool>> when;
        for (const int minute : station_.minutes) when.emplace_back(minute, false);
        if (random.unit() < 0.12) when.emplace_back(static_cast<int>(1 + random.below(14)), true);
        for (const auto& [minute, special] : when) {
            Report report;
            report.observed = top + minutes{minute};
            report.special = special;
            report.received = report.observed + minutes{special ? 2 : 3} +
                              std::chrono::seconds{random.below(200)};
            const double warm = in_unit(station_, curve(report.observed) + 0.3 * normal(random));
            report.degree = std::min(static_cast<int>(std::floor(warm + 0.5)),
                                     ceiling_at(day, report.observed));
            report.dew_point = std::round(day.low_c - 1 - 2 * random.unit());
            report.wind_from = static_cast<int>(10 * (1 + random.below(36)));
            report.wind_knots = static_cast<int>(3 + random.below(10));
            report.pressure_hpa = static_cast<int>(1009 + random.below(12));
            const bool inside = report.observed >= begin && report.observed < end;
            if (inside) made.push_back(std::move(report));
        }
    }
    const auto warmest = std::max_element(made.begin(), made.end(), [&](auto& a, auto& b) {
        return std::pair{!a.special, curve(a.observed)} < std::pair{!b.special, curve(b.observed)};
    });
    if (warmest != made.end()) warmest->degree = day.degree;
    for (auto& report : made) {
        finish(report);
        reports_.push_back(std::move(report));
    }
}

void StationFeed::finish(Report& report) const {
    const bool celsius = station_.unit == TemperatureUnit::celsius;
    const double exact =
        celsius ? report.degree : to_celsius(Fahrenheit{1.0 * report.degree}).degrees;
    report.celsius = reports_tenths(station_) ? std::round(exact * 10) / 10 : std::round(exact);
    report.dew_point = std::min(report.dew_point, report.celsius);
    const auto since = report.observed - std::chrono::floor<std::chrono::days>(report.observed);
    const CivilDate date{std::chrono::floor<std::chrono::days>(report.observed)};
    const auto minute = static_cast<int>(std::chrono::floor<minutes>(since).count());
    std::array<char, 64> head{};
    std::snprintf(head.data(), head.size(), " %02u%02d%02dZ %03d%02dKT ",
                  static_cast<unsigned>(date.day()), minute / 60, minute % 60, report.wind_from,
                  report.wind_knots);
    report.raw = (report.special ? "SPECI " : "METAR ") + station_.icao + head.data();
    const auto pair = temperature_text(report.celsius) + "/" + temperature_text(report.dew_point);
    std::array<char, 48> tail{};
    if (reports_tenths(station_)) {
        const auto inches = static_cast<int>(std::lround(report.pressure_hpa * 2.95300));
        std::snprintf(tail.data(), tail.size(), " A%04d RMK AO2 T", inches);
        report.raw += "10SM FEW050 " + pair + tail.data() + tenths_group(report.celsius) +
                      tenths_group(report.dew_point);
    } else {
        std::snprintf(tail.data(), tail.size(), " Q%04d NOSIG", report.pressure_hpa);
        report.raw += "9999 SCT040 " + pair + tail.data();
    }
}

std::optional<int> StationFeed::highest(CivilDate date, Timestamp now) const {
    const auto begin = station_.midnight(date);
    const auto end = begin + hours{24};
    std::optional<int> highest;
    auto at = std::lower_bound(reports_.begin(), reports_.end(), begin,
                               [](auto& report, auto time) { return report.observed < time; });
    for (; at != reports_.end() && at->observed < end && at->observed <= now; ++at) {
        if (at->received > now) continue;
        highest = std::max(highest.value_or(at->degree), at->degree);
    }
    return highest;
}

}  // namespace pm::sim
