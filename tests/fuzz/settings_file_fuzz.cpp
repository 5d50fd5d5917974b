/// Any bytes as a settings file: keys with places, or one error.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "cli/settings_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto* text = reinterpret_cast<const char*>(bytes);
    const auto settings = pm::cli::parse_settings_file(std::string_view{text, size}, "file");
    if (settings) {
        for (const auto& setting : *settings) PM_ASSERT(setting.place.starts_with("file:"));
    } else {
        PM_ASSERT(settings.error().code == pm::Errc::bad_config);
    }
    return 0;
}
