/// Any bytes as a limits file: limits that can be meant, or one error.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "risk/limits_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto* text = reinterpret_cast<const char*>(bytes);
    const auto limits = pm::risk::parse_limits(std::string_view{text, size});
    if (limits) {
        PM_ASSERT(pm::risk::check(*limits).has_value());
    } else {
        PM_ASSERT(limits.error().code == pm::Errc::bad_config);
    }
    return 0;
}
