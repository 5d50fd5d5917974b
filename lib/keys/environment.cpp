#include "keys/environment.hpp"

#include <cstring>
#include <unistd.h>

namespace pm::keys {

Result<SecretBytes> take_variable(std::string_view name) {
    SecretBytes out;
    // The list itself is walked, because only here are the bytes that the kernel shows; taking the
    // entry out of the list would leave them.
    char** kept = environ;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        if (!text.starts_with(name) || text.substr(name.size(), 1) != "=") {
            *kept++ = *entry;
            continue;
        }
        const auto value = text.substr(name.size() + 1);
        if (out.empty()) {
            auto copy = SecretBytes::copy_of(value);
            if (!copy) return copy;
            out = std::move(*copy);
        }
        wipe({reinterpret_cast<std::uint8_t*>(*entry) + name.size() + 1, value.size()});
    }
    if (kept != nullptr) *kept = nullptr;
    return out;
}

}  // namespace pm::keys
