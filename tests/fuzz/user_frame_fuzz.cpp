/// Frames of the user channel.

#include <cstdlib>
#include <string_view>

#include "polymarket/user_frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::polymarket;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto frame = decode_user_frame(text);
    if (!frame) return 0;
    for (const auto& event : frame->events) {
        if (const auto* trade = std::get_if<UserTrade>(&event)) {
            if (trade->trade_id.empty() || trade->legs.empty()) std::abort();
            if (!trade->legs.front().taker) std::abort();
        } else if (std::get<UserOrder>(event).order_id.empty()) {
            std::abort();
        }
    }
    return 0;
}
