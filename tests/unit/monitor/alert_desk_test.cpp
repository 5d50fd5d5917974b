#include "monitor/alert_desk.hpp"

#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;

namespace {

Alert trouble(int severity = 2, std::string code = "stale_quote", std::string subject = "7") {
    return Alert{.severity = severity,
                 .code = std::move(code),
                 .message = "old",
                 .subject = std::move(subject)};
}

}  // namespace

TEST_CASE("the same trouble is told once in its time", "[monitor][alert]") {
    AlertDesk desk;
    CHECK(desk.raise(trouble(), at(0)));
    for (int i = 1; i < 900; ++i) CHECK_FALSE(desk.raise(trouble(), at(i)));
    const auto again = desk.raise(trouble(), at(900));
    REQUIRE(again);
    CHECK(again->message == "old (899 more since then)");
    CHECK(desk.raise(trouble(), at(1'800))->message == "old");
}

TEST_CASE("each severity has its own patience", "[monitor][alert]") {
    AlertDesk desk;
    for (const int severity : {1, 2, 3}) {
        REQUIRE(desk.raise(trouble(severity, "c" + std::to_string(severity)), at(0)));
    }
    CHECK(desk.raise(trouble(1, "c1"), at(60)));
    CHECK_FALSE(desk.raise(trouble(2, "c2"), at(60)));
    CHECK(desk.raise(trouble(2, "c2"), at(900)));
    CHECK_FALSE(desk.raise(trouble(3, "c3"), at(900)));
    CHECK(desk.raise(trouble(3, "c3"), at(86'400)));
}

TEST_CASE("another code, another subject and a worse turn are told at once", "[monitor][alert]") {
    AlertDesk desk;
    CHECK(desk.raise(trouble(), at(0)));
    CHECK(desk.raise(trouble(2, "other"), at(1)));
    CHECK(desk.raise(trouble(2, "stale_quote", "8"), at(1)));
    CHECK(desk.raise(trouble(1), at(1)));
    CHECK_FALSE(desk.raise(trouble(2), at(2)));  // milder news of it are none
}

TEST_CASE("what was cleared is told at once when it comes back", "[monitor][alert]") {
    AlertDesk desk;
    CHECK_FALSE(desk.clear("stale_quote", "7"));
    CHECK(desk.raise(trouble(), at(0)));
    CHECK(desk.clear("stale_quote", "7"));
    CHECK(desk.raise(trouble(), at(1)));
}

TEST_CASE("the memory of alerts is bounded, and the oldest go first", "[monitor][alert]") {
    AlertDesk desk;
    for (std::size_t i = 0; i < AlertDesk::open_max + 10; ++i) {
        REQUIRE(desk.raise(trouble(3, "c", std::to_string(i)), at(static_cast<double>(i) / 1'000)));
    }
    CHECK(desk.open() == AlertDesk::open_max);
    CHECK_FALSE(desk.raise(trouble(3, "c", "10"), at(11)));
    CHECK(desk.raise(trouble(3, "c", "0"), at(11)));
}
