#pragma once

/// The text of data/stations.csv, carried inside the program so that an installed one has it.

#include <string_view>

namespace pm::weather {

[[nodiscard]] std::string_view stations_table();

}  // namespace pm::weather
