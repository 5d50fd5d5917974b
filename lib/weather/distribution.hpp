#pragma once

/// Distributions of a temperature on a market's scale, and the ways an observation bends them.
/// Source: docs/weather.md, distributions.

#include <limits>
#include <memory>
#include <vector>

#include "domain/temperature.hpp"

namespace pm::weather {

/// A real random variable. `below` and `above` sum to 1, each accurate where it is small.
class Distribution {
public:
    virtual ~Distribution() = default;
    [[nodiscard]] virtual double below(double x) const = 0;  ///< P(X < x).
    [[nodiscard]] virtual double above(double x) const = 0;  ///< P(X >= x).
    [[nodiscard]] virtual double mean() const = 0;
    [[nodiscard]] virtual double sd() const = 0;

    /// P(from <= X < to); infinite ends allowed. Uses the side on which digits are kept.
    [[nodiscard]] double between(double from, double to) const;
};

/// A normal distribution. @pre sd > 0.
class Normal final : public Distribution {
public:
    Normal(double mean, double sd);
    [[nodiscard]] double below(double x) const override;
    [[nodiscard]] double above(double x) const override;
    [[nodiscard]] double mean() const override { return mean_; }
    [[nodiscard]] double sd() const override { return sd_; }

private:
    double mean_;
    double sd_;
};

/// What is already known: all probability at one value.
class Certain final : public Distribution {
public:
    explicit Certain(double value) : value_{value} {}
    [[nodiscard]] double below(double x) const override { return x > value_ ? 1 : 0; }
    [[nodiscard]] double above(double x) const override { return x > value_ ? 0 : 1; }
    [[nodiscard]] double mean() const override { return value_; }
    [[nodiscard]] double sd() const override { return 0; }

private:
    double value_;
};

/// A mixture of normals: members dressed with a kernel each.
class Mixture final : public Distribution {
public:
    struct Component {
        double weight = 0;
        double mean = 0;
        double sd = 0;
    };
    /// @pre at least one component, weights positive, sds positive. Weights are scaled to sum 1.
    explicit Mixture(std::vector<Component> components);
    [[nodiscard]] double below(double x) const override;
    [[nodiscard]] double above(double x) const override;
    [[nodiscard]] double mean() const override { return mean_; }
    [[nodiscard]] double sd() const override { return sd_; }

private:
    std::vector<Component> components_;
    double mean_ = 0;
    double sd_ = 0;
};

/// max(observed, R) for what is still to come, R: nothing lies below what was measured, and all
/// that R has below it becomes an atom there. For a lowest temperature min(observed, R).
class WithObserved final : public Distribution {
public:
    WithObserved(std::unique_ptr<Distribution> remaining, double observed, TemperatureKind kind);
    [[nodiscard]] double below(double x) const override;
    [[nodiscard]] double above(double x) const override;
    [[nodiscard]] double mean() const override { return mean_; }
    [[nodiscard]] double sd() const override { return sd_; }

private:
    std::unique_ptr<Distribution> remaining_;
    double observed_;
    TemperatureKind kind_;
    double mean_ = 0;
    double sd_ = 0;
};

/// The whole day's extreme given that it is not below `bound` (not above it, for a lowest
/// temperature). It ignores the clock: for mornings, or when nothing better is there.
class Truncated final : public Distribution {
public:
    Truncated(std::unique_ptr<Distribution> whole, double bound, TemperatureKind kind);
    [[nodiscard]] double below(double x) const override;
    [[nodiscard]] double above(double x) const override;
    [[nodiscard]] double mean() const override { return mean_; }
    [[nodiscard]] double sd() const override { return sd_; }

    /// Whether so much lies beyond the bound that conditioning on it makes sense.
    [[nodiscard]] static bool possible(const Distribution& whole, double bound,
                                       TemperatureKind kind);

private:
    std::unique_ptr<Distribution> whole_;
    double bound_;
    TemperatureKind kind_;
    double kept_ = 1;
    double mean_ = 0;
    double sd_ = 0;
};

}  // namespace pm::weather
