#include "base/backoff.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {

/// Always the same draw: the edges of full jitter.
class FixedRandom final : public Random {
public:
    explicit FixedRandom(std::uint64_t bits) : bits_{bits} {}
    [[nodiscard]] std::uint64_t next() override { return bits_; }

private:
    std::uint64_t bits_;
};

}  // namespace

TEST_CASE("the bound of a wait doubles up to its maximum", "[base][backoff]") {
    const BackoffPace pace{.first = 250ms, .max = 30s};
    FixedRandom highest{~std::uint64_t{0}};
    const Duration bounds[] = {250ms, 500ms, 1s, 2s, 4s, 8s, 16s, 30s, 30s};
    for (int failures = 0; failures < 9; ++failures) {
        const auto wait = full_jitter(pace, failures, highest);
        CHECK(wait < bounds[failures]);
        CHECK(wait >= bounds[failures] - 1us);
    }
    CHECK(full_jitter(pace, 1'000'000, highest) >= 30s - 1us);
    FixedRandom lowest{0};
    CHECK(full_jitter(pace, 5, lowest) == 0us);
}

TEST_CASE("waits fill the whole range evenly", "[base][backoff]") {
    const BackoffPace pace{.first = 1s, .max = 8s};
    SeededRandom random{7};
    int quarters[4] = {};
    constexpr int draws = 40'000;
    for (int i = 0; i < draws; ++i) {
        const auto wait = full_jitter(pace, 3, random);
        REQUIRE(wait >= 0us);
        REQUIRE(wait < 8s);
        ++quarters[wait / 2s];
    }
    // Four standard deviations of a binomial with p = 1/4 are 346.
    for (const int count : quarters) CHECK(std::abs(count - draws / 4) < 346);
}
