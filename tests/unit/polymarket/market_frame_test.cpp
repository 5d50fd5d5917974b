#include "polymarket/market_frame.hpp"

#include "recording_sink.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::polymarket;
using pm::test::RecordingSink;

namespace {

const std::string condition = "0x" + std::string(64, 'a');

/// A frame through both decoders; they must say the same.
struct Read {
    explicit Read(const std::string& frame) {
        FrameDecoder decoder;
        RecordingSink fast_sink;
        RecordingSink slow_sink;
        auto fast = decoder.decode_copy(frame, fast_sink);
        auto slow = decode_frame_slowly(frame, slow_sink);
        REQUIRE(fast.has_value() == slow.has_value());
        CHECK(fast_sink.seen == slow_sink.seen);
        ok = fast.has_value();
        seen = fast_sink.seen;
        if (!ok) return;
        report = *fast;
        CHECK(report.messages == slow->messages);
        CHECK(report.unknown == slow->unknown);
        CHECK(report.damaged == slow->damaged);
        CHECK(report.text == slow->text);
    }
    bool ok = false;
    FrameReport report;
    std::vector<std::string> seen;
};

std::string change(const std::string& fields) {
    return R"({"market":")" + condition + R"(","price_changes":[{"asset_id":"7",)" + fields +
           R"(}],"timestamp":"1784578686071","event_type":"price_change"})";
}

const std::string good_fields =
    R"("price":".48","size":"12.5","side":"BUY","hash":"h","best_bid":"0.48","best_ask":"")";

}  // namespace

TEST_CASE("every recorded frame is read, and alike by both decoders", "[polymarket][frame]") {
    int messages = 0;
    for (const auto& line : test::lines(test::data_file("ws/ws_frames_fed_2026-07-20.jsonl"))) {
        const Read read{line};
        REQUIRE(read.ok);
        CHECK(read.report.damaged == 0);
        CHECK(read.report.unknown == 0);
        messages += read.report.messages;
    }
    CHECK(messages >= 27);
}

TEST_CASE("third-party fixtures of market messages are read", "[polymarket][frame]") {
    for (const auto& name : test::data_files("ws", "nautilus_")) {
        CAPTURE(name);
        const Read read{test::data_file(name)};
        CHECK(read.ok);
        CHECK(read.report.damaged == 0);
    }
    const Read resolved{test::data_file("ws/nautilus_ws_market_resolved_msg.json")};
    REQUIRE(resolved.seen.size() == 1);
    CHECK(resolved.seen.front().starts_with("resolved 0x311d0c4b6671ab54af4970c06fcf"));
    const Read fresh{test::data_file("ws/nautilus_ws_market_new_market_msg.json")};
    REQUIRE(fresh.seen.size() == 1);
    CHECK(fresh.seen.front().ends_with(
        "nvda-above-240-on-january-30-2026 nvda-above-in-january-2026"));
    const Read flat{test::data_file("ws/nautilus_it_price_change.json")};
    CHECK(flat.report.unknown == 1);  // the form before September 2025
    CHECK(flat.seen.empty());
}

TEST_CASE("a change is read whatever the order of its fields", "[polymarket][frame]") {
    const Read read{change(good_fields)};
    CHECK(read.seen == std::vector<std::string>{"level 7 " + condition +
                                                " BUY 0.48*12.5 best 0.48 - @1784578686071"});
    const Read numbers{
        change(R"("price":0.48,"size":12.5,"side":"BUY","best_bid":0.48,"best_ask":null)")};
    CHECK(numbers.seen == read.seen);
}

TEST_CASE("a field of the wrong kind takes its whole message away and nothing else",
          "[polymarket][frame]") {
    const auto bad = GENERATE(
        as<std::string>{}, R"("price":"1.5","size":"1","side":"BUY")",
        R"("price":"0.5","size":"-1","side":"BUY")", R"("price":"0.5","size":"1","side":"buy")",
        R"("price":"0.5","size":"1e3","side":"BUY")", R"("price":"0.5","size":true,"side":"BUY")",
        R"("price":["0.5"],"size":"1","side":"BUY")", R"("size":"1","side":"BUY")",
        R"("price":"0.5","size":"1","side":"BUY","best_bid":"x")",
        R"("price":"0.5","size":"99999999999999999999","side":"BUY")",
        R"("price":"0.1234567","size":"1","side":"BUY")");
    CAPTURE(bad);
    // The good change of the same message goes too; the other message of the frame stays.
    const auto mixed = R"({"market":")" + condition + R"(","price_changes":[{"asset_id":"7",)" +
                       good_fields + R"(},{"asset_id":"8",)" + bad +
                       R"(}],"event_type":"price_change"})";
    const Read read{"[" + mixed + "," + change(good_fields) + "]"};
    REQUIRE(read.ok);
    CHECK(read.report.damaged == 1);
    CHECK(read.report.messages == 1);
    CHECK(read.seen.size() == 1);
}

TEST_CASE("a field that comes twice spoils its message", "[polymarket][frame]") {
    FrameDecoder decoder;
    RecordingSink sink;
    const auto twice = change(R"("price":"0.5","price":"0.6","size":"1","side":"BUY")");
    const auto read = decoder.decode_copy("[" + twice + "," + change(good_fields) + "]", sink);
    REQUIRE(read);
    CHECK(read->damaged == 1);
    CHECK(sink.seen.size() == 1);
}

TEST_CASE("a frame that is not JSON delivers nothing", "[polymarket][frame]") {
    const auto bad =
        GENERATE(as<std::string>{}, "", "<html>no</html>", "{", "[", "[{}", "{}}", "{} {}", "[] x",
                 "123", "\"text\"", "nul", R"({"event_type":"book)", R"([{"event_type":"book"},])",
                 std::string("\xff\xfe"), std::string(1, '\0'));
    CAPTURE(bad);
    const auto whole = change(good_fields);
    FrameDecoder decoder;
    RecordingSink sink;
    const auto read = decoder.decode_copy(bad, sink);
    CHECK((!read || (read->messages == 0 && read->damaged <= 1)));
    CHECK(sink.seen.empty());
    // Cut anywhere, a good frame delivers nothing at all.
    for (std::size_t n = 0; n < whole.size(); ++n) {
        CAPTURE(n);
        CHECK(!decoder.decode_copy(whole.substr(0, n), sink));
    }
    CHECK(sink.seen.empty());
    REQUIRE(decoder.decode_copy(whole, sink));
    CHECK(sink.seen.size() == 1);  // and the decoder is as good as new
}

TEST_CASE("plain texts of the venue are no error", "[polymarket][frame]") {
    for (const std::string text : {"PONG", "NO NEW ASSETS", "INVALID OPERATION"}) {
        const Read read{text};
        REQUIRE(read.ok);
        CHECK(read.report.text);
        CHECK(read.seen.empty());
    }
}

TEST_CASE("unknown kinds of message are skipped and counted", "[polymarket][frame]") {
    const Read read{R"([{"event_type":"brand_new","price":{"a":[1]}},7,{"a":1},)" +
                    change(good_fields) + "]"};
    REQUIRE(read.ok);
    CHECK(read.report.unknown == 3);
    CHECK(read.report.messages == 1);
    CHECK(read.seen.size() == 1);
}

TEST_CASE("deep nesting and large lists are refused, not followed", "[polymarket][frame]") {
    FrameDecoder decoder;
    RecordingSink sink;
    const std::string deep =
        R"({"event_type":"book","bids":)" + std::string(5'000, '[') + std::string(5'000, ']') + "}";
    const auto read = decoder.decode_copy(deep, sink);
    CHECK((!read || read->messages == 0));
    std::string wide =
        R"({"event_type":"book","market":")" + condition + R"(","asset_id":"7","asks":[],"bids":[)";
    for (int i = 0; i < 30'000; ++i) wide += R"({"price":"0.1","size":"1"},)";
    wide += R"({"price":"0.1","size":"1"}]})";
    const auto large = decoder.decode_copy(wide, sink);
    REQUIRE(large);
    CHECK(large->damaged == 1);
    CHECK(sink.seen.empty());
}

TEST_CASE("a book comes best first whatever its order on the wire", "[polymarket][frame]") {
    const Read read{
        R"({"event_type":"book","market":")" + condition +
        R"(","asset_id":"7","bids":[{"price":"0.3","size":"1"},{"price":"0.5","size":)"
        R"("2"},{"price":"0.4","size":"3"}],"asks":[{"price":"0.9","size":"1"},)"
        R"({"price":"0.6","size":"2"}],"timestamp":"12","hash":"ab","tick_size":"0.01",)"
        R"("last_trade_price":"0.45","min_order_size":"5","neg_risk":true})"};
    CHECK(read.seen ==
          std::vector<std::string>{
              "book 7 " + condition +
              " bids 0.5*2 0.4*3 0.3*1 asks 0.6*2 0.9*1 hash ab tick 0.01 last 0.45 @12"});
}
