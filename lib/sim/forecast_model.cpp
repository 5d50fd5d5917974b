#include <algorithm>
#include <cmath>

#include "sim/chance.hpp"
#include "sim/weather_api.hpp"

namespace pm::sim {
namespace {

std::optional<DayRange> range_of(const std::vector<DayRange>& days, CivilDate date) {
    for (const auto& day : days) {
        if (day.date == date) return day;
    }
    return std::nullopt;
}

DayRange shifted(DayRange day, double by) {
    day.high_c += by;
    day.low_c += 0.5 * by;
    return day;
}

}  // namespace

const ForecastSnapshot* ForecastModel::newest() const {
    const ForecastSnapshot* newest = nullptr;
    for (const auto& snapshot : station_.forecasts) {
        if (snapshot.fetched <= world_.now()) newest = &snapshot;
    }
    return newest;
}

std::optional<DayRange> ForecastModel::best_match(CivilDate date) const {
    for (auto at = station_.forecasts.rbegin(); at != station_.forecasts.rend(); ++at) {
        if (at->fetched > world_.now()) continue;
        if (auto day = range_of(at->days, date)) return day;
    }
    // Past days: the reanalysis the archive recorded.
    if (date < station_.local_date(world_.now())) return range_of(station_.archive, date);
    return std::nullopt;
}

std::optional<DayRange> ForecastModel::day(CivilDate date, std::string_view model,
                                           int member) const {
    auto day = best_match(date);
    if (!day) return std::nullopt;
    if (!model.empty() && model != "best_match") {
        Fingerprint print;
        print.add("model").add(seed_).add(model).add(station_.icao).add(date_text(date));
        day = shifted(*day, 0.5 * normal(print));
    }
    if (member > 0) {
        const auto now = world_.now();
        const auto run = std::chrono::floor<std::chrono::hours>(now).time_since_epoch() / 12;
        const auto noon = station_.midnight(date) + std::chrono::hours{15};
        const double ahead =
            std::max(0.0, static_cast<double>((noon - now).count()) / 86'400'000'000.0);
        Fingerprint print;
        print.add("member").add(seed_).add(model).add(static_cast<std::uint64_t>(member));
        print.add(station_.icao).add(date_text(date));
        print.add(static_cast<std::uint64_t>(run.count()));
        day = shifted(*day, (0.6 + 0.35 * ahead) * normal(print));
    }
    return day;
}

std::optional<DayRange> ForecastModel::earlier(CivilDate date, std::string_view model,
                                               int days_ago) const {
    if (days_ago == 0) return day(date, model, 0);
    const auto* truth = station_.day(date);
    std::optional<DayRange> base;
    if (truth != nullptr) base = DayRange{date, truth->true_c, truth->low_c};
    if (!base) base = range_of(station_.archive, date);
    if (!base) return std::nullopt;
    Fingerprint print;
    print.add("earlier").add(seed_).add(model).add(static_cast<std::uint64_t>(days_ago));
    print.add(station_.icao).add(date_text(date));
    return shifted(*base, 0.9 * std::sqrt(days_ago) * normal(print));
}

std::optional<double> ForecastModel::hour(const std::optional<DayRange>& day,
                                          const std::optional<DayRange>& next, int hour) {
    if (!day) return std::nullopt;
    // Lowest at 5, highest at 16, then down to the next day's lowest.
    const double low_after = next ? next->low_c : day->low_c;
    double part = 0;
    double from = day->low_c;
    double to = day->high_c;
    if (hour < 5) {
        from = day->low_c + 0.25 * (day->high_c - day->low_c);
        to = day->low_c;
        part = hour / 5.0;
    } else if (hour <= 16) {
        part = (hour - 5) / 11.0;
    } else {
        from = day->high_c;
        to = low_after;
        part = (hour - 16) / 13.0;
    }
    const double wave = 0.5 * (1 - std::cos(part * 3.14159265358979));
    return std::min(day->high_c, from + (to - from) * wave);
}

}  // namespace pm::sim
