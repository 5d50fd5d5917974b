/// Any bytes as an audit log: no log but a true one passes, and none crashes the check.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "crypto/sha256.hpp"
#include "store/audit_log.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto* data = reinterpret_cast<const char*>(bytes);
    const std::string_view text{data, size};
    pm::store::AuditCheck check{[](std::string_view part) { return pm::crypto::sha256(part); }};
    const auto cut = size == 0 ? 0 : static_cast<std::size_t>(bytes[0]) % size;
    const auto first = check.add(text.substr(0, cut), false);
    if (first) {
        const auto second = check.add(text.substr(cut), true);
        if (!second) PM_ASSERT(second.error().code == pm::Errc::malformed);
    } else {
        PM_ASSERT(first.error().code == pm::Errc::malformed);
    }
    PM_ASSERT(check.summary().lines <= static_cast<std::int64_t>(size));
    return 0;
}
