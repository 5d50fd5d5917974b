#include "base/token_bucket.hpp"

#include <rapidcheck.h>
#include <vector>

#include "support/catch.hpp"
#include "support/instant.hpp"

using namespace pm;
using namespace std::chrono_literals;
using pm::test::at;

namespace {

/// The same bucket in exact fractions: levels are multiples of 1 / period of a token.
class NaiveBucket {
public:
    explicit NaiveBucket(BucketRate rate) : rate_{rate}, level_{full()} {}

    bool take(std::int64_t cost, Duration now) {
        level_ = std::min(full(), level_ + (now - last_).count() * rate_.refill);
        last_ = now;
        const auto wanted = cost * rate_.period.count();
        if (level_ < wanted) return false;
        level_ -= wanted;
        return true;
    }

private:
    [[nodiscard]] std::int64_t full() const { return rate_.burst * rate_.period.count(); }
    BucketRate rate_;
    std::int64_t level_;
    Duration last_{0};
};

}  // namespace

TEST_CASE("a bucket gives its burst at once and then its rate", "[base][bucket]") {
    TokenBucket bucket{{.burst = 3, .refill = 1, .period = 1s}};
    CHECK(bucket.take(1, at(0s)));
    CHECK(bucket.take(2, at(0s)));
    CHECK_FALSE(bucket.take(1, at(0s)));
    CHECK_FALSE(bucket.take(1, at(999'999us)));
    CHECK(bucket.take(1, at(1s)));
    CHECK_FALSE(bucket.take(1, at(1s)));
    CHECK(bucket.take(3, at(1h)));  // never more than the burst
    CHECK_FALSE(bucket.take(1, at(1h)));
}

TEST_CASE("a clock that stands still or goes back gives nothing", "[base][bucket]") {
    TokenBucket bucket{{.burst = 1, .refill = 1, .period = 1s}};
    CHECK(bucket.take(1, at(10s)));
    CHECK_FALSE(bucket.take(1, at(5s)));
    CHECK_FALSE(bucket.take(1, at(10s)));
    CHECK(bucket.take(1, at(11s)));
}

TEST_CASE("waiting as long as asked is enough, and a microsecond less is not", "[base][bucket]") {
    CHECK(rc::check("wait_for", [] {
        const BucketRate rate{.burst = *rc::gen::inRange<std::int64_t>(1, 50),
                              .refill = *rc::gen::inRange<std::int64_t>(1, 50),
                              .period = Duration{*rc::gen::inRange(1, 3'000'000)}};
        TokenBucket bucket{rate};
        Duration now{0};
        for (int i = 0; i < 20; ++i) {
            const auto cost = *rc::gen::inRange<std::int64_t>(1, rate.burst + 1);
            const auto wait = bucket.wait_for(cost, at(now));
            if (wait > 0us) {
                auto early = bucket;
                RC_ASSERT(!early.take(cost, at(now + wait - 1us)));
            }
            now += wait;
            RC_ASSERT(bucket.take(cost, at(now)));
            now += Duration{*rc::gen::inRange(0, 1'000)};
        }
    }));
}

TEST_CASE("a bucket agrees with exact fractions, however often it is asked", "[base][bucket]") {
    CHECK(rc::check("against a naive model", [] {
        // Periods that divide a micro-token make the two exactly comparable.
        const auto period = *rc::gen::element(1, 10, 1'000, 250'000, 1'000'000);
        const BucketRate rate{.burst = *rc::gen::inRange<std::int64_t>(1, 20),
                              .refill = *rc::gen::inRange<std::int64_t>(1, 20),
                              .period = Duration{period}};
        TokenBucket bucket{rate};
        NaiveBucket naive{rate};
        Duration now{0};
        RC_ASSERT(bucket.take(1, at(now)) == naive.take(1, now));
        for (int i = 0; i < 200; ++i) {
            now += Duration{*rc::gen::inRange(0, 2 * period)};
            const auto cost = *rc::gen::inRange<std::int64_t>(1, rate.burst + 1);
            RC_ASSERT(bucket.take(cost, at(now)) == naive.take(cost, now));
        }
    }));
}

TEST_CASE("asking every few microseconds loses nothing", "[base][bucket]") {
    // A third of a micro-token comes back each microsecond: every look leaves a fraction.
    TokenBucket bucket{{.burst = 100, .refill = 1, .period = 3s}};
    REQUIRE(bucket.take(100, at(0s)));
    int taken = 0;
    for (Duration now{0}; now <= 30s; now += 4us) {
        if (bucket.take(1, at(now))) ++taken;
    }
    CHECK(taken == 10);
}
