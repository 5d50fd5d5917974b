#include "live/clock_offset.hpp"

#include <algorithm>

#include "base/random.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace std::chrono_literals;

namespace {

const Timestamp start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

/// A venue whose clock is `skew` ahead answers with whole seconds after `there`, and the answer
/// takes `back`.
struct Venue {
    Duration skew;
    Duration there = 20ms;
    Duration back = 20ms;

    void answer(ClockOffset& offset, Timestamp asked) const {
        const auto named = std::chrono::floor<std::chrono::seconds>(asked + there + skew);
        offset.add(asked, asked + there + back, named, Instant{asked - start});
    }
};

}  // namespace

TEST_CASE("a clock that may be right is left alone", "[live][clock]") {
    ClockOffset offset;
    CHECK(!offset.age(Instant{}));
    const Venue venue{0ms};
    for (int i = 0; i < 20; ++i) {
        venue.answer(offset, start + i * 1700ms);
        CHECK(offset.offset() == 0ms);
    }
    CHECK(*offset.age(Instant{19 * 1700ms + 3s}) == 3s);
}

TEST_CASE("a clock that is wrong is corrected to within its last second", "[live][clock]") {
    for (const Duration skew : {5s + 0ms, -5s + 0ms, 30s + 400ms, -90s + 0ms, 3600s + 1ms}) {
        CAPTURE(skew.count());
        ClockOffset offset;
        const Venue venue{skew};
        SeededRandom random{9};
        for (int i = 0; i < 5; ++i) {
            const auto jitter = Duration{static_cast<Duration::rep>(random.below(1'000'000))};
            venue.answer(offset, start + i * 2s + jitter);
        }
        // Never beyond the truth, and short of it by less than a second and the way.
        const auto wrong = skew - offset.offset();
        CHECK(std::abs(wrong.count()) <= 1'040'000);
        CHECK((skew > 0s ? wrong >= -40ms : wrong <= 40ms));
    }
}

TEST_CASE("a clock that was set drops what was known", "[live][clock]") {
    ClockOffset offset;
    for (int i = 0; i < 5; ++i) Venue{0ms}.answer(offset, start + i * 1s);
    CHECK(offset.offset() == 0ms);
    Venue{60s}.answer(offset, start + 10s + 700ms);
    CHECK(offset.offset() >= 58s);
    CHECK(offset.offset() <= 61s);
    CHECK(offset.corrected(start) == start + offset.offset());
}

TEST_CASE("a slow answer does not make a right clock wrong", "[live][clock]") {
    ClockOffset offset;
    Venue{0ms, 4s, 1ms}.answer(offset, start + 300ms);
    CHECK(offset.offset() == 0ms);
    Venue{0ms, 1ms, 4s}.answer(offset, start + 20s);
    CHECK(offset.offset() == 0ms);
}
