/// Any bytes as a rule text: a text is accepted only with its essential facts, never a crash.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "weather/rule_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::weather;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto rule = parse_rule_text(text)) {
        const bool whole = rule->date.ok() && !rule->source.station.empty() &&
                           !rule->station_name.empty() && rule->hash.size() == 32;
        if (!whole) std::abort();
    }
    static_cast<void>(parse_source_address(text).has_value());
    return 0;
}
