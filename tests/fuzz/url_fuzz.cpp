/// Any text as a URL: what parses prints to something that parses to the same.

#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "net/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::net;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto url = parse_url(text);
    if (url) {
        const auto again = parse_url(url->text());
        if (!again || again->text() != url->text() || again->origin != url->origin) std::abort();
        const auto moved = resolve_reference(*url, text);
        if (!moved || moved->text() != url->text()) std::abort();
    }
    const auto base = parse_url("https://host/a/b?c");
    const auto reference = resolve_reference(*base, text);
    if (reference && reference->target.find_first_of(" \r\n") != std::string::npos) std::abort();
    if (query_unescape(pm::percent_encoded(text)) != text) std::abort();
    static_cast<void>(query_of(text));
    return 0;
}
