#pragma once

/// Horizontal bars for a terminal: a value, a second one to compare it with, a mark.

#include <optional>
#include <string>
#include <vector>

namespace pm::cli {

struct Bar {
    std::string label{};             ///< "94-95°F".
    double value = 0;                ///< In [0, 1]: the filled part.
    std::optional<double> second{};  ///< In [0, 1]: shown as a tick on the same scale.
    std::string mark{};              ///< Behind the figures: "dead", "observed".
    bool dim = false;                ///< Cannot happen any more; also said by `mark`.
};

struct ChartLook {
    std::string value_name = "model";
    std::string second_name = "market";
    int columns = 80;
    bool color = false;
};

/// One line a bar, scaled so that the largest figure fills the width, with the figures in per cent.
/// Meaning never hangs on colour alone.
[[nodiscard]] std::string chart_text(const std::vector<Bar>& bars, const ChartLook& look);

}  // namespace pm::cli
