#include "wiring/stream_core.hpp"

#include "said.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const auto frames = lines(data_file("ws/ws_frames_fed_2026-07-20.jsonl"));

struct Fixture {
    Said said;
    wiring::StreamCore core{said, {}};
    Market market = recorded_market();
    Timestamp now = *parse_time("2026-07-20T20:18:06Z");

    live::FrameOutcome frame(const std::string& text) {
        now += 1ms;
        kept_ = padded(text);
        return core.on_frame(now, 0, std::string_view{kept_}.substr(0, text.size()));
    }
    void state(StreamState state) { core.on_state(now, 0, state, "", {}); }

private:
    std::string kept_;
};

std::string book_text(const TokenId& token, const std::string& bid, const std::string& ask,
                      const std::string& ms) {
    return R"({"event_type":"book","market":")" + recorded_market().condition.text() +
           R"(","asset_id":")" + token.text() + R"(","bids":[{"price":")" + bid +
           R"(","size":"5"}],"asks":[{"price":")" + ask + R"(","size":"7"}],"timestamp":")" + ms +
           R"("})";
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a market is said before its quotes, and once", "[wiring][core]") {
    core.add_market(now, 0, market);
    core.add_market(now, 0, market);
    for (const auto& text : frames) CHECK(frame(text).doubt == nullptr);
    CHECK(said.lines.find("\"market\"") < said.lines.find("\"quote\""));
    CHECK(said.lines.find("\"type\":\"market\"", 20) == std::string::npos);
    CHECK(said.quotes >= 3);
    CHECK(said.prints == 1);
    CHECK(core.damaged_messages() == 0);
}

TEST_CASE_METHOD(Fixture, "a gap takes the books away until they come anew", "[wiring][core]") {
    core.add_market(now, 0, market);
    state(StreamState::resync);
    auto outcome = frame(book_text(market.yes, "0.5", "0.6", "1000"));
    REQUIRE(outcome.books.size() == 1);
    CHECK(outcome.books.front() == market.yes);
    CHECK(core.books().quote(market.yes));
    state(StreamState::gap);
    CHECK(!core.books().quote(market.yes));
    const auto before = said.quotes;
    frame(R"({"event_type":"price_change","market":")" + market.condition.text() +
          R"(","price_changes":[{"asset_id":")" + market.yes.text() +
          R"(","price":"0.55","size":"1","side":"BUY"}]})");
    CHECK(said.quotes == before);
    state(StreamState::resync);
    frame(book_text(market.yes, "0.4", "0.6", "2000"));
    CHECK(said.quotes == before + 1);
    CHECK(said.last->bid->price.text() == "0.4");
    CHECK(said.last->seq == 2);
    CHECK(said.states.front().count == 2);
}

TEST_CASE_METHOD(Fixture, "polled books count while polling and not after", "[wiring][core]") {
    core.add_market(now, 0, market);
    const auto reply = "[" + book_text(market.yes, "0.5", "0.6", "1000") + "]";
    REQUIRE(core.on_rest(now, wiring::RestReason::poll, reply));
    CHECK(said.quotes == 0);  // nobody polls
    state(StreamState::gap);
    state(StreamState::polling);
    REQUIRE(core.on_rest(now, wiring::RestReason::poll, reply));
    CHECK(said.quotes == 1);
    CHECK(said.last->source == QuoteSource::rest);
    state(StreamState::resync);
    REQUIRE(core.on_rest(now, wiring::RestReason::poll, reply));  // asked for before: old now
    CHECK(said.quotes == 1);
    CHECK(!core.books().quote(market.yes));
    CHECK(!core.on_rest(now, wiring::RestReason::poll, "<html>"));
}

TEST_CASE_METHOD(Fixture, "a market's end is said once, by whoever knows first", "[wiring][core]") {
    core.add_market(now, 0, market);
    const auto text = R"({"event_type":"market_resolved","market":")" + market.condition.text() +
                      R"(","winning_asset_id":")" + market.no.text() + R"("})";
    frame(text);
    frame(text);
    core.resolve(now, Resolution{market.condition, Winner::no});
    REQUIRE(said.resolutions.size() == 1);
    CHECK(said.resolutions[0].winner == Winner::no);
    core.drop_market(market.condition);
    CHECK(core.markets().empty());
    const auto before = said.quotes;
    frame(book_text(market.yes, "0.5", "0.6", "1000"));
    CHECK(said.quotes == before);
}

TEST_CASE_METHOD(Fixture, "an unreadable frame starts the connection over, once a minute",
                 "[wiring][core]") {
    core.add_market(now, 0, market);
    CHECK(frame("{\"event_type\":").doubt != nullptr);
    CHECK(frame("{\"event_type\":").doubt == nullptr);
    now += 1min;
    CHECK(frame("[1,2").doubt != nullptr);
    CHECK(core.damaged_messages() == 3);
}

TEST_CASE_METHOD(Fixture, "one outcome of a market may be all that is kept", "[wiring][core]") {
    core.add_market(now, 0, market, Outcome::yes);
    frame("[" + book_text(market.yes, "0.5", "0.6", "1") + "," +
          book_text(market.no, "0.4", "0.5", "1") + "]");
    CHECK(said.quotes == 1);
    state(StreamState::live);
    CHECK(said.states.back().count == 1);
}

TEST_CASE("whole books are said when they are asked for", "[wiring][core]") {
    Said said;
    wiring::StreamCore core{said, {.books = true, .source = QuoteSource::replay}};
    const auto market = recorded_market();
    core.add_market(Timestamp{}, 0, market);
    const auto text = book_text(market.yes, "0.5", "0.6", "1");
    const auto room = padded(text);
    core.on_frame(Timestamp{}, 0, std::string_view{room}.substr(0, text.size()));
    CHECK(said.lines.find(R"("type":"book")") != std::string::npos);
    CHECK(said.lines.find(R"("bids":[[0.5,5]])") != std::string::npos);
    CHECK(said.last->source == QuoteSource::replay);
}
