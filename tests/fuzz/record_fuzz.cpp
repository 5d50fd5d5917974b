/// Any line: the reader refuses it or gives a value that is written and read back the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "records/read.hpp"
#include "records/write.hpp"

namespace {

using pm::records::Record;

/// Nothing for records that pass through as they are.
std::string written(const Record& record) {
    std::string out;
    std::visit(
        [&](const auto& body) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(body)>, pm::records::Unknown>) {
                pm::records::append(out, record.ts, body);
            }
        },
        record.body);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto* text = reinterpret_cast<const char*>(bytes);
    const auto record = pm::records::read(std::string_view{text, size});
    if (!record) return 0;
    const auto line = written(*record);
    if (line.empty()) return 0;
    const auto again = pm::records::read(std::string_view{line}.substr(0, line.size() - 1));
    PM_ASSERT(again.has_value());
    PM_ASSERT(written(*again) == line);
    return 0;
}
