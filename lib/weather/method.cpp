#include "weather/method.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "base/text.hpp"

namespace pm::weather {

namespace {

constexpr double least_kernel_celsius = 0.5;

/// Sizes of temperature differences on the market's scale.
double scale_of(TemperatureUnit unit) {
    return unit == TemperatureUnit::celsius ? 1.0 : 1.8;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Members of one ensemble on the market's scale.
using Ensembles = std::map<std::string, std::vector<double>>;

Ensembles ensembles_of(const MethodInput& input) {
    Ensembles ensembles;
    for (const auto& m : input.members)
        ensembles[m.model].push_back(degrees_in(input.unit, m.value));
    return ensembles;
}

std::vector<double> centres_of(const MethodInput& input, const Ensembles& ensembles) {
    std::vector<double> centres;
    for (const auto& m : input.deterministic) centres.push_back(degrees_in(input.unit, m.value));
    for (const auto& [model, members] : ensembles) centres.push_back(mean_of(members));
    return centres;
}

double variance_of(const std::vector<double>& values) {
    if (values.size() < 2) return 0;
    const double mean = mean_of(values);
    double sum = 0;
    for (const double v : values) sum += (v - mean) * (v - mean);
    return sum / static_cast<double>(values.size() - 1);
}

tl::unexpected<Error> nothing_to_use() {
    return fail(Errc::unavailable, "no model value for the station's day");
}

/// Every member around `centre` with the total variance `variance`: kernels by matched moments.
/// Each ensemble has the same weight, whatever its number of members.
std::unique_ptr<Distribution> dressed(const Ensembles& ensembles, double centre, double variance,
                                      double least_kernel) {
    std::vector<Mixture::Component> components;
    double spread = 0;
    for (const auto& [model, members] : ensembles) {
        const double middle = mean_of(members);
        const double weight = 1.0 / static_cast<double>(ensembles.size() * members.size());
        for (const double member : members) {
            components.push_back({weight, member - middle, 1});
            spread += weight * (member - middle) * (member - middle);
        }
    }
    // Members may carry at most what the kernels leave them of the wanted variance.
    const double room = std::max(0.0, variance - least_kernel * least_kernel);
    const double shrink = spread > room ? std::sqrt(room / spread) : 1.0;
    const double kernel =
        std::sqrt(std::max(variance - shrink * shrink * spread, least_kernel * least_kernel));
    for (auto& c : components) c = {c.weight, centre + shrink * c.mean, kernel};
    return std::make_unique<Mixture>(std::move(components));
}

/// Models disagree more than the prior thinks on some days: never narrower than they do.
double blend_variance(const MethodInput& input, const std::vector<double>& centres) {
    const double prior = prior_sd_celsius(input.lead_days) * scale_of(input.unit);
    return std::max(prior * prior, variance_of(centres));
}

Result<std::unique_ptr<Distribution>> make_blend(const MethodInput& input) {
    const auto ensembles = ensembles_of(input);
    const auto centres = centres_of(input, ensembles);
    if (centres.empty()) return nothing_to_use();
    const double variance = blend_variance(input, centres);
    if (ensembles.empty()) return std::make_unique<Normal>(mean_of(centres), std::sqrt(variance));
    return dressed(ensembles, mean_of(centres), variance,
                   least_kernel_celsius * scale_of(input.unit));
}

Result<std::unique_ptr<Distribution>> make_normal(const MethodInput& input) {
    const auto centres = centres_of(input, {});
    if (centres.empty()) return nothing_to_use();
    return std::make_unique<Normal>(mean_of(centres), std::sqrt(blend_variance(input, centres)));
}

Result<std::unique_ptr<Distribution>> make_members(const MethodInput& input) {
    const auto ensembles = ensembles_of(input);
    if (ensembles.empty()) return nothing_to_use();
    MethodInput only = input;
    only.deterministic.clear();
    const auto centres = centres_of(only, ensembles);
    return dressed(ensembles, mean_of(centres), blend_variance(only, centres),
                   least_kernel_celsius * scale_of(input.unit));
}

/// The member's value at `at`, between its hours.
std::optional<double> value_at(const HourlyForecast& hours, const HourlySeries& member,
                               Timestamp at) {
    for (std::size_t i = 0; i + 1 < hours.times.size(); ++i) {
        if (at < hours.times[i] || at > hours.times[i + 1]) continue;
        if (!member.values[i] || !member.values[i + 1]) return std::nullopt;
        const auto share = static_cast<double>((at - hours.times[i]).count()) /
                           static_cast<double>((hours.times[i + 1] - hours.times[i]).count());
        return member.values[i]->degrees * (1 - share) + member.values[i + 1]->degrees * share;
    }
    return std::nullopt;
}

/// Kernel of a member's remaining extreme, wider the later it comes. Unit: degrees Celsius.
/// Source: docs/weather.md, intraday: 0.4 at one hour, 1.2 at eight.
double remaining_kernel(double hours_ahead) {
    return std::clamp(0.4 + (hours_ahead - 1) * 0.8 / 7, 0.4, 1.2);
}

struct RemainingExtreme {
    double celsius = 0;
    double hours_ahead = 0;
};

std::optional<RemainingExtreme> extreme_of(const HourlyForecast& hours, const HourlySeries& member,
                                           const RemainingInput& input) {
    constexpr double fade = 0.9;  // of the current error, each hour
    const auto current = value_at(hours, member, input.now);
    if (!current) return std::nullopt;
    double error = 0;
    if (input.measured) {
        const auto then = value_at(hours, member, input.measured_at);
        if (!then) return std::nullopt;
        error = input.measured->degrees - *then;
    }
    const auto hours_after = [](Timestamp later, Timestamp earlier) {
        return static_cast<double>((later - earlier).count()) / 3.6e9;
    };
    const auto moved = [&](double value, Timestamp at) {
        return value + error * std::pow(fade, std::max(0.0, hours_after(at, input.measured_at)));
    };
    RemainingExtreme extreme{moved(*current, input.now), 0};
    for (std::size_t i = 0; i < hours.times.size(); ++i) {
        const auto at = hours.times[i];
        if (at <= input.now || at >= input.window.end) continue;
        if (!member.values[i]) return std::nullopt;
        const double value = moved(member.values[i]->degrees, at);
        const bool beats = input.kind == TemperatureKind::highest ? value > extreme.celsius
                                                                  : value < extreme.celsius;
        if (beats) extreme = {value, hours_after(at, input.now)};
    }
    return extreme;
}

}  // namespace

const std::vector<Method>& methods() {
    static const std::vector<Method> all{
        {"blend", "mean of all models, ensemble members dressed to the prior spread", make_blend},
        {"normal", "mean of the deterministic models with the prior spread", make_normal},
        {"members", "ensemble members only, dressed to the prior spread", make_members},
    };
    return all;
}

Result<const Method*> find_method(std::string_view name) {
    if (name.empty()) return &methods().front();
    std::vector<std::string> known;
    for (const auto& method : methods()) {
        if (method.name == name) return &method;
        known.emplace_back(method.name);
    }
    const auto near = nearest(name, known);
    return fail(Errc::bad_input, "unknown method '" + sanitised(name) + "'",
                near.empty() ? "methods: blend, normal, members" : "did you mean " + near + "?");
}

double prior_sd_celsius(int lead_days) {
    constexpr std::array<double, 11> prior{1.2, 1.5, 1.8, 2.1, 2.4, 2.8, 3.1, 3.4, 3.7, 3.9, 4.2};
    return prior.at(static_cast<std::size_t>(std::clamp(lead_days, 0, 10)));
}

Result<std::unique_ptr<Distribution>> remaining_extreme(const HourlyForecast& hours,
                                                        const RemainingInput& input) {
    std::map<std::string, std::vector<RemainingExtreme>> ensembles;
    for (const auto& member : hours.series)
        if (const auto extreme = extreme_of(hours, member, input))
            ensembles[member.model].push_back(*extreme);
    if (ensembles.empty())
        return fail(Errc::unavailable, "no member covers what is left of the day");
    std::vector<Mixture::Component> components;
    for (const auto& [model, members] : ensembles) {
        for (const auto& member : members)
            components.push_back({1.0 / static_cast<double>(members.size()),
                                  degrees_in(input.unit, Celsius{member.celsius}),
                                  remaining_kernel(member.hours_ahead) * scale_of(input.unit)});
    }
    return std::make_unique<Mixture>(std::move(components));
}

}  // namespace pm::weather
