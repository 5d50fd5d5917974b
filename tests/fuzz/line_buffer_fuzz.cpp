/// Any bytes, in pieces of any size: the same lines as a naive cut.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "cli/line_buffer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    constexpr std::size_t line_max = 64;
    const std::size_t piece = 1 + bytes[0] % 16;
    const std::string_view text{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    pm::cli::LineBuffer buffer{line_max};
    std::size_t start = 0;
    for (std::size_t given = 0;;) {
        auto line = buffer.take();
        if (!line) return 0;  // too long, or a NUL: the naive cut has it too
        if (*line) {
            const auto end = text.find('\n', start);
            PM_ASSERT(end != std::string_view::npos && **line == text.substr(start, end - start));
            start = end + 1;
            continue;
        }
        const auto bytes_now = std::min(piece, text.size() - given);
        if (bytes_now == 0) break;
        std::copy_n(text.data() + given, bytes_now, buffer.room(bytes_now).data());
        buffer.added(bytes_now);
        given += bytes_now;
    }
    PM_ASSERT(buffer.end().has_value() == (start == text.size()));
    return 0;
}
