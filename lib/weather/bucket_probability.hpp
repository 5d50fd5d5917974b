#pragma once

/// From a distribution to the probability of each bucket of a ladder.
/// Source: docs/weather.md, bucket probabilities.

#include <vector>

#include "base/result.hpp"
#include "weather/distribution.hpp"

namespace pm::weather {

/// The temperatures that settle as `degrees` or more begin here: degrees - 1/2, or `degrees`
/// itself where the source floors.
[[nodiscard]] double lower_edge(int degrees, Rounding rounding);

/// P(the settled whole degree lies in `bucket`).
[[nodiscard]] double bucket_probability(const Distribution& x, const Bucket& bucket,
                                        Rounding rounding);

/// The probabilities of a whole ladder, in its order.
/// @return Errc::internal when they do not sum to 1 within 1e-9: the buckets do not tile the line.
///         They are never scaled to fit.
Result<std::vector<double>> ladder_probabilities(const Distribution& x,
                                                 const std::vector<Bucket>& ladder,
                                                 Rounding rounding);

}  // namespace pm::weather
