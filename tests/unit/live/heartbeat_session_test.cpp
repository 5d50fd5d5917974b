#include "live/heartbeat.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace std::chrono_literals;
using Pulse = HeartbeatSession::Pulse;

namespace {
const Instant t0{1h};
}

TEST_CASE("beats follow each other every three seconds with the venue's ids", "[live][heartbeat]") {
    HeartbeatSession session;
    CHECK(session.id().empty());
    CHECK(session.next_beat() <= t0);
    CHECK(session.pulse(t0 + 24h) == Pulse::starting);
    session.on_accepted("one", t0, t0 + 40ms);
    CHECK(session.id() == "one");
    CHECK(session.next_beat() == t0 + 3s);
    CHECK(*session.age(t0 + 2s) == 2s);
}

TEST_CASE("a pulse ages from good over late to lost", "[live][heartbeat]") {
    HeartbeatSession session;
    session.on_accepted("one", t0, t0 + 2s);  // counts from when it was sent
    CHECK(session.pulse(t0 + 6s) == Pulse::good);
    CHECK(session.pulse(t0 + 6s + 1us) == Pulse::late);
    CHECK(session.pulse(t0 + 9s) == Pulse::late);
    CHECK(session.pulse(t0 + 9s + 1us) == Pulse::lost);
    session.on_accepted("two", t0 + 20s, t0 + 20s);
    CHECK(session.pulse(t0 + 21s) == Pulse::good);
}

TEST_CASE("a wrong id is replaced by the expected one and sent again at once",
          "[live][heartbeat]") {
    HeartbeatSession session;
    session.on_accepted("one", t0, t0);
    session.on_refused("expected", t0 + 3s);
    CHECK(session.id() == "expected");
    CHECK(session.next_beat() == t0 + 3s);
    CHECK(!session.contested());
    session.on_refused("another", t0 + 3s);
    CHECK(session.next_beat() == t0 + 3s + 500ms);
    session.on_refused("third", t0 + 4s);
    CHECK(session.contested());
    session.on_accepted("two", t0 + 5s, t0 + 5s);
    CHECK(!session.contested());
}

TEST_CASE("a failed beat is tried again soon and does not count", "[live][heartbeat]") {
    HeartbeatSession session;
    session.on_accepted("one", t0, t0);
    session.on_failed(t0 + 5500ms);
    CHECK(session.next_beat() == t0 + 6s);
    CHECK(session.id() == "one");
    CHECK(session.pulse(t0 + 6500ms) == Pulse::late);
}
