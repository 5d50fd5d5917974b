#include "weather/forecaster.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "weather/bucket_probability.hpp"

namespace pm::weather {

namespace {

/// The station's day seen from `now`.
struct Scene {
    TemperatureRule rule;
    DayWindow window;
    Timestamp now{};
    int lead_days = 0;
    std::optional<int> extreme;  ///< Measured so far, of the event's kind.
};

Result<Scene> scene_of(const TemperatureRule& rule, const Evidence& evidence, Timestamp now) {
    const auto* station = find_station(rule.station);
    if (!station) return fail(Errc::refused, "unknown station " + rule.station);
    auto window = day_window(station->zone, rule.date);
    if (!window) return pass(window);
    auto today = local_date(station->zone, now);
    if (!today) return pass(today);
    const auto lead = std::chrono::sys_days{rule.date} - std::chrono::sys_days{*today};
    Scene scene{rule, *window, now, static_cast<int>(std::max<std::int64_t>(lead.count(), 0)), {}};
    const auto& seen = evidence.observed;
    const bool ours =
        seen && seen->station == rule.station && seen->date == rule.date && seen->unit == rule.unit;
    if (ours) scene.extreme = rule.kind == TemperatureKind::highest ? seen->highest : seen->lowest;
    return scene;
}

/// The observed whole degree as a point inside its own bucket.
double point_of(const Scene& scene) {
    return static_cast<double>(*scene.extreme);
}

Result<std::unique_ptr<Distribution>> during_the_day(const Scene& scene, const Evidence& evidence,
                                                     const Method& method,
                                                     const MethodInput& input) {
    const auto& rule = scene.rule;
    RemainingInput left{.kind = rule.kind,
                        .unit = rule.unit,
                        .window = scene.window,
                        .now = scene.now,
                        .measured = {},
                        .measured_at = {}};
    constexpr auto fresh = std::chrono::minutes{90};
    if (evidence.latest && scene.now >= evidence.latest->at &&
        scene.now - evidence.latest->at <= fresh) {
        left.measured = evidence.latest->temperature;
        left.measured_at = evidence.latest->at;
    }
    if (auto remaining = remaining_extreme(evidence.hours, left))
        return std::make_unique<WithObserved>(std::move(*remaining), point_of(scene), rule.kind);
    auto whole = method.make(input);
    if (!whole) return whole;
    const bool highest = rule.kind == TemperatureKind::highest;
    const double bound = lower_edge(*scene.extreme + (highest ? 0 : 1), rule.rounding);
    if (!Truncated::possible(**whole, bound, rule.kind))
        return std::make_unique<WithObserved>(std::move(*whole), point_of(scene), rule.kind);
    return std::make_unique<Truncated>(std::move(*whole), bound, rule.kind);
}

Result<std::unique_ptr<Distribution>> distribution_of(const Scene& scene, const Evidence& evidence,
                                                      const Method& method) {
    if (scene.now >= scene.window.end) {
        if (!scene.extreme) return fail(Errc::unavailable, "the day is over and was not measured");
        return std::make_unique<Certain>(point_of(scene));
    }
    const MethodInput input{
        .unit = scene.rule.unit,
        .deterministic = evidence.deterministic,
        .members = daily_extremes(evidence.hours, scene.window, scene.rule.kind),
        .lead_days = scene.lead_days};
    if (scene.extreme && scene.window.contains(scene.now))
        return during_the_day(scene, evidence, method, input);
    return method.make(input);
}

}  // namespace

Result<TemperatureRule> rule_of(const Event& event) {
    if (event.markets.empty())
        return fail(Errc::refused, event.slug + ": an event without markets");
    for (const auto& market : event.markets) {
        if (!market.refusal.empty()) return fail(Errc::refused, event.slug + ": " + market.refusal);
        if (!market.temperature)
            return fail(Errc::refused, event.slug + ": no temperature rule was read");
    }
    return event.markets.front().temperature->rule;
}

Result<Forecast> make_forecast(const Event& event, const Evidence& evidence, Timestamp now,
                               std::string_view method) {
    auto rule = rule_of(event);
    if (!rule) return pass(rule);
    auto chosen = find_method(method);
    if (!chosen) return pass(chosen);
    auto scene = scene_of(*rule, evidence, now);
    if (!scene) return pass(scene);
    auto distribution = distribution_of(*scene, evidence, **chosen);
    if (!distribution) return pass(distribution, event.slug);
    std::vector<Bucket> ladder;
    for (const auto& market : event.markets) ladder.push_back(market.temperature->bucket);
    auto p = ladder_probabilities(**distribution, ladder, rule->rounding);
    if (!p) return pass(p, event.slug);

    Forecast forecast{.event = event.slug,
                      .station = rule->station,
                      .date = rule->date,
                      .unit = rule->unit,
                      .mean = (*distribution)->mean(),
                      .sd = (*distribution)->sd(),
                      .method = std::string{(*chosen)->name},
                      .sources = evidence.sources,
                      .observed = scene->extreme,
                      .buckets = {}};
    for (std::size_t i = 0; i < ladder.size(); ++i) {
        const auto& market = event.markets[i];
        forecast.buckets.push_back({market.condition, market.yes, ladder[i], (*p)[i]});
    }
    std::sort(forecast.buckets.begin(), forecast.buckets.end(),
              [](const auto& a, const auto& b) { return a.bucket.low < b.bucket.low; });
    return forecast;
}

}  // namespace pm::weather
