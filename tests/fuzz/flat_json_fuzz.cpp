/// Any text as a flat object of secrets: whatever it reads, the general reader reads alike. And
/// any text as the file that names a credential process.

#include <cstdlib>
#include <string_view>

#include "base/json.hpp"
#include "keys/credential_process.hpp"
#include "keys/flat_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto command = keys::read_process(text);
    if (command && !command->arguments.front().starts_with('/')) std::abort();
    const auto flat = keys::FlatJson::read(text);
    if (!flat) return 0;
    // Stricter readers refuse what is no UTF-8 and numbers such as 01 and --1.
    const auto json = Json::parse(text);
    if (!json) return 0;
    for (const auto& [name, value] : json->members()) {
        if (value.is_string() && flat->string(name) != value.string()) std::abort();
        if (value.is_number() && flat->integer(name) != value.integer()) std::abort();
        if (!value.is_string() && !value.is_number()) std::abort();
    }
    return 0;
}
