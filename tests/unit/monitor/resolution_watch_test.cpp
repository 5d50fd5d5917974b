#include "monitor/resolution_watch.hpp"

#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;
using namespace std::chrono_literals;

TEST_CASE("a market is asked about at once: it may have resolved while nobody looked",
          "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    CHECK_FALSE(watch.next_due());
    watch.watch(condition(1), at(7'200), at(0));
    CHECK(watch.due(at(0), 10) == std::vector{condition(1)});
    CHECK(watch.due(at(0), 10).empty());  // not again while it is being asked
    CHECK_FALSE(watch.next_due());
}

TEST_CASE("before the end it is asked hourly, then at the end, then ever more seldom",
          "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    watch.watch(condition(1), at(5'400), at(0));
    std::vector<double> asked;
    for (int i = 0; i < 9; ++i) {
        const auto now = *watch.next_due();
        REQUIRE(watch.due(now, 10).size() == 1);
        asked.push_back(std::chrono::duration<double>(now - at(0)).count());
        watch.still_open(condition(1), now);
    }
    CHECK(asked == std::vector<double>{0, 3'600, 5'400, 5'520, 5'760, 6'240, 7'200, 9'000, 10'800});
}

TEST_CASE("a failed question is repeated with full jitter", "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    watch.watch(condition(1), std::nullopt, at(0));
    const Duration bounds[] = {5s, 10s, 20s, 40s, 80s, 160s, 320s, 600s, 600s};
    for (const auto bound : bounds) {
        const auto now = *watch.next_due();
        REQUIRE(watch.due(now, 10).size() == 1);
        watch.failed(condition(1), now);
        CHECK(*watch.next_due() - now < bound);
    }
    const auto now = *watch.next_due();
    REQUIRE(watch.due(now, 10).size() == 1);
    watch.still_open(condition(1), now);
    CHECK(*watch.next_due() == now + 1h);
}

TEST_CASE("the longest due come first, no more than asked for", "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    for (int i = 1; i <= 5; ++i) watch.watch(condition(i), std::nullopt, at(10 - i));
    CHECK(watch.due(at(20), 2) == std::vector{condition(5), condition(4)});
    CHECK(watch.due(at(20), 2) == std::vector{condition(3), condition(2)});
}

TEST_CASE("news of an earlier end bring the question forward", "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    watch.watch(condition(1), at(100'000), at(0));
    REQUIRE(watch.due(at(0), 1).size() == 1);
    watch.still_open(condition(1), at(0));
    CHECK(*watch.next_due() == at(3'600));
    watch.watch(condition(1), at(60), at(1));
    CHECK(*watch.next_due() == at(60));
}

TEST_CASE("what is dropped is asked no more, and late results are named", "[monitor][resolution]") {
    SeededRandom random{1};
    ResolutionWatch watch{random};
    watch.watch(condition(1), at(0), at(0));
    watch.watch(condition(2), std::nullopt, at(0));
    CHECK(watch.overdue(at(48 * 3'600)).empty());
    CHECK(watch.overdue(at(48 * 3'600 + 1)) == std::vector{condition(1)});
    watch.drop(condition(1));
    CHECK(watch.size() == 1);
    CHECK(watch.overdue(at(1e6)).empty());
    watch.still_open(condition(1), at(5));  // an answer that comes too late is no fault
    CHECK(watch.size() == 1);
}
