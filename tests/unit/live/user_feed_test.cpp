#include "live/user_feed.hpp"

#include <algorithm>

#include "account_fixture.hpp"
#include "net/websocket.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/scripted_stream.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const std::string order = data_file("ws/nautilus_it_order_placement.json");
const std::string trade = data_file("ws/nautilus_it_user_trade1.json");

struct Consumer final : live::UserFeedHandler {
    void on_event(const polymarket::UserEvent& event) override {
        seen += std::holds_alternative<polymarket::UserOrder>(event) ? 'o' : 't';
    }
    void on_state(const polymarket::act::Tell& tell) override { states.push_back(tell.state); }
    void on_lost() override { ++lost; }
    net::Task<void> resync(bool check) override {
        (check ? checks : resyncs)++;
        if (fails > 0) {
            --fails;
            co_return fail(Errc::unavailable, "scripted");
        }
        co_return Result<void>{};
    }

    std::string seen;
    std::vector<StreamState> states;
    int lost = 0;
    int resyncs = 0;
    int checks = 0;
    int fails = 0;
};

/// A feed over a script; the clock moves with it. Everything runs on one loop.
struct UserWorld {
    explicit UserWorld(std::deque<Step> script) {
        auto owned = std::make_unique<ScriptedStream>(clock, std::move(script));
        stream = owned.get();
        live::UserFeed::Parts parts{std::move(owned), clock, key, consumer, loop.executor()};
        feed = std::make_unique<live::UserFeed>(
            std::move(parts), polymarket::UserSession{{}, random}, Log{},
            [this](Instant until) -> net::Task<void> {
                clock.advance(std::max(until - clock.steady(), Duration{0}));
                co_return Result<void>{};
            });
    }
    ~UserWorld() { CHECK(loop.run(feed->close())); }
    UserWorld(const UserWorld&) = delete;
    UserWorld& operator=(const UserWorld&) = delete;

    void until(const std::function<bool()>& done) {
        REQUIRE(loop.run(feed->step()));
        for (int i = 0; i < 20'000 && !done(); ++i) {
            REQUIRE(loop.run(feed->step()));
            loop.drain(0us);  // a resync under way
        }
        CHECK(done());
    }

    Loop loop;
    ManualClock clock{Timestamp{}};
    SeededRandom random{7};
    polymarket::ApiKey key = test_api_key();
    Consumer consumer;
    ScriptedStream* stream = nullptr;
    std::unique_ptr<live::UserFeed> feed;
};

using S = StreamState;

}  // namespace

TEST_CASE("the user feed authenticates, resyncs, and is live", "[live][user]") {
    UserWorld w{
        {Frame{10ms, "PONG"}, Frame{1s, order}, Frame{0ms, "[" + trade + "," + order + "]"}}};
    w.until([&] { return w.stream->done() && w.consumer.states.back() == S::live; });
    CHECK(w.stream->sent.at(0) == polymarket::user_subscription_text(w.key));
    CHECK(w.stream->sent.at(1) == "PING");
    CHECK(w.consumer.seen == "oto");
    CHECK(w.consumer.resyncs == 1);
    CHECK(w.consumer.states == std::vector{S::connecting, S::resync, S::live});
}

TEST_CASE("after every loss the account is read anew", "[live][user]") {
    UserWorld w{{Frame{1ms, "PONG"}, Frame{1s, order}, Drop{1s}, Refuse{}, Frame{1ms, "PONG"},
                 Frame{1s, trade}}};
    w.until([&] { return w.stream->done() && w.consumer.states.back() == S::live; });
    CHECK(w.consumer.seen == "ot");
    CHECK(w.consumer.resyncs == 2);
    CHECK(w.consumer.lost >= 1);
    CHECK(w.stream->connects == 3);
    CHECK(w.consumer.states ==
          std::vector{S::connecting, S::resync, S::live, S::gap, S::resync, S::live});
}

TEST_CASE("a frame that cannot be read leads to a resync on the same link", "[live][user]") {
    UserWorld w{
        {Frame{1ms, "PONG"}, Frame{1s, R"({"event_type":"trade","id":"t"})"}, Frame{1s, order}}};
    w.until([&] { return w.stream->done() && w.consumer.states.back() == S::live; });
    CHECK(w.consumer.resyncs == 2);
    CHECK(w.stream->connects == 1);
    CHECK(w.feed->unreadable() == 1);
    CHECK(w.consumer.seen == "o");
}

TEST_CASE("a resync that fails is repeated until it succeeds", "[live][user]") {
    UserWorld w{{Frame{1ms, "PONG"}}};
    w.consumer.fails = 3;
    w.until([&] { return w.consumer.states.back() == S::live; });
    CHECK(w.consumer.resyncs + w.consumer.checks == 4);
    CHECK(w.consumer.states == std::vector{S::connecting, S::resync, S::live});
}

TEST_CASE("a mute channel is checked from time to time", "[live][user]") {
    std::deque<Step> script;
    for (int i = 0; i < 30; ++i) script.emplace_back(Frame{10s, "PONG"});
    UserWorld w{std::move(script)};
    w.until([&] { return w.stream->done(); });
    CHECK(w.consumer.checks >= 4);
    CHECK(w.consumer.resyncs == 1);
    CHECK(w.stream->connects == 1);
}

TEST_CASE("the user feed works over a real socket, and tells of refused credentials",
          "[live][user]") {
    AccountFixture f;
    Consumer consumer;
    polymarket::UserPace pace;
    pace.retry = {1ms, 5ms};
    auto socket = net::make_websocket(f.loop.executor(), f.endpoints.ws_user, f.clock);
    live::UserFeed::Parts parts{std::move(socket), f.clock, f.api, consumer, f.loop.executor()};
    live::UserFeed feed{std::move(parts), polymarket::UserSession{pace, f.random}};
    net::TaskGroup group{f.loop.executor()};
    REQUIRE(group.start(feed.run()));
    f.until([&] { return feed.session().live(); });
    CHECK(f.venue.said == std::vector{polymarket::user_subscription_text(f.api)});
    REQUIRE(f.run(f.venue.push("[" + order + "]")));
    f.until([&] { return consumer.seen == "o"; });
    f.venue.cut_sockets();
    f.until([&] { return consumer.resyncs == 2 && feed.session().live(); });
    f.venue.refuse_sockets = true;
    f.venue.pongs = false;
    f.venue.cut_sockets();
    f.until([&] { return feed.session().credentials_suspect(); });
    CHECK(consumer.states.back() == S::stale);
    CHECK(f.run(group.stop()));
    CHECK(f.run(feed.close()));
}
