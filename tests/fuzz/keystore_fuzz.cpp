/// Any text as a keystore: read without being opened, and what is read is within the bounds that
/// opening relies on. With cheap parameters it is opened too, and never with a wrong address.

#include <cstdlib>
#include <string_view>

#include "base/json.hpp"
#include "crypto/keystore.hpp"

namespace {

/// Whether opening costs next to nothing: a fuzzer must not stretch passphrases.
bool is_cheap(std::string_view text) {
    const auto json = pm::Json::parse(text);
    if (!json) return true;
    const auto* crypto = json->find("crypto");
    if (crypto == nullptr) crypto = json->find("Crypto");
    const auto* parameters = crypto == nullptr ? nullptr : crypto->find("kdfparams");
    if (parameters == nullptr) return true;
    return parameters->integer("c").value_or(0) <= 16 && parameters->integer("n").value_or(0) <= 16;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto address = crypto::keystore_address(text);
    if (!is_cheap(text)) return 0;
    const auto passphrase = SecretBytes::copy_of("p");
    const auto opened = crypto::open_keystore(text, *passphrase);
    if (!opened) return 0;
    if (!address || opened->key.size() != 32) std::abort();
    if (*address && **address != opened->address) std::abort();
    return 0;
}
