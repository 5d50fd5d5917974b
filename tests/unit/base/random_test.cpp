#include "base/random.hpp"

#include <rapidcheck.h>
#include <set>

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("the seeded sequence is SplitMix64", "[base][random]") {
    // Source: the published test values of Vigna's splitmix64.c for seed 1234567.
    SeededRandom random{1'234'567};
    CHECK(random.next() == 6'457'827'717'110'365'317U);
    CHECK(random.next() == 3'203'168'211'198'807'973U);
    CHECK(random.next() == 9'817'491'932'198'370'423U);
    CHECK(random.next() == 4'593'380'528'125'082'431U);
    CHECK(random.next() == 16'408'922'859'458'223'821U);
}

TEST_CASE("the same seed gives the same sequence, another seed another", "[base][random]") {
    SeededRandom a{5};
    SeededRandom b{5};
    SeededRandom c{6};
    int same = 0;
    for (int i = 0; i < 100; ++i) {
        const auto value = a.next();
        CHECK(value == b.next());
        if (value == c.next()) ++same;
    }
    CHECK(same == 0);
}

TEST_CASE("below stays below its bound and reaches all of it", "[base][random]") {
    CHECK(rc::check("below", [](std::uint64_t seed, std::uint64_t bound) {
        RC_PRE(bound > 0U);
        SeededRandom random{seed};
        for (int i = 0; i < 20; ++i) RC_ASSERT(random.below(bound) < bound);
    }));
    SeededRandom random{1};
    int counts[6] = {};
    for (int i = 0; i < 60'000; ++i) ++counts[random.below(6)];
    for (const int count : counts) CHECK(std::abs(count - 10'000) < 400);
    CHECK(random.below(1) == 0);
}

TEST_CASE("unit is in [0, 1)", "[base][random]") {
    class Highest final : public Random {
    public:
        [[nodiscard]] std::uint64_t next() override { return ~std::uint64_t{0}; }
    } highest;
    CHECK(highest.unit() < 1.0);
    CHECK(highest.unit() > 0.999'999'999'999);
    SeededRandom random{3};
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) sum += random.unit();
    CHECK(std::abs(sum / 10'000 - 0.5) < 0.012);
}

TEST_CASE("the system's generator does not repeat itself", "[base][random]") {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random.next());
    CHECK(seen.size() == 1'000);
}
