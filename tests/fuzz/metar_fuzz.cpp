/// Any bytes as a report or a list of reports: never a crash, never a temperature nobody measures.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "weather/observation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::weather;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto report = parse_metar(text)) {
        const auto c = settled_degrees(*report, pm::TemperatureUnit::celsius);
        const auto f = settled_degrees(*report, pm::TemperatureUnit::fahrenheit);
        if (c && (*c < -90 || *c > 60)) std::abort();
        if (f && (*f < -130 || *f > 140)) std::abort();
    }
    static_cast<void>(decode_metar_list(text, "KLGA").has_value());
    return 0;
}
