#pragma once

/// Bucket labels as people write them: "94-95°F", "-1°C or below", "≤35°F", "36°F–37°F".
/// Source: docs/weather.md, labels.

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "domain/temperature.hpp"

namespace pm::weather {

struct BucketLabel {
    Bucket bucket;
    std::optional<TemperatureUnit> unit;  ///< Absent where a tail does not say it: "36 or below".
    friend bool operator==(const BucketLabel&, const BucketLabel&) = default;
};

/// Reads a label. "or below" and "≤" include their bound; "<", ">", "under" and "over" do not.
/// A dash after a degree is a range, a dash before one is a sign.
/// @return Errc::malformed for anything else: no unit on a single degree or a range, a range that
///         does not rise, a fraction of a degree, two units.
Result<BucketLabel> parse_bucket_label(std::string_view text);

}  // namespace pm::weather
