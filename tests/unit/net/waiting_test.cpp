/// Slots, rate gate, fan-out and the connection pool: who waits for what, and in which order.

#include "base/system_clock.hpp"
#include "net/connection_pool.hpp"
#include "net/fan_out.hpp"
#include "net/pause.hpp"
#include "net/rate_gate.hpp"
#include "net/slots.hpp"
#include "support/catch.hpp"
#include "support/instant.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;
using pm::test::at;
using pm::test::run;

namespace {

void begin(asio::io_context& loop, asio::awaitable<void> work, asio::cancellation_slot stop = {}) {
    spawn(
        loop.get_executor(), std::move(work), [](const std::exception_ptr&) {}, stop);
}

/// Takes a slot, notes when, holds it for a moment.
asio::awaitable<void> visit(Slots& slots, int name, std::vector<int>& order) {
    auto slot = co_await slots.acquire();
    if (!slot) co_return;
    order.push_back(name);
    co_await pause(20ms);
}

Job<int> counted(int& running, int& most, int result) {
    return [&running, &most, result]() -> Task<int> {
        return [](int& now, int& peak, int value) -> Task<int> {
            peak = std::max(peak, ++now);
            auto waited = co_await pause(std::chrono::milliseconds{5 - value % 5});
            --now;
            if (!waited) co_return pass(waited);
            if (value == 3) co_return fail(Errc::not_found, "three");
            co_return value;
        }(running, most, result);
    };
}

/// A connection whose fitness the test decides.
class FakeStream final : public ByteStream {
public:
    FakeStream(const bool& fit, int& alive) : fit_{fit}, alive_{alive} { ++alive_; }
    ~FakeStream() override { --alive_; }
    FakeStream(const FakeStream&) = delete;
    FakeStream& operator=(const FakeStream&) = delete;
    Task<Filled> fill(Instant, std::size_t) override { co_return Filled::end; }
    std::string_view unread() const override { return {}; }
    char* unread_data() override { return nullptr; }
    void consume(std::size_t) override {}
    Task<void> write(std::string_view, Instant) override { co_return Result<void>{}; }
    void finish_sending() override {}
    void cut() override {}
    void reset() override {}
    bool open() const override { return fit_; }
    bool idle() const override { return fit_; }

private:
    const bool& fit_;
    int& alive_;
};

}  // namespace

TEST_CASE("slots are given in the order in which they were asked for", "[net][slots]") {
    asio::io_context loop;
    Slots slots{loop.get_executor(), 2};
    std::vector<int> order;
    for (int i = 0; i < 6; ++i) begin(loop, visit(slots, i, order));
    loop.poll();
    CHECK(slots.free() == 0);
    CHECK(slots.waiting() == 4);
    loop.restart();
    loop.run();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5});
    CHECK(slots.free() == 2);
}

TEST_CASE("a cancelled waiter leaves the queue and costs no slot", "[net][slots]") {
    asio::io_context loop;
    Slots slots{loop.get_executor(), 1};
    std::vector<int> order;
    asio::cancellation_signal stop;
    begin(loop, visit(slots, 0, order));
    begin(loop, visit(slots, 1, order), stop.slot());
    begin(loop, visit(slots, 2, order));
    loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.run();
    CHECK(order == std::vector<int>{0, 2});
    CHECK(slots.free() == 1);
}

TEST_CASE("waiters that outlive the slots and the loop do no harm", "[net][slots]") {
    std::vector<int> order;
    asio::io_context loop;
    {
        Slots slots{loop.get_executor(), 1};
        for (int i = 0; i < 3; ++i) begin(loop, visit(slots, i, order));
        loop.poll();
    }
    CHECK(order == std::vector<int>{0});
}

TEST_CASE("a rate gate spreads what exceeds its burst", "[net][rate]") {
    asio::io_context loop;
    SystemClock clock;
    RateGate gate{loop.get_executor(), clock, {{.burst = 2, .refill = 1, .period = 20ms}}};
    std::vector<std::pair<int, Duration>> passed;
    const auto start = clock.steady();
    const auto enter = [](RateGate& through, const Clock& watch, Instant began, int name,
                          std::vector<std::pair<int, Duration>>& out) -> asio::awaitable<void> {
        const auto may = co_await through.pass();
        if (may) out.emplace_back(name, watch.steady() - began);
    };
    for (int i = 0; i < 5; ++i) {
        begin(loop, enter(gate, clock, start, i, passed));
    }
    const auto turns = loop.run();
    REQUIRE(passed.size() == 5);
    for (int i = 0; i < 5; ++i) CHECK(passed[static_cast<std::size_t>(i)].first == i);
    CHECK(passed[1].second < 20ms);
    CHECK(passed[2].second >= 19ms);
    CHECK(passed[4].second >= 58ms);
    CHECK(turns < 60);  // it sleeps, it does not spin
}

TEST_CASE("every bucket of a family counts", "[net][rate]") {
    asio::io_context loop;
    ManualClock clock{Timestamp{}};
    RateGate gate{
        loop.get_executor(),
        clock,
        {{.burst = 10, .refill = 10, .period = 1s}, {.burst = 1, .refill = 1, .period = 9s}}};
    CHECK(gate.wait(at(0s)) == Duration{0});
    CHECK(run(gate.pass()));
    CHECK(gate.wait(at(0s)) == Duration{9s});
}

TEST_CASE("fan-out keeps the order and the bound", "[net][fan_out]") {
    int running = 0;
    int most = 0;
    std::vector<Job<int>> jobs;
    for (int i = 0; i < 12; ++i) jobs.push_back(counted(running, most, i));
    asio::io_context loop;
    std::vector<Result<int>> results;
    const auto collect = [](std::vector<Job<int>> all,
                            std::vector<Result<int>>& out) -> asio::awaitable<void> {
        out = co_await fan_out(std::move(all), 3);
    };
    begin(loop, collect(std::move(jobs), results));
    loop.run();
    REQUIRE(results.size() == 12);
    CHECK(most == 3);
    CHECK(running == 0);
    for (int i = 0; i < 12; ++i) {
        const auto& result = results[static_cast<std::size_t>(i)];
        if (i == 3) {
            REQUIRE_FALSE(result);
            CHECK(result.error().code == Errc::not_found);
        } else {
            CHECK(result == i);
        }
    }
}

TEST_CASE("fan-out over nothing is nothing", "[net][fan_out]") {
    asio::io_context loop;
    bool done = false;
    const auto collect = [](bool& finished) -> asio::awaitable<void> {
        std::vector<Job<int>> none;
        const auto results = co_await fan_out(std::move(none), 3);
        finished = results.empty();
    };
    begin(loop, collect(done));
    loop.run();
    CHECK(done);
}

TEST_CASE("a cancelled fan-out stops what runs and starts no more", "[net][fan_out]") {
    asio::io_context loop;
    int started = 0;
    std::vector<Job<void>> jobs;
    for (int i = 0; i < 10; ++i) {
        jobs.emplace_back([&started]() -> Task<void> {
            ++started;
            return pause(1h);
        });
    }
    std::vector<Result<void>> results;
    const auto collect = [](std::vector<Job<void>> all,
                            std::vector<Result<void>>& out) -> asio::awaitable<void> {
        out = co_await fan_out(std::move(all), 4);
    };
    asio::cancellation_signal stop;
    begin(loop, collect(std::move(jobs), results), stop.slot());
    loop.poll();
    CHECK(started == 4);
    stop.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.run();
    CHECK(started == 4);
    REQUIRE(results.size() == 10);
    for (const auto& result : results) {
        REQUIRE_FALSE(result);
        CHECK(result.error().code == Errc::cancelled);
    }
}

TEST_CASE("the pool gives back the connection last used, by origin", "[net][pool]") {
    ConnectionPool pool{2, 30s};
    const bool fit = true;
    int alive = 0;
    auto first = std::make_unique<FakeStream>(fit, alive);
    auto second = std::make_unique<FakeStream>(fit, alive);
    const auto* last = second.get();
    pool.put("a", std::move(first), at(0s));
    pool.put("a", std::move(second), at(1s));
    CHECK_FALSE(pool.take("b", at(1s)));
    CHECK(pool.take("a", at(1s)).get() == last);
    CHECK(pool.size() == 1);
}

TEST_CASE("the pool is bounded and forgets what is unused too long", "[net][pool]") {
    ConnectionPool pool{2, 30s};
    const bool fit = true;
    int alive = 0;
    for (int i = 0; i < 5; ++i) {
        pool.put("a", std::make_unique<FakeStream>(fit, alive), at(std::chrono::seconds{i}));
    }
    CHECK(alive == 2);
    CHECK_FALSE(pool.take("b", at(33s + 999ms)));
    CHECK(alive == 1);  // the one put at 3 s is gone, for whatever origin is asked
    CHECK(pool.take("a", at(33s + 999ms)));
    CHECK_FALSE(pool.take("a", at(33s + 999ms)));
}

TEST_CASE("a connection that died in the pool is not given out", "[net][pool]") {
    ConnectionPool pool{4, 30s};
    bool first_fit = true;
    const bool second_fit = true;
    int alive = 0;
    auto healthy = std::make_unique<FakeStream>(second_fit, alive);
    const auto* good = healthy.get();
    pool.put("a", std::move(healthy), at(0s));
    pool.put("a", std::make_unique<FakeStream>(first_fit, alive), at(0s));
    first_fit = false;
    CHECK(pool.take("a", at(1s)).get() == good);
    CHECK(pool.size() == 0);
}
