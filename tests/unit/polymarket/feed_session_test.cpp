#include "polymarket/feed_session.hpp"

#include <functional>
#include <optional>

#include "base/json.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using namespace std::chrono_literals;

namespace {

TokenId token(int n) {
    return *TokenId::parse(std::to_string(n));
}

std::vector<TokenId> tokens(int n, int from = 1) {
    std::vector<TokenId> out;
    for (int i = 0; i < n; ++i) out.push_back(token(from + i));
    return out;
}

/// Plays the driver: carries actions out against a venue whose behaviour the test sets.
struct World {
    explicit World(int count, FeedPace pace = {}) : session{tokens(count), pace, random} {}

    void take(Actions actions) {
        for (std::size_t i = 0; i < actions.size(); ++i) {
            auto action = actions[i];
            if (auto* tell = std::get_if<act::Tell>(&action)) {
                told.push_back(tell->state);
                reasons.push_back(tell->reason);
                stale = tell->state == StreamState::stale ? tell->tokens : stale;
            } else if (auto* send = std::get_if<act::Send>(&action)) {
                sent.push_back(send->text);
            } else if (auto* poll = std::get_if<act::Poll>(&action)) {
                polling = poll->on;
            } else if (std::holds_alternative<act::Cut>(action)) {
                linked = false;
            } else if (std::holds_alternative<act::Connect>(action)) {
                ++connects;
                linked = reachable;
                take(reachable ? session.on_connected(clock.steady())
                               : session.on_lost("refused", clock.steady()));
                return;
            }
        }
    }
    void start() { take(session.start(clock.steady())); }
    void books(int count, int from = 1) {
        for (int i = 0; i < count; ++i) {
            session.on_heard(clock.steady());
            take(session.on_book(token(from + i), clock.steady()));
        }
    }
    void heard() { session.on_heard(clock.steady()); }
    /// Time passes; every wish to be woken is granted. `every` is called at each.
    void pass(
        Duration time, const std::function<void()>& every = [] {}) {
        const auto end = clock.steady() + time;
        while (session.next_wake() <= end) {
            const auto at = std::max(session.next_wake(), clock.steady());
            clock.advance(at - clock.steady());
            take(session.on_wake(clock.steady()));
            every();
        }
        clock.advance(end - clock.steady());
    }
    /// Time passes until the link is there, a minute at most.
    void until_linked() {
        const auto end = clock.steady() + 60s;
        while (!linked && session.next_wake() <= end) {
            const auto at = std::max(session.next_wake(), clock.steady());
            clock.advance(at - clock.steady());
            take(session.on_wake(clock.steady()));
        }
    }
    void lose() { take(session.on_lost("reset by peer", clock.steady())); }

    ManualClock clock{Timestamp{}};
    SeededRandom random{1};
    FeedSession session;
    bool reachable = true;
    bool linked = false;
    bool polling = false;
    int connects = 0;
    std::vector<StreamState> told;
    std::vector<std::string> reasons;
    std::vector<std::string> sent;
    std::vector<TokenId> stale;
};

using S = StreamState;

}  // namespace

TEST_CASE("a subscription is sent as the venue documents it", "[polymarket][feed]") {
    CHECK(subscription_text(tokens(2)) ==
          R"({"type":"market","assets_ids":["1","2"],"initial_dump":true,"level":2,)"
          R"("custom_feature_enabled":true})");
    CHECK(change_text(true, tokens(1)) ==
          R"({"operation":"subscribe","assets_ids":["1"],"custom_feature_enabled":true})");
    CHECK(change_text(false, tokens(1)) == R"({"operation":"unsubscribe","assets_ids":["1"]})");
}

TEST_CASE("a session is live once every token had its book", "[polymarket][feed]") {
    World world{3};
    world.start();
    CHECK(world.told == std::vector{S::connecting, S::resync});
    world.books(2);
    CHECK(!world.session.live());
    world.books(1, 3);
    CHECK(world.session.live());
    CHECK(world.told == std::vector{S::connecting, S::resync, S::live});
    CHECK(world.sent == std::vector{subscription_text(tokens(3))});
}

TEST_CASE("many tokens go out in frames of at most a hundred", "[polymarket][feed]") {
    World world{200};
    world.start();
    REQUIRE(world.sent.size() == 2);
    for (const auto& text : world.sent) {
        CHECK(Json::parse(text)->find("assets_ids")->items().size() == 100);
    }
    CHECK(Json::parse(world.sent[0])->string("type") == "market");
    CHECK(Json::parse(world.sent[1])->string("operation") == "subscribe");
}

TEST_CASE("PING goes out every ten seconds while the link is up", "[polymarket][feed]") {
    World world{1};
    world.start();
    world.books(1);
    world.pass(61s, [&] { world.heard(); });
    CHECK(std::count(world.sent.begin(), world.sent.end(), "PING") == 6);
    CHECK(world.connects == 1);
}

TEST_CASE("thirty seconds of silence mean a dead peer", "[polymarket][feed]") {
    World world{1};
    world.start();
    world.books(1);
    world.pass(29s);
    CHECK(world.told.back() == S::live);
    world.pass(1s);
    CHECK(world.told == std::vector{S::connecting, S::resync, S::live, S::gap, S::resync});
    CHECK(world.connects == 2);  // the first try comes at once
    CHECK(world.reasons[3] == "the venue is silent");
}

TEST_CASE("a lost link is told, polled over and made whole again, in this order",
          "[polymarket][feed]") {
    World world{2};
    world.start();
    world.books(2);
    world.reachable = false;
    world.lose();
    world.pass(20s);
    CHECK(world.polling);
    CHECK(world.told == std::vector{S::connecting, S::resync, S::live, S::gap, S::polling});
    world.reachable = true;
    world.until_linked();
    CHECK(!world.polling);
    world.books(2);
    CHECK(world.told ==
          std::vector{S::connecting, S::resync, S::live, S::gap, S::polling, S::resync, S::live});
}

TEST_CASE("polling starts after three refused connects or five seconds, whichever is first",
          "[polymarket][feed]") {
    SECTION("refused at once") {
        World world{1, FeedPace{.retry = {1ms, 2ms}}};
        world.reachable = false;
        world.start();
        world.pass(10ms);
        CHECK(world.polling);
        CHECK(world.connects >= 3);
    }
    SECTION("slowly") {
        World world{1, FeedPace{.retry = {60s, 60s}, .poll_after_failures = 1'000}};
        world.reachable = false;
        world.start();
        world.pass(4s);
        CHECK(!world.polling);
        world.pass(1s);
        CHECK(world.polling);
    }
}

TEST_CASE("back-off grows up to its bound and is reset only by a healthy minute",
          "[polymarket][feed]") {
    World world{1};
    world.start();
    world.reachable = false;
    world.lose();
    world.pass(10min);
    // Reliability catalogue F-10: ten minutes of outage make at most forty attempts... of the mean
    // wait of 15 s; full jitter with this seed stays below twice that.
    CHECK(world.connects <= 80);
    CHECK(world.connects >= 15);

    // One short success does not reset it: the wait after the next loss may be long.
    world.reachable = true;
    world.until_linked();
    world.books(1);
    REQUIRE(world.session.live());
    world.reachable = false;
    int before = world.connects;
    world.lose();
    world.pass(2s);
    CHECK(world.connects - before <= 2);

    world.reachable = true;
    world.until_linked();
    world.books(1);
    world.pass(61s, [&] { world.heard(); });  // healthy
    world.reachable = false;
    before = world.connects;
    world.lose();
    world.pass(2s);
    CHECK(world.connects - before >= 3);
}

TEST_CASE("a book that stays away makes one new connection, then counts as missing",
          "[polymarket][feed]") {
    World world{3};
    world.start();
    world.books(2);
    world.pass(10s);
    CHECK(world.connects == 2);
    world.books(2);
    world.pass(10s);
    CHECK(world.connects == 2);
    CHECK(world.session.live());
    CHECK(world.stale == std::vector{token(3)});
    CHECK(world.told ==
          std::vector{S::connecting, S::resync, S::gap, S::polling, S::resync, S::stale, S::live});
}

TEST_CASE("a subscription that is ignored altogether is never taken for live",
          "[polymarket][feed]") {
    World world{2};
    world.start();
    world.pass(5min, [&] { world.heard(); });
    CHECK(!world.session.live());
    CHECK(std::count(world.told.begin(), world.told.end(), S::live) == 0);
    CHECK(std::count(world.told.begin(), world.told.end(), S::polling) >= 1);
}

TEST_CASE("tokens come and go on a live connection", "[polymarket][feed]") {
    World world{1};
    world.start();
    world.books(1);
    world.sent.clear();
    world.take(world.session.subscribe(tokens(3), world.clock.steady()));
    CHECK(world.sent == std::vector{change_text(true, tokens(2, 2))});
    CHECK(world.session.live());
    world.take(world.session.unsubscribe(tokens(1), world.clock.steady()));
    CHECK(world.sent.back() == change_text(false, tokens(1)));
    // After a loss exactly those wanted now are asked for again.
    world.sent.clear();
    world.lose();
    world.pass(0s);
    CHECK(world.sent == std::vector{subscription_text(tokens(2, 2))});
}

TEST_CASE("tokens changed while the link is down are asked for when it is back",
          "[polymarket][feed]") {
    World world{1};
    world.reachable = false;
    world.start();
    world.take(world.session.subscribe(tokens(2), world.clock.steady()));
    CHECK(world.sent.empty());
    world.reachable = true;
    world.pass(31s);
    REQUIRE(!world.sent.empty());
    CHECK(world.sent.front() == subscription_text(tokens(2)));
}

TEST_CASE("doubt about what came in drops the link once", "[polymarket][feed]") {
    World world{1};
    world.start();
    world.books(1);
    world.take(world.session.on_doubt("a frame is not JSON", world.clock.steady()));
    CHECK(!world.linked);
    CHECK(world.told.back() == S::gap);
    world.take(world.session.on_doubt("again", world.clock.steady()));
    CHECK(std::count(world.told.begin(), world.told.end(), S::gap) == 1);
}

// Goal: whatever step of a life the link dies at, the session comes back to live, tells exactly one
// gap for the outage and subscribes to everything again.
// Method: the same life (connect, books, frames, a change of tokens), killed after step 0, 1, 2, …
TEST_CASE("a life that fails at any step ends up live again", "[polymarket][feed]") {
    const std::vector<std::function<void(World&)>> life{
        [](World& w) { w.start(); },
        [](World& w) { w.books(1); },
        [](World& w) { w.pass(3s); },
        [](World& w) { w.books(2, 2); },
        [](World& w) { w.pass(12s, [&] { w.heard(); }); },
        [](World& w) { w.take(w.session.subscribe(tokens(4), w.clock.steady())); },
        [](World& w) { w.books(1, 4); },
        [](World& w) { w.take(w.session.unsubscribe(tokens(1), w.clock.steady())); },
        [](World& w) { w.pass(15s, [&] { w.heard(); }); },
    };
    for (std::size_t killed_after = 0; killed_after < life.size(); ++killed_after) {
        for (const bool long_outage : {false, true}) {
            CAPTURE(killed_after, long_outage);
            World world{3};
            for (std::size_t step = 0; step <= killed_after; ++step) life[step](world);
            world.told.clear();
            world.sent.clear();
            world.reachable = !long_outage;
            world.lose();
            if (long_outage) {
                world.pass(30s);
                CHECK(world.polling);
                world.reachable = true;
            }
            world.until_linked();
            REQUIRE(world.linked);
            const auto wanted = world.session.tokens();
            for (const auto& one : wanted) {
                world.take(world.session.on_book(one, world.clock.steady()));
            }
            CHECK(world.session.live());
            CHECK(!world.polling);
            CHECK(std::count(world.told.begin(), world.told.end(), S::gap) == 1);
            CHECK(std::count(world.told.begin(), world.told.end(), S::polling) <=
                  (long_outage ? 3 : 1));
            CHECK(world.told.front() == S::gap);
            CHECK(world.told.back() == S::live);
            const auto again = subscription_text({wanted.begin(), wanted.end()});
            CHECK(std::count(world.sent.begin(), world.sent.end(), again) >= 1);
        }
    }
}
