#pragma once

/// A forecast for people: bars of the model against the market.

#include <map>
#include <optional>
#include <string>

#include "domain/forecast.hpp"
#include "domain/market.hpp"

namespace pm::outlook {

/// Middle of bid and ask of YES tokens, in [0, 1].
using Middles = std::map<TokenId, double>;

struct DrawingLook {
    int columns = 80;
    bool color = false;
};

/// Whether what was measured already rules the bucket out.
[[nodiscard]] bool is_dead(const Bucket& bucket, TemperatureKind kind, std::optional<int> observed);

/// "94-95°F", "≤ 87°F".
[[nodiscard]] std::string bucket_text(const Bucket& bucket, TemperatureUnit unit);

/// A heading, a bar a bucket, marks for dead and observed ones. The text is safe for terminals.
[[nodiscard]] std::string drawing(const Event& event, const Forecast& forecast,
                                  const Middles& middles, const DrawingLook& look);

}  // namespace pm::outlook
