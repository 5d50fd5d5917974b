/// Tasks side by side: who ends whom, and with what result.

#include <stdexcept>
#include <string>
#include <vector>

#include "net/deadline.hpp"
#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;

namespace {

/// Waits, and notes whether it could.
Task<void> linger_for(Duration time, std::string name, std::vector<std::string>& ends) {
    auto waited = co_await pause(time);
    ends.push_back(name + (waited ? " ended" : " was stopped"));
    co_return waited;
}

Task<void> failing() {
    auto waited = co_await pause(1ms);
    if (!waited) co_return waited;
    co_return fail(Errc::not_found, "nothing there");
}

Task<void> throwing() {
    auto waited = co_await pause(1ms);
    static_cast<void>(waited);
    throw std::runtime_error{"a bug"};
}

/// Does not hear the first time that it is told to stop, as a task that was just given data.
Task<void> hard_of_hearing(int& told) {
    while (told < 2) {
        auto waited = co_await pause(1s);
        if (!waited) ++told;
        co_await asio::this_coro::reset_cancellation_state();
    }
    co_return Result<void>{};
}

Task<int> seven_after(Duration time) {
    auto waited = co_await pause(time);
    if (!waited) co_return pass(waited);
    co_return 7;
}

Error late() {
    return Error{Errc::outcome_unknown, "late"};
}

}  // namespace

TEST_CASE("the first to end ends the others, and its result is the result", "[net][tasks]") {
    std::vector<std::string> ends;
    auto slow = linger_for(10s, "slow", ends);
    SECTION("well") {
        auto quick = linger_for(1ms, "quick", ends);
        CHECK(test::run(first_of(std::move(slow), std::move(quick))));
        CHECK(ends == std::vector<std::string>{"quick ended", "slow was stopped"});
    }
    SECTION("with an error") {
        const auto result = test::run(first_of(std::move(slow), failing()));
        REQUIRE_FALSE(result);
        CHECK(result.error().message == "nothing there");
        CHECK(ends == std::vector<std::string>{"slow was stopped"});
    }
    SECTION("by throwing") {
        const auto result = test::run(first_of(std::move(slow), throwing()));
        REQUIRE_FALSE(result);
        CHECK(result.error().code == Errc::internal);
        CHECK(ends == std::vector<std::string>{"slow was stopped"});
    }
}

TEST_CASE("a task that misses the word is told again", "[net][tasks]") {
    int told = 0;
    std::vector<std::string> ends;
    auto deaf = hard_of_hearing(told);
    auto quick = linger_for(1ms, "quick", ends);
    CHECK(test::run(first_of(std::move(deaf), std::move(quick))));
    CHECK(told == 2);
}

TEST_CASE("told to stop itself, first_of stops all of its own", "[net][tasks]") {
    std::vector<std::string> ends;
    auto inner = first_of(linger_for(10s, "a", ends), linger_for(10s, "b", ends));
    const auto result = test::run(with_deadline(std::move(inner), 5ms, late()));
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::outcome_unknown);
    CHECK(ends == std::vector<std::string>{"a was stopped", "b was stopped"});
}

TEST_CASE("a deadline lets a result pass and names what is late", "[net][tasks]") {
    CHECK(*test::run(with_deadline(seven_after(1ms), 10s, late())) == 7);
    const auto result = test::run(with_deadline(seven_after(10s), 5ms, late()));
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::outcome_unknown);
}

TEST_CASE("a stopped group waits for its tasks and starts no more", "[net][tasks]") {
    test::Loop loop;
    std::vector<std::string> ends;
    TaskGroup group{loop.executor()};
    CHECK(group.start(linger_for(10s, "a", ends)));
    CHECK(group.start(linger_for(1ms, "b", ends)));
    loop.drain(20ms);
    CHECK(group.running() == 1);
    REQUIRE(loop.run(group.stop()));
    CHECK(ends == std::vector<std::string>{"b ended", "a was stopped"});
    CHECK(group.running() == 0);
    CHECK_FALSE(group.start(linger_for(1ms, "c", ends)));
}
