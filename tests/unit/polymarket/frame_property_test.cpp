#include <rapidcheck.h>

#include "polymarket/market_frame.hpp"
#include "recording_sink.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::polymarket;
using pm::test::RecordingSink;

namespace {

std::vector<std::string> corpus() {
    auto out = test::lines(test::data_file("ws/ws_frames_fed_2026-07-20.jsonl"));
    for (const auto& name : test::data_files("ws", "nautilus_")) {
        out.push_back(test::data_file(name));
    }
    return out;
}

/// A frame of the corpus with some bytes overwritten, cut out or doubled.
rc::Gen<std::string> mutated(const std::vector<std::string>& frames) {
    return rc::gen::exec([&frames] {
        auto text = frames[*rc::gen::inRange<std::size_t>(0, frames.size())];
        text.resize(std::min<std::size_t>(text.size(), 3'000));
        const auto edits = *rc::gen::inRange(0, 6);
        constexpr std::string_view alphabet = "{}[]\",:0123456789.-+eE tfn\\u\x01\xc3";
        for (int i = 0; i < edits && !text.empty(); ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            const auto what = *rc::gen::inRange(0, 3);
            if (what == 0) text[at] = alphabet[*rc::gen::inRange<std::size_t>(0, alphabet.size())];
            if (what == 1) text.erase(at, *rc::gen::inRange<std::size_t>(1, 12));
            if (what == 2) text.insert(at, text.substr(at, *rc::gen::inRange<std::size_t>(1, 12)));
        }
        return text;
    });
}

}  // namespace

// Goal: hostile frames harm neither decoder, and where the strict one accepts the whole text the
// fast one says exactly the same. (The fast one may accept a text whose fault lies in a value that
// it never looks into.)
TEST_CASE("mutated real frames are read alike by both decoders", "[polymarket][frame][property]") {
    const auto frames = corpus();
    FrameDecoder decoder;
    int accepted = 0;
    const bool held = rc::check("mutated frames", [&] {
        const auto text = *mutated(frames);
        RecordingSink fast_sink;
        RecordingSink slow_sink;
        const auto fast = decoder.decode_copy(text, fast_sink);
        const auto slow = decode_frame_slowly(text, slow_sink);
        if (!fast) RC_ASSERT(fast_sink.seen.empty());
        if (!slow) {
            RC_ASSERT(slow_sink.seen.empty());
            return;
        }
        ++accepted;
        RC_ASSERT(fast.has_value());
        RC_ASSERT(fast_sink.seen == slow_sink.seen);
        RC_ASSERT(fast->messages == slow->messages);
        RC_ASSERT(fast->damaged == slow->damaged);
        RC_ASSERT(fast->unknown == slow->unknown);
    });
    CHECK(held);
    CHECK(accepted > 10);  // the mutations leave enough that is JSON
}
