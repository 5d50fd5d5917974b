#include "weather/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace pm::weather {

namespace {

constexpr double least_mass = 1e-9;

double normal_above(double z) {
    return 0.5 * std::erfc(z * 0.70710678118654752440);
}

struct Moments {
    double mean = 0;
    double sd = 0;
};

/// Mean and sd of `x` by its distribution function on a fine grid around `centre`.
Moments moments(const Distribution& x, double centre, double spread) {
    constexpr int steps = 4000;
    constexpr double reach = 12;
    const double from = centre - reach * spread;
    const double step = 2 * reach * spread / steps;
    double mean = 0;
    double square = 0;
    double before = x.below(from);
    for (int i = 0; i < steps; ++i) {
        const double right = from + (i + 1) * step;
        const double after = i + 1 == steps ? 1 : x.below(right);
        const double middle = right - step / 2;
        mean += (after - before) * (middle - centre);
        square += (after - before) * (middle - centre) * (middle - centre);
        before = after;
    }
    return {centre + mean, std::sqrt(std::max(0.0, square - mean * mean))};
}

/// The part of a distribution that an observation leaves, wide enough for `moments`.
double reach_of(const Distribution& x, double point) {
    return std::max(x.sd(), std::abs(x.mean() - point) / 6);
}

}  // namespace

double Distribution::between(double from, double to) const {
    if (from >= to) return 0;
    return from > mean() ? above(from) - above(to) : below(to) - below(from);
}

Normal::Normal(double mean, double sd) : mean_{mean}, sd_{sd} {
    PM_ASSERT(sd > 0);
}

double Normal::below(double x) const {
    return normal_above((mean_ - x) / sd_);
}

double Normal::above(double x) const {
    return normal_above((x - mean_) / sd_);
}

Mixture::Mixture(std::vector<Component> components) : components_{std::move(components)} {
    double total = 0;
    for (const auto& c : components_) {
        PM_ASSERT(c.weight > 0 && c.sd > 0);
        total += c.weight;
    }
    PM_ASSERT(total > 0);
    double square = 0;
    for (auto& c : components_) {
        c.weight /= total;
        mean_ += c.weight * c.mean;
    }
    for (const auto& c : components_)
        square += c.weight * (c.sd * c.sd + (c.mean - mean_) * (c.mean - mean_));
    sd_ = std::sqrt(square);
}

double Mixture::below(double x) const {
    double p = 0;
    for (const auto& c : components_) p += c.weight * normal_above((c.mean - x) / c.sd);
    return p;
}

double Mixture::above(double x) const {
    double p = 0;
    for (const auto& c : components_) p += c.weight * normal_above((x - c.mean) / c.sd);
    return p;
}

WithObserved::WithObserved(std::unique_ptr<Distribution> remaining, double observed,
                           TemperatureKind kind)
    : remaining_{std::move(remaining)}, observed_{observed}, kind_{kind} {
    const auto found = moments(*this, observed_, reach_of(*remaining_, observed_));
    mean_ = found.mean;
    sd_ = found.sd;
}

double WithObserved::below(double x) const {
    if (kind_ == TemperatureKind::highest) return x <= observed_ ? 0 : remaining_->below(x);
    return x > observed_ ? 1 : remaining_->below(x);
}

double WithObserved::above(double x) const {
    if (kind_ == TemperatureKind::highest) return x <= observed_ ? 1 : remaining_->above(x);
    return x > observed_ ? 0 : remaining_->above(x);
}

Truncated::Truncated(std::unique_ptr<Distribution> whole, double bound, TemperatureKind kind)
    : whole_{std::move(whole)}, bound_{bound}, kind_{kind} {
    kept_ = kind_ == TemperatureKind::highest ? whole_->above(bound_) : whole_->below(bound_);
    PM_ASSERT(kept_ > 0);
    const auto found = moments(*this, bound_, reach_of(*whole_, bound_));
    mean_ = found.mean;
    sd_ = found.sd;
}

double Truncated::below(double x) const {
    if (kind_ == TemperatureKind::highest)
        return x <= bound_ ? 0 : whole_->between(bound_, x) / kept_;
    return x >= bound_ ? 1 : whole_->below(x) / kept_;
}

double Truncated::above(double x) const {
    if (kind_ == TemperatureKind::highest) return x <= bound_ ? 1 : whole_->above(x) / kept_;
    return x >= bound_ ? 0 : whole_->between(x, bound_) / kept_;
}

bool Truncated::possible(const Distribution& whole, double bound, TemperatureKind kind) {
    const auto kept = kind == TemperatureKind::highest ? whole.above(bound) : whole.below(bound);
    return kept > least_mass;
}

}  // namespace pm::weather
