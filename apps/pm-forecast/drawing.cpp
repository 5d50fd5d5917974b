#include "pm-forecast/drawing.hpp"

#include <cmath>
#include <vector>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "cli/chart.hpp"
#include "domain/names.hpp"

namespace pm::outlook {

namespace {

std::string tenths(double value) {
    return format_decimal(static_cast<std::int64_t>(std::llround(value * 10)), 1);
}

std::string heading(const Event& event, const Forecast& f, TemperatureKind kind) {
    const auto unit = "°" + std::string{name_of(f.unit)};
    auto text = sanitised(event.title) + "\n" + f.station + ", " + date_text(f.date) + ": mean " +
                tenths(f.mean) + unit + ", sd " + tenths(f.sd) + unit + ", method " + f.method +
                ", " + std::to_string(f.sources.size()) + " sources\n";
    if (f.observed)
        text +=
            std::string{name_of(kind)} + " so far: " + std::to_string(*f.observed) + unit + "\n";
    else
        text += "nothing measured yet\n";
    return text;
}

}  // namespace

bool is_dead(const Bucket& bucket, TemperatureKind kind, std::optional<int> observed) {
    if (!observed) return false;
    if (kind == TemperatureKind::highest) return bucket.high && *bucket.high < *observed;
    return bucket.low && *bucket.low > *observed;
}

std::string bucket_text(const Bucket& bucket, TemperatureUnit unit) {
    const auto sign = "°" + std::string{name_of(unit)};
    if (bucket.low && bucket.high) {
        const auto low = std::to_string(*bucket.low);
        if (*bucket.low == *bucket.high) return low + sign;
        return low + "–" + std::to_string(*bucket.high) + sign;
    }
    if (bucket.high) return "≤ " + std::to_string(*bucket.high) + sign;
    if (bucket.low) return "≥ " + std::to_string(*bucket.low) + sign;
    return "any";
}

std::string drawing(const Event& event, const Forecast& forecast, const Middles& middles,
                    const DrawingLook& look) {
    const auto kind = event.markets.front().temperature
                          ? event.markets.front().temperature->rule.kind
                          : TemperatureKind::highest;
    std::vector<cli::Bar> bars;
    for (const auto& row : forecast.buckets) {
        cli::Bar bar;
        bar.label = bucket_text(row.bucket, forecast.unit);
        bar.value = row.p;
        if (const auto at = middles.find(row.yes_token); at != middles.end())
            bar.second = at->second;
        bar.dim = is_dead(row.bucket, kind, forecast.observed);
        if (bar.dim)
            bar.mark = "dead";
        else if (forecast.observed && row.bucket.contains(*forecast.observed))
            bar.mark = "observed";
        bars.push_back(std::move(bar));
    }
    cli::ChartLook chart;
    chart.columns = look.columns;
    chart.color = look.color;
    return heading(event, forecast, kind) + cli::chart_text(bars, chart);
}

}  // namespace pm::outlook
