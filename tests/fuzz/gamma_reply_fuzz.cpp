/// Replies of the catalogue.

#include <string_view>

#include "polymarket/replies.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)pm::polymarket::decode_events(text);
    (void)pm::polymarket::decode_event(text);
    (void)pm::polymarket::decode_markets(text);
    (void)pm::polymarket::decode_series_ids(text);
    return 0;
}
