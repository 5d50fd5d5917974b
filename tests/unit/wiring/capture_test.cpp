#include "wiring/capture.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "said.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

/// A file of its own, gone afterwards.
struct Scratch {
    Scratch() {
        static int number = 0;
        path = (std::filesystem::temp_directory_path() /
                ("pm-capture-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number)))
                   .string();
    }
    ~Scratch() { std::filesystem::remove(path); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] std::string text() const {
        std::ifstream in{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    void write(const std::string& text) const { std::ofstream{path, std::ios::binary} << text; }
    std::string path;
};

/// A whole life of a stream, told to a core and to a capture alike.
std::string told_live(wiring::CaptureWriter& capture) {
    Said said;
    wiring::StreamCore core{said, {.books = true, .source = QuoteSource::replay}};
    auto now = *parse_time("2026-07-20T20:18:06.123456Z");
    const auto market = recorded_market();
    const auto state = [&](StreamState what, const std::string& reason) {
        now += 1ms;
        capture.status(now, 0, what, reason, {});
        core.on_state(now, 0, what, reason, {});
    };
    capture.market(now, 0, market, std::nullopt);
    core.add_market(now, 0, market);
    state(StreamState::connecting, "");
    state(StreamState::resync, "");
    const auto frames = lines(data_file("ws/ws_frames_fed_2026-07-20.jsonl"));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        now += 1ms;
        const auto text = i == 5 ? std::string{"not JSON \x01 \xff"} : frames[i];
        capture.frame(now, 0, text);
        const auto room = padded(text);
        core.on_frame(now, 0, std::string_view{room}.substr(0, text.size()));
        if (i == 10) {
            state(StreamState::gap, "reset by peer");
            state(StreamState::polling, "no socket");
            const auto& first = frames.front();  // a list of books: what a poll gives, too
            capture.rest(now, wiring::RestReason::poll, first);
            REQUIRE(core.on_rest(now, wiring::RestReason::poll, first));
        }
    }
    const Resolution resolution{market.condition, Winner::yes};
    capture.resolved(now, resolution);
    core.resolve(now, resolution);
    capture.gone(now, market.condition);
    core.drop_market(market.condition);
    state(StreamState::stopping, "");
    REQUIRE(capture.flush());
    return said.lines;
}

std::string replayed(const std::string& path) {
    Said said;
    wiring::StreamCore core{said, {.books = true, .source = QuoteSource::replay}};
    auto reader = wiring::CaptureReader::open(path);
    REQUIRE(reader);
    for (;;) {
        auto entry = (*reader)->next();
        REQUIRE(entry);
        if (!*entry) break;
        CHECK(wiring::play(**entry, core));
    }
    return said.lines;
}

}  // namespace

TEST_CASE("a replay says byte for byte what was said live", "[wiring][capture]") {
    const Scratch file;
    auto capture = wiring::CaptureWriter::create(file.path);
    REQUIRE(capture);
    const auto said = told_live(**capture);
    CHECK(said.size() > 10'000);
    CHECK(replayed(file.path) == said);
}

TEST_CASE("a capture torn at any byte plays up to its last whole line", "[wiring][capture]") {
    const Scratch whole;
    auto capture = wiring::CaptureWriter::create(whole.path);
    REQUIRE(capture);
    const auto said = told_live(**capture);
    const auto text = whole.text();
    const Scratch torn;
    for (std::size_t size = text.size() - 1; size > text.size() - 2'000; size -= 37) {
        CAPTURE(size);
        torn.write(text.substr(0, size));
        const auto part = replayed(torn.path);
        CHECK(said.starts_with(part));
    }
    torn.write(text.substr(0, text.size() - 3));
    auto reader = wiring::CaptureReader::open(torn.path);
    REQUIRE(reader);
    for (;;) {
        auto entry = (*reader)->next();
        REQUIRE(entry);
        if (!*entry) break;
    }
    CHECK((*reader)->torn());
}

TEST_CASE("a file that is no capture is named with its line", "[wiring][capture]") {
    const Scratch file;
    file.write("{\"type\":\"quote\",\"v\":1}\n");
    auto reader = wiring::CaptureReader::open(file.path);
    REQUIRE(reader);
    auto entry = (*reader)->next();
    REQUIRE(!entry);
    CHECK(entry.error().code == Errc::malformed);
    CHECK(entry.error().message.starts_with(file.path + ":1: "));
    CHECK(wiring::CaptureReader::open(file.path + "-missing").error().code == Errc::not_found);
}

TEST_CASE("hostile lines are refused one by one", "[wiring][capture]") {
    for (const std::string line :
         {"", "{}", "null", R"({"type":"capture","v":2,"ts":"2026-07-20T20:18:06Z"})",
          R"({"type":"capture","v":1,"kind":"frame"})",
          R"({"type":"capture","v":1,"ts":"2026-07-20T20:18:06Z","kind":"frame"})",
          R"({"type":"capture","v":1,"ts":"2026-07-20T20:18:06Z","kind":"market","record":{}})",
          R"({"type":"capture","v":1,"ts":"2026-07-20T20:18:06Z","kind":"gone"})",
          R"({"type":"capture","v":1,"ts":"2026-07-20T20:18:06Z","kind":"what"})"}) {
        CAPTURE(line);
        auto entry = wiring::read_capture(line);
        REQUIRE(!entry);
        CHECK(entry.error().code == Errc::malformed);
    }
}
