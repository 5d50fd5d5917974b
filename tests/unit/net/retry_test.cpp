#include "net/retry.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;

namespace {

const RetryPolicy policy{
    .attempts_max = 4, .pace = {.first = 100ms, .max = 1s}, .retry_after_max = 30s};

std::optional<Duration> wait(Attempt attempt) {
    SeededRandom random{7};
    return wait_before_retry(policy, attempt, random);
}

Attempt after_status(int status) {
    return {.number = 1, .error = {}, .status = status, .wish = {}};
}

Attempt after_error(Errc error) {
    return {.number = 1, .error = error, .status = 0, .wish = {}};
}

// 6 November 1994, 08:49:37: the example date of RFC 9110.
const Timestamp example =
    Timestamp{std::chrono::sys_days{std::chrono::year{1994} / 11 / 6}} + 8h + 49min + 37s;

}  // namespace

TEST_CASE("passing trouble is retried, an answer is not", "[net][retry]") {
    for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
        CAPTURE(status);
        CHECK(wait(after_status(status)));
    }
    for (const int status : {200, 201, 204, 301, 304, 400, 401, 403, 404, 409, 422, 501, 505}) {
        CAPTURE(status);
        CHECK_FALSE(wait(after_status(status)));
    }
    for (const auto error : {Errc::unavailable, Errc::lost, Errc::throttled}) {
        CHECK(wait(after_error(error)));
    }
    for (const auto error : {Errc::bad_input, Errc::bad_config, Errc::malformed, Errc::cancelled,
                             Errc::outcome_unknown, Errc::internal, Errc::closed}) {
        CHECK_FALSE(wait(after_error(error)));
    }
}

TEST_CASE("attempts end at the limit", "[net][retry]") {
    auto attempt = after_status(503);
    attempt.number = 3;
    CHECK(wait(attempt));
    attempt.number = 4;
    CHECK_FALSE(wait(attempt));
}

TEST_CASE("the wait is jittered under a doubling, capped bound", "[net][retry]") {
    CHECK(rc::check("bound", [] {
        SeededRandom random{*rc::gen::arbitrary<std::uint64_t>()};
        auto endless = policy;
        endless.attempts_max = 1000;
        auto attempt = after_status(503);
        attempt.number = *rc::gen::inRange(1, 100);
        const auto got = wait_before_retry(endless, attempt, random);
        RC_ASSERT(got.has_value());
        const Duration bound =
            attempt.number > 4 ? 1s : Duration{100ms} * (1 << (attempt.number - 1));
        RC_ASSERT(*got >= Duration{0});
        RC_ASSERT(*got <= std::min(bound, Duration{1s}));
    }));
}

TEST_CASE("Retry-After lengthens the wait up to its limit", "[net][retry]") {
    auto attempt = after_status(429);
    attempt.wish = 5s;
    CHECK(wait(attempt) == Duration{5s});
    attempt.wish = 30s;
    CHECK(wait(attempt) == Duration{30s});
    attempt.wish = 30s + 1us;
    CHECK_FALSE(wait(attempt));
    attempt.wish = 0s;
    CHECK(*wait(attempt) <= Duration{100ms});
}

TEST_CASE("Retry-After is read as seconds or as a date", "[net][retry]") {
    const auto read = [](std::string value) {
        return retry_after({{"content-type", "x"}, {"retry-after", std::move(value)}}, example);
    };
    CHECK(read("120") == Duration{120s});
    CHECK(read(" 0 ") == Duration{0});
    CHECK(read("Sun, 06 Nov 1994 08:49:37 GMT") == Duration{0});
    CHECK(read("Sun, 06 Nov 1994 08:50:07 GMT") == Duration{30s});
    CHECK(read("Mon, 07 Nov 1994 08:49:37 GMT") == Duration{24h});
    CHECK(read("Sat, 05 Nov 1994 08:49:37 GMT") == Duration{0});
    for (const auto* odd :
         {"", "-1", "1.5", "soon", "99999999999999999999", "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT"}) {
        CAPTURE(odd);
        CHECK_FALSE(read(odd));
    }
    CHECK_FALSE(retry_after({}, example));
}
