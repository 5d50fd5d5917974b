#include "net/breaker.hpp"

#include "support/catch.hpp"
#include "support/instant.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;
using pm::test::at;

namespace {

Breaker opened_at(Duration when) {
    Breaker breaker{{.failures_max = 3, .cool_down = 5s}};
    for (int i = 0; i < 3; ++i) breaker.failed(at(when));
    return breaker;
}

}  // namespace

TEST_CASE("a breaker opens at the limit of failures in a row", "[net][breaker]") {
    Breaker breaker{{.failures_max = 3, .cool_down = 5s}};
    breaker.failed(at(0s));
    breaker.failed(at(1s));
    CHECK(breaker.admit(at(1s)));
    breaker.succeeded();
    breaker.failed(at(2s));
    breaker.failed(at(3s));
    CHECK(breaker.state(at(3s)) == Breaker::State::closed);
    breaker.failed(at(4s));
    CHECK(breaker.state(at(4s)) == Breaker::State::open);
    CHECK_FALSE(breaker.admit(at(4s)));
    CHECK(breaker.wait(at(4s)) == Duration{5s});
}

TEST_CASE("an open breaker lets one probe through after its rest", "[net][breaker]") {
    auto breaker = opened_at(0s);
    CHECK_FALSE(breaker.admit(at(5s - 1us)));
    CHECK(breaker.admit(at(5s)));
    CHECK(breaker.state(at(5s)) == Breaker::State::half_open);
    CHECK_FALSE(breaker.admit(at(5s)));
    CHECK_FALSE(breaker.admit(at(60s)));
    SECTION("success closes") {
        breaker.succeeded();
        CHECK(breaker.state(at(5s)) == Breaker::State::closed);
        CHECK(breaker.admit(at(5s)));
        CHECK(breaker.admit(at(5s)));
        breaker.failed(at(6s));
        CHECK(breaker.state(at(6s)) == Breaker::State::closed);
    }
    SECTION("failure opens at once for another rest") {
        breaker.failed(at(6s));
        CHECK(breaker.state(at(6s)) == Breaker::State::open);
        CHECK(breaker.wait(at(6s)) == Duration{5s});
        CHECK_FALSE(breaker.admit(at(11s - 1us)));
        CHECK(breaker.admit(at(11s)));
    }
    SECTION("an abandoned probe frees the place for the next") {
        breaker.abandoned();
        CHECK(breaker.admit(at(6s)));
        CHECK_FALSE(breaker.admit(at(6s)));
    }
}

TEST_CASE("failures of requests sent before it opened do not lengthen the rest", "[net][breaker]") {
    auto breaker = opened_at(0s);
    breaker.failed(at(4s));
    CHECK(breaker.wait(at(4s)) == Duration{1s});
}
