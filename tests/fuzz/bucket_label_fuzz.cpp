/// Any bytes as a label, question, title or slug: read or refused, never a crash.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "weather/bucket_label.hpp"
#include "weather/event_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::weather;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto label = parse_bucket_label(text)) {
        const auto& bucket = label->bucket;
        if (!bucket.low && !bucket.high) std::abort();
        if (bucket.low && bucket.high && *bucket.low > *bucket.high) std::abort();
    }
    static_cast<void>(parse_question(text).has_value());
    static_cast<void>(parse_title(text).has_value());
    static_cast<void>(parse_event_slug(text).has_value());
    static_cast<void>(parse_slug_bucket(text).has_value());
    return 0;
}
