#include "live/market_feed.hpp"

#include "support/catch.hpp"
#include "support/loop.hpp"
#include "support/scripted_stream.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const TokenId one = *TokenId::parse("1");
const TokenId two = *TokenId::parse("2");

/// Takes "book N" frames for books, "bad" for unreadable ones; writes everything down.
struct Consumer final : live::FeedHandler {
    live::FrameOutcome on_frame(std::string_view frame) override {
        seen.emplace_back(frame);
        books.clear();
        live::FrameOutcome out;
        if (frame.starts_with("book ")) books.push_back(*TokenId::parse(frame.substr(5)));
        if (frame == "bad") out.doubt = "unreadable";
        out.books = books;
        return out;
    }
    void on_state(const polymarket::act::Tell& tell) override { states.push_back(tell.state); }
    void on_polling(bool wanted) override { polling.push_back(wanted); }

    std::vector<std::string> seen;
    std::vector<StreamState> states;
    std::vector<bool> polling;
    std::vector<TokenId> books;
};

struct FeedWorld {
    explicit FeedWorld(std::deque<Step> script, std::vector<TokenId> tokens = {one, two}) {
        auto owned = std::make_unique<ScriptedStream>(clock, std::move(script));
        stream = owned.get();
        polymarket::FeedSession session{std::move(tokens), {}, random};
        feed = std::make_unique<live::MarketFeed>(
            std::move(owned), clock, std::move(session), consumer,
            [this](Instant until) -> net::Task<void> {
                clock.advance(std::max(until - clock.steady(), Duration{0}));
                co_return Result<void>{};
            });
    }
    void until(const std::function<bool()>& done) {
        for (int i = 0; i < 10'000 && !done(); ++i) REQUIRE(run(feed->step()));
        CHECK(done());
    }

    ManualClock clock{Timestamp{}};
    SeededRandom random{7};
    Consumer consumer;
    ScriptedStream* stream = nullptr;
    std::unique_ptr<live::MarketFeed> feed;
};

using S = StreamState;

}  // namespace

TEST_CASE("a feed is live after its books and hands every frame on", "[live][feed]") {
    FeedWorld world{{Frame{10ms, "book 1"}, Frame{0ms, "book 2"}, Frame{0ms, "x"}, Frame{1s, "y"}}};
    world.until([&] { return world.stream->done(); });
    CHECK(world.consumer.seen == std::vector<std::string>{"book 1", "book 2", "x", "y"});
    CHECK(world.consumer.states == std::vector{S::connecting, S::resync, S::live});
    CHECK(world.stream->sent == std::vector{polymarket::subscription_text(std::vector{one, two})});
}

// Goal: a dropped link is invisible to the consumer except for its states and a second
// subscription.
TEST_CASE("a dropped link is resubscribed and later frames come", "[live][feed]") {
    FeedWorld world{{Frame{1ms, "book 1"}, Frame{0ms, "book 2"}, Frame{1s, "first"}, Drop{2s},
                     Frame{1ms, "book 1"}, Frame{1ms, "book 2"}, Frame{3s, "second"}}};
    world.until([&] { return world.stream->done(); });
    CHECK(world.consumer.states ==
          std::vector{S::connecting, S::resync, S::live, S::gap, S::resync, S::live});
    CHECK(world.consumer.seen.back() == "second");
    CHECK(world.stream->connects == 2);
    CHECK(world.stream->sent.size() == 2);
    CHECK(world.stream->sent[0] == world.stream->sent[1]);
}

TEST_CASE("refused connects lead to polling and back", "[live][feed]") {
    FeedWorld world{{Frame{1ms, "book 1"}, Frame{1ms, "book 2"}, Drop{1s}, Refuse{}, Refuse{},
                     Refuse{}, Refuse{}, Frame{1ms, "book 1"}, Frame{1ms, "book 2"}}};
    world.until([&] { return world.stream->done(); });
    CHECK(world.consumer.states ==
          std::vector{S::connecting, S::resync, S::live, S::gap, S::polling, S::resync, S::live});
    CHECK(world.consumer.polling == std::vector{true, false});
    CHECK(world.stream->connects == 6);
}

TEST_CASE("PONGs keep a quiet link and are not handed on", "[live][feed]") {
    std::deque<Step> script{Frame{1ms, "book 1"}, Frame{1ms, "book 2"}};
    for (int i = 0; i < 20; ++i) script.emplace_back(Frame{10s, "PONG"});
    FeedWorld world{std::move(script)};
    world.until([&] { return world.stream->done(); });
    CHECK(world.stream->connects == 1);
    CHECK(world.consumer.seen.size() == 2);
    CHECK(std::count(world.stream->sent.begin(), world.stream->sent.end(), "PING") >= 19);
}

TEST_CASE("a silent peer is cut and connected anew", "[live][feed]") {
    FeedWorld world{{Frame{1ms, "book 1"}, Frame{1ms, "book 2"}, Frame{60s, "too late"}}};
    world.until([&] { return world.stream->connects == 2; });
    CHECK(world.stream->cuts >= 1);
    CHECK(world.clock.steady() - Instant{} < 31s);
}

TEST_CASE("an unreadable frame starts the connection over", "[live][feed]") {
    FeedWorld world{{Frame{1ms, "book 1"}, Frame{1ms, "book 2"}, Frame{1s, "bad"}}};
    world.until([&] { return world.stream->connects == 2; });
    CHECK(world.stream->cuts == 1);
    CHECK(world.consumer.states.back() == S::resync);
}

TEST_CASE("tokens may come and go between steps", "[live][feed]") {
    FeedWorld world{{Frame{1ms, "book 1"}, Frame{1ms, "x"}, Frame{1s, "y"}}, {one}};
    world.until([&] { return world.feed->session().live(); });
    REQUIRE(run(world.feed->subscribe({two})));
    REQUIRE(run(world.feed->unsubscribe({one})));
    CHECK(world.stream->sent.size() == 3);
    CHECK(world.stream->sent[1].find(R"("operation":"subscribe")") != std::string::npos);
    CHECK(world.stream->sent[2].find(R"("operation":"unsubscribe")") != std::string::npos);
}
