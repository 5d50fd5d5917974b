/// Market frames: the fast decoder must survive anything, and agree with the slow one wherever the
/// slow one accepts the text.

#include <cstdlib>
#include <string>

#include "polymarket/market_frame.hpp"
#include "unit/polymarket/recording_sink.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static pm::polymarket::FrameDecoder decoder;
    const std::string text(data, data + size);
    pm::test::RecordingSink fast_sink;
    pm::test::RecordingSink slow_sink;
    const auto fast = decoder.decode_copy(text, fast_sink);
    const auto slow = pm::polymarket::decode_frame_slowly(text, slow_sink);
    if (!fast && !fast_sink.seen.empty()) std::abort();
    if (!slow) return 0;
    // The slow reader follows UTF-8 byte order marks; the wire never has one.
    if (!fast && text.starts_with("\xef\xbb\xbf")) return 0;
    if (!fast || fast_sink.seen != slow_sink.seen) std::abort();
    if (fast->messages != slow->messages || fast->damaged != slow->damaged) std::abort();
    return 0;
}
