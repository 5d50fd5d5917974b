#include "base/schedule.hpp"

#include <map>
#include <rapidcheck.h>

#include "support/catch.hpp"
#include "support/instant.hpp"

using namespace pm;
using namespace std::chrono_literals;
using pm::test::at;

namespace {

TaskPlan plan(std::string name, Duration every) {
    TaskPlan p;
    p.name = std::move(name);
    p.every = every;
    p.backoff = {.first = 1s, .max = 8s};
    return p;
}

}  // namespace

TEST_CASE("an empty schedule has nothing to wait for", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    CHECK_FALSE(schedule.next_due(at(0s)));
    CHECK(schedule.due(at(0s)).empty());
}

TEST_CASE("a task runs at once and then after each interval", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    const auto books = schedule.add(plan("books", 10s), at(5s));
    CHECK(schedule.next_due(at(5s)) == at(5s));
    CHECK(schedule.due(at(5s)) == std::vector<TaskId>{books});
    CHECK_FALSE(schedule.next_due(at(5s)));  // while it runs there is nothing to start
    schedule.finished(books, at(7s));
    CHECK(schedule.next_due(at(7s)) == at(17s));  // from its end
    CHECK(schedule.due(at(17s) - 1us).empty());
    CHECK(schedule.due(at(17s)) == std::vector<TaskId>{books});
}

TEST_CASE("a task that is late is due now, not in the past", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    schedule.add(plan("books", 10s), at(0s));
    CHECK(schedule.next_due(at(100s)) == at(100s));
}

TEST_CASE("a task never overlaps itself, however long it takes", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    const auto slow = schedule.add(plan("slow", 1s), at(0s));
    REQUIRE(schedule.due(at(0s)).size() == 1);
    for (int i = 1; i < 100; ++i) CHECK(schedule.due(at(std::chrono::seconds{i})).empty());
    schedule.finished(slow, at(100s));
    CHECK(schedule.due(at(101s)) == std::vector<TaskId>{slow});
}

TEST_CASE("the task that waits longest starts first, equal ones in their order",
          "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    auto late = plan("late", 1s);
    late.first_in = 3s;
    const auto a = schedule.add(late, at(0s));
    const auto b = schedule.add(plan("b", 1s), at(1s));
    const auto c = schedule.add(plan("c", 1s), at(1s));
    CHECK(schedule.next_due(at(0s)) == at(1s));
    CHECK(schedule.due(at(5s)) == std::vector<TaskId>{b, c, a});
}

TEST_CASE("jitter is added to the interval, never taken from it", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    auto p = plan("books", 10s);
    p.jitter = 2s;
    const auto id = schedule.add(p, at(0s));
    auto now = at(0s);
    Duration least = 1h;
    Duration most = 0s;
    for (int i = 0; i < 500; ++i) {
        REQUIRE(schedule.due(now).size() == 1);
        schedule.finished(id, now);
        const auto pause = *schedule.next_due(now) - now;
        least = std::min(least, pause);
        most = std::max(most, pause);
        now += pause;
    }
    CHECK(least >= 10s);
    CHECK(least < 10'100ms);
    CHECK(most <= 12s);
    CHECK(most > 11'900ms);
}

TEST_CASE("after errors a task waits by full jitter, after a success by its interval",
          "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    const auto id = schedule.add(plan("weather", 60s), at(0s));
    const Duration bounds[] = {1s, 2s, 4s, 8s, 8s, 8s};
    auto now = at(0s);
    for (int i = 0; i < 6; ++i) {
        now = *schedule.next_due(now);
        REQUIRE(schedule.due(now).size() == 1);
        schedule.finished(id, now, "HTTP 500 number " + std::to_string(i));
        CHECK(*schedule.next_due(now) - now < bounds[i]);
        CHECK(schedule.status(id).failures_in_a_row == i + 1);
    }
    now = *schedule.next_due(now);
    REQUIRE(schedule.due(now).size() == 1);
    schedule.finished(id, now + 3s);
    const auto status = schedule.status(id);
    CHECK(status.next_due == now + 63s);
    CHECK(status.runs == 7);
    CHECK(status.failures == 6);
    CHECK(status.failures_in_a_row == 0);
    CHECK(status.last_error == "HTTP 500 number 5");  // still to be seen
    CHECK(status.last_duration == 3s);
    CHECK(status.last_end == now + 3s);
    CHECK_FALSE(status.running);
    CHECK(status.name == "weather");
}

TEST_CASE("a wish runs a waiting task at once", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    auto p = plan("markets", 1h);
    p.first_in = 1h;
    const auto id = schedule.add(p, at(0s));
    CHECK(schedule.due(at(1s)).empty());
    schedule.run_now(id, at(1s));
    CHECK(schedule.next_due(at(1s)) == at(1s));
    CHECK(schedule.due(at(1s)) == std::vector<TaskId>{id});
}

TEST_CASE("a wish for a running task runs it once more after it ends well", "[base][schedule]") {
    SeededRandom random{1};
    Schedule schedule{random};
    const auto id = schedule.add(plan("markets", 1h), at(0s));
    REQUIRE(schedule.due(at(0s)).size() == 1);
    schedule.run_now(id, at(1s));
    schedule.run_now(id, at(2s));
    CHECK(schedule.due(at(3s)).empty());
    SECTION("well") {
        schedule.finished(id, at(4s));
        CHECK(schedule.due(at(4s)) == std::vector<TaskId>{id});
        schedule.finished(id, at(5s));
        CHECK(schedule.next_due(at(5s)) == at(5s) + 1h);  // two wishes, one run
    }
    SECTION("badly") {
        schedule.finished(id, at(4s), "no");
        CHECK(*schedule.next_due(at(4s)) < at(5s));
        CHECK(schedule.status(id).failures == 1);
    }
}

// Goal: whatever happens, no task overlaps, is forgotten, or runs before its time.
// Method: random steps against a model that knows only the earliest allowed start of each task.
TEST_CASE("random schedules keep their promises", "[base][schedule]") {
    CHECK(rc::check("schedule", [](std::uint64_t seed) {
        SeededRandom random{seed};
        Schedule schedule{random};
        struct Model {
            Duration every{};
            bool running = false;
            Instant earliest{};
            Instant latest{};
        };
        std::map<TaskId, Model> model;
        auto now = at(0s);
        for (int step = 0; step < 150; ++step) {
            const auto choice = *rc::gen::inRange(0, 10);
            if (choice == 0 && model.size() < 5) {
                const auto every = Duration{*rc::gen::inRange(1, 5'000'000)};
                auto p = plan("t", every);
                p.jitter = Duration{*rc::gen::inRange(0, 1'000'000)};
                model[schedule.add(p, now)] = {every, false, now, now};
            } else if (choice < 4) {
                for (auto& [id, m] : model) {
                    if (!m.running || *rc::gen::inRange(0, 2) == 0) continue;
                    const bool failed = *rc::gen::inRange(0, 3) == 0;
                    schedule.finished(id, now,
                                      failed ? std::optional<std::string>{"no"} : std::nullopt);
                    m.running = false;
                    m.earliest = failed ? now : now + m.every;
                    m.latest = failed ? now + 8s : now + m.every + 1s;
                }
            } else {
                const auto next = schedule.next_due(now);
                if (next && *rc::gen::inRange(0, 2) == 0)
                    now = *next;
                else
                    now += Duration{*rc::gen::inRange(0, 2'000'000)};
                for (const auto id : schedule.due(now)) {
                    RC_ASSERT(!model[id].running);
                    RC_ASSERT(now >= model[id].earliest);
                    model[id].running = true;
                }
                for (const auto& [id, m] : model) RC_ASSERT(m.running || now < m.latest);
            }
        }
    }));
}
