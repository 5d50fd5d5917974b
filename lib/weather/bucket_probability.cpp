#include "weather/bucket_probability.hpp"

#include <cmath>
#include <string>

namespace pm::weather {

double lower_edge(int degrees, Rounding rounding) {
    return rounding == Rounding::half_up ? degrees - 0.5 : degrees;
}

double bucket_probability(const Distribution& x, const Bucket& bucket, Rounding rounding) {
    if (!bucket.low && !bucket.high) return 1;
    if (!bucket.low) return x.below(lower_edge(*bucket.high + 1, rounding));
    if (!bucket.high) return x.above(lower_edge(*bucket.low, rounding));
    return x.between(lower_edge(*bucket.low, rounding), lower_edge(*bucket.high + 1, rounding));
}

Result<std::vector<double>> ladder_probabilities(const Distribution& x,
                                                 const std::vector<Bucket>& ladder,
                                                 Rounding rounding) {
    constexpr double tolerance = 1e-9;
    std::vector<double> probabilities;
    double sum = 0;
    for (const auto& bucket : ladder) {
        probabilities.push_back(bucket_probability(x, bucket, rounding));
        sum += probabilities.back();
    }
    if (!(std::abs(sum - 1) <= tolerance))
        return fail(Errc::internal, "bucket probabilities sum to " + std::to_string(sum));
    return probabilities;
}

}  // namespace pm::weather
