#include "live/heartbeat.hpp"

#include "account_fixture.hpp"
#include "base/json.hpp"
#include "net/task_group.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace pm::test;
using namespace std::chrono_literals;
using Pulse = HeartbeatSession::Pulse;

namespace {

/// The published pace, a hundred times as fast.
HeartbeatPace quick() {
    HeartbeatPace pace;
    pace.every = 30ms;
    pace.retry = 5ms;
    pace.give_up = 25ms;
    pace.late_after = 60ms;
    pace.lost_after = 90ms;
    return pace;
}

}  // namespace

// Goal: the chain of ids is the venue's, a wrong one is replaced, and silence is noticed.
TEST_CASE("the heartbeat follows the venue's chain and notices silence", "[live][heartbeat]") {
    AccountFixture f;
    std::string expected;  // by the venue
    int accepted = 0;
    int refused = 0;
    f.venue.on("POST /v1/heartbeats", [&](const net::ServerRequest& request) {
        const auto json = Json::parse(request.body);
        const auto sent = std::string{json->string("heartbeat_id").value_or("?")};
        if (sent != expected) {
            ++refused;
            return http_reply(
                400, R"({"error_msg":"Invalid Heartbeat ID","heartbeat_id":")" + expected + "\"}");
        }
        expected = "id-" + std::to_string(++accepted);
        return http_reply(200, R"({"heartbeat_id":")" + expected + "\"}");
    });
    std::vector<Pulse> pulses;
    Heartbeat heart{*f.client, f.clock, quick(), [&](Pulse pulse) { pulses.push_back(pulse); }};
    net::TaskGroup group{f.loop.executor()};
    REQUIRE(group.start(heart.run()));
    f.until([&] { return accepted >= 5; });
    CHECK(refused == 0);
    CHECK(pulses == std::vector{Pulse::good});
    expected = "set-by-somebody-else";
    f.until([&] { return accepted >= 8; });
    CHECK(refused == 1);
    CHECK(pulses == std::vector{Pulse::good});
    f.venue.dies("POST /v1/heartbeats");
    f.until([&] { return !pulses.empty() && pulses.back() == Pulse::lost; });
    CHECK(heart.session().pulse(f.clock.steady()) == Pulse::lost);
    CHECK(f.run(group.stop()));
    CHECK(heart.beats() == static_cast<std::uint64_t>(accepted));
}
