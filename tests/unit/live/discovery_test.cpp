#include "live/discovery.hpp"

#include "scripted_http.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const std::string gamma = "http://127.0.0.1:1/gamma";
const std::string listing =
    gamma + "/events/keyset?limit=50&closed=false&tag_slug=daily-temperature";

std::string condition(char c) {
    return "0x" + std::string(64, c);
}

std::string market(char c, const std::string& extra = "") {
    const std::string id(1, static_cast<char>('1' + (c - 'a')));
    return R"({"slug":"m)" + std::string(1, c) + R"(","conditionId":")" + condition(c) +
           R"(","clobTokenIds":"[\"1)" + id + R"(\", \"2)" + id +
           R"(\"]","orderPriceMinTickSize":0.01,"orderMinSize":5,"acceptingOrders":true,)" +
           (extra.empty() ? R"("closed":false})" : extra + "}");
}

std::string event(const std::string& slug, const std::vector<std::string>& markets) {
    std::string out = R"({"id":"1","slug":")" + slug + R"(","title":"t","markets":[)";
    for (std::size_t i = 0; i < markets.size(); ++i) out += (i == 0 ? "" : ",") + markets[i];
    return out + "]}";
}

std::string page(const std::vector<std::string>& events) {
    std::string out = R"({"events":[)";
    for (std::size_t i = 0; i < events.size(); ++i) out += (i == 0 ? "" : ",") + events[i];
    return out + "]}";
}

const std::string won =
    R"("closed":true,"outcomePrices":"[\"1\",\"0\"]","umaResolutionStatus":"resolved")";
const std::string only_closed = R"("closed":true,"outcomePrices":"[\"0.9\",\"0.1\"]")";

struct Fixture {
    ScriptedHttp http;
    ManualClock clock{Timestamp{}};
    live::Catalogue catalogue{http,
                              *live::endpoints_under("http://127.0.0.1:1"),
                              {},
                              live::CataloguePace{.retry_wait = 1ms}};

    live::Discovery listed() {
        live::Wish wish;
        wish.selection = live::Selection{};
        return live::Discovery{catalogue, clock, wish, {}};
    }
    void state_of(char c, const std::string& body) {
        for (const auto* closed : {"false", "true"}) {
            http.answer(gamma + "/markets/keyset?condition_ids=" + condition(c) +
                            "&closed=" + closed + "&limit=100",
                        200, R"({"markets":[)" + (closed[0] == 't' ? body : "") + "]}");
        }
    }
};

std::vector<std::string> slugs(const std::vector<Market>& markets) {
    std::vector<std::string> out;
    for (const auto& one : markets) out.push_back(one.slug);
    return out;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "new markets come in, each once", "[live][discovery]") {
    http.answer(listing, 200, page({event("e", {market('a')})}));
    http.answer(listing, 200, page({event("e", {market('a'), market('b')})}));
    auto discovery = listed();
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"ma"});
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"mb"});
    CHECK(run(discovery.refresh())->added.empty());
    CHECK(discovery.markets().size() == 2);
}

TEST_CASE_METHOD(Fixture, "a resolved market leaves with its winner, a merely closed one stays",
                 "[live][discovery]") {
    http.answer(listing, 200, page({event("e", {market('a'), market('b')})}));
    http.answer(listing, 200, page({event("e", {market('b')})}));
    state_of('a', market('a', only_closed));
    auto discovery = listed();
    REQUIRE(run(discovery.refresh()));
    auto second = run(discovery.refresh());
    REQUIRE(second);
    CHECK(second->gone.empty());  // closed is not resolved
    CHECK(discovery.markets().size() == 2);

    ScriptedHttp later;
    live::Catalogue fresh{later, *live::endpoints_under("http://127.0.0.1:1"), {}};
    later.answer(listing, 200, page({event("e", {market('a'), market('b')})}));
    later.answer(listing, 200, page({event("e", {market('a', won), market('b')})}));
    live::Wish wish;
    wish.selection = live::Selection{};
    wish.selection->closed.reset();
    const auto any = gamma + "/events/keyset?limit=50&tag_slug=daily-temperature";
    later.answer(any, 200, page({event("e", {market('a'), market('b')})}));
    later.answer(any, 200, page({event("e", {market('a', won), market('b')})}));
    live::Discovery both{fresh, clock, wish, {}};
    REQUIRE(run(both.refresh()));
    auto change = run(both.refresh());
    REQUIRE(change);
    REQUIRE(change->gone.size() == 1);
    CHECK(change->gone[0].market.slug == "ma");
    CHECK(change->gone[0].winner == Winner::yes);
    CHECK(both.markets().size() == 1);
}

TEST_CASE_METHOD(Fixture, "a market missing from the listing is asked for itself",
                 "[live][discovery]") {
    http.answer(listing, 200, page({event("e", {market('a')})}));
    http.answer(listing, 200, page({}));
    state_of('a', market('a', won));
    auto discovery = listed();
    REQUIRE(run(discovery.refresh()));
    auto change = run(discovery.refresh());
    REQUIRE(change);
    REQUIRE(change->gone.size() == 1);
    CHECK(change->gone[0].winner == Winner::yes);
    CHECK(discovery.markets().empty());
}

TEST_CASE_METHOD(Fixture, "a failed look leaves the set as it was", "[live][discovery]") {
    http.answer(listing, 200, page({event("e", {market('a')})}));
    http.fails(listing, Errc::lost);
    http.answer(listing, 200, page({event("e", {market('a'), market('b')})}));
    auto discovery = listed();
    REQUIRE(run(discovery.refresh()));
    CHECK(run(discovery.refresh()).error().code == Errc::lost);
    CHECK(discovery.markets().size() == 1);
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"mb"});
}

TEST_CASE_METHOD(Fixture, "named events are followed by name and markets alone by theirs",
                 "[live][discovery]") {
    http.answer(gamma + "/events/slug/e", 200, event("e", {market('a'), market('b')}));
    http.answer(gamma + "/markets/slug/mb", 200,
                market('b', R"("closed":false,"events":[{"slug":"e"}])"));
    live::Wish wish;
    wish.names = {"mb"};
    live::Discovery discovery{catalogue, clock, wish, {}};
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"mb"});
    CHECK(run(discovery.refresh())->added.empty());
    wish.names = {"nothing"};
    live::Discovery lost{catalogue, clock, wish, {}};
    CHECK(run(lost.refresh()).error().code == Errc::not_found);
}

TEST_CASE_METHOD(Fixture, "a market without tokens waits for them", "[live][discovery]") {
    const auto bare = R"({"slug":"ma","conditionId":")" + condition('a') + R"(","closed":false})";
    http.answer(listing, 200, page({event("e", {bare})}));
    http.answer(listing, 200, page({event("e", {market('a')})}));
    auto discovery = listed();
    CHECK(run(discovery.refresh())->added.empty());
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"ma"});
}

TEST_CASE_METHOD(Fixture, "a limit keeps the first markets", "[live][discovery]") {
    http.answer(listing, 200, page({event("e", {market('a'), market('b'), market('c')})}));
    live::Wish wish;
    wish.selection = live::Selection{};
    wish.markets_max = 2;
    live::Discovery discovery{catalogue, clock, wish, {}};
    CHECK(slugs(run(discovery.refresh())->added) == std::vector<std::string>{"ma", "mb"});
}
