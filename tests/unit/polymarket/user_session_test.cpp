#include "polymarket/user_session.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using namespace std::chrono_literals;

namespace {

/// Names of actions in order: "connect", "cut", "auth", "send", "resync", or the state told.
std::vector<std::string> names(const UserActions& actions) {
    struct Name {
        std::string operator()(const act::Connect&) const { return "connect"; }
        std::string operator()(const act::Cut&) const { return "cut"; }
        std::string operator()(const act::Authenticate&) const { return "auth"; }
        std::string operator()(const act::Send& send) const { return send.text; }
        std::string operator()(const act::Resync&) const { return "READ"; }
        std::string operator()(const act::Tell& tell) const {
            switch (tell.state) {
                case StreamState::connecting: return "connecting";
                case StreamState::gap: return "gap";
                case StreamState::resync: return "resync";
                case StreamState::live: return "live";
                case StreamState::stale: return "stale";
                default: return "?";
            }
        }
    };
    std::vector<std::string> out;
    for (const auto& action : actions) out.push_back(std::visit(Name{}, action));
    return out;
}
using Names = std::vector<std::string>;

struct World {
    SeededRandom random{3};
    UserSession session{{}, random};
    Instant now{1h};

    /// Connected, heard, resynced.
    void go_live() {
        (void)session.start(now);
        (void)session.on_connected(now);
        (void)session.on_heard(now);
        (void)session.on_resynced(true, now);
        REQUIRE(session.live());
    }
};

}  // namespace

TEST_CASE("a user session is live only after a resync on this connection", "[polymarket][user]") {
    World w;
    CHECK(names(w.session.start(w.now)) == Names{"connecting", "connect"});
    CHECK(names(w.session.on_connected(w.now)) == Names{"auth", "PING"});
    CHECK(!w.session.live());
    CHECK(names(w.session.on_heard(w.now)) == Names{"resync", "READ"});
    CHECK(w.session.on_heard(w.now).empty());
    CHECK(!w.session.live());
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"live"});
    CHECK(w.session.live());
}

TEST_CASE("a failed resync is repeated and does not make it live", "[polymarket][user]") {
    World w;
    (void)w.session.start(w.now);
    (void)w.session.on_connected(w.now);
    (void)w.session.on_heard(w.now);
    CHECK(names(w.session.on_resynced(false, w.now)).empty());
    CHECK(!w.session.live());
    const auto wait = w.session.next_wake() - w.now;
    CHECK(wait > 0s);
    CHECK(wait <= 10s);
    w.now += 10s;
    const auto woken = names(w.session.on_wake(w.now));
    CHECK(std::count(woken.begin(), woken.end(), "READ") == 1);
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"live"});
}

TEST_CASE("an unreadable frame asks for a resync and keeps the link", "[polymarket][user]") {
    World w;
    w.go_live();
    CHECK(names(w.session.on_unreadable("not JSON", w.now)) == Names{"resync", "READ"});
    CHECK(!w.session.live());
    // another one while the reading is under way: what it told of may have come too late for it
    CHECK(w.session.on_unreadable("not JSON", w.now).empty());
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"READ"});
    CHECK(!w.session.live());
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"live"});
}

TEST_CASE("a link lost during a resync wants one of its own", "[polymarket][user]") {
    World w;
    (void)w.session.start(w.now);
    (void)w.session.on_connected(w.now);
    (void)w.session.on_heard(w.now);
    (void)w.session.on_lost("reset", w.now);
    CHECK(names(w.session.on_wake(w.now)) == Names{"connect"});
    (void)w.session.on_connected(w.now);
    CHECK(names(w.session.on_heard(w.now)) == Names{"resync"});  // the old reading still runs
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"READ"});
    CHECK(!w.session.live());
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"live"});
}

TEST_CASE("a reading that ends after the loss counts for nothing", "[polymarket][user]") {
    World w;
    (void)w.session.start(w.now);
    (void)w.session.on_connected(w.now);
    (void)w.session.on_heard(w.now);
    (void)w.session.on_lost("reset", w.now);
    CHECK(w.session.on_resynced(true, w.now).empty());
    (void)w.session.on_wake(w.now);
    (void)w.session.on_connected(w.now);
    CHECK(names(w.session.on_heard(w.now)) == Names{"resync", "READ"});
    CHECK(names(w.session.on_resynced(true, w.now)) == Names{"live"});
}

TEST_CASE("a quiet live stream is checked once a minute and pinged", "[polymarket][user]") {
    World w;
    w.go_live();
    int checks = 0;
    int pings = 0;
    for (int second = 0; second < 600; ++second) {
        w.now += 1s;
        if (w.now < w.session.next_wake()) continue;
        for (const auto& name : names(w.session.on_wake(w.now))) {
            if (name == "READ") {
                ++checks;
                CHECK(w.session.live());
                CHECK(w.session.on_resynced(true, w.now).empty());
            }
            if (name == "PING") {
                ++pings;
                (void)w.session.on_heard(w.now);  // the PONG
            }
        }
    }
    CHECK(checks == 10);
    CHECK(pings == 60);
    CHECK(w.session.live());
}

TEST_CASE("a silent peer is cut after half a minute", "[polymarket][user]") {
    World w;
    w.go_live();
    w.now += 29s;
    (void)w.session.on_wake(w.now);
    CHECK(w.session.linked());
    w.now += 1s;
    CHECK(names(w.session.on_wake(w.now)) == Names{"cut", "gap"});
    CHECK(names(w.session.on_wake(w.now)) == Names{"connect"});  // the first try comes at once
}

TEST_CASE("refused credentials are suspected, and the venue is not hammered",
          "[polymarket][user]") {
    World w;
    (void)w.session.start(w.now);
    Names told;
    int connects = 1;
    const auto until = w.now + 10min;
    while (w.now < until) {
        (void)w.session.on_connected(w.now);
        for (const auto& name : names(w.session.on_lost("closed", w.now))) told.push_back(name);
        w.now = std::max(w.now, w.session.next_wake());
        REQUIRE(names(w.session.on_wake(w.now)) == Names{"connect"});
        ++connects;
    }
    CHECK(w.session.credentials_suspect());
    CHECK(std::count(told.begin(), told.end(), "gap") == 1);
    CHECK(std::count(told.begin(), told.end(), "stale") == 1);
    CHECK(connects <= 60);
    (void)w.session.on_connected(w.now);
    (void)w.session.on_heard(w.now);
    CHECK(!w.session.credentials_suspect());
}
