#include "live/catalogue.hpp"

#include "base/json.hpp"
#include "polymarket/facts.hpp"
#include "scripted_http.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const std::string nyc = "highest-temperature-in-nyc-on-june-9-2026";
const std::string nyc_file = "gamma/events/" + nyc + ".json";
const std::string gamma = "http://127.0.0.1:1/gamma";
const std::string clob = "http://127.0.0.1:1";

/// A page of the listing made of whole recorded events.
std::string page(const std::vector<std::string>& events, const std::string& cursor) {
    std::string out = R"({"events":[)";
    for (std::size_t i = 0; i < events.size(); ++i) out += (i == 0 ? "" : ",") + events[i];
    out += "]";
    if (!cursor.empty()) out += R"(,"next_cursor":")" + cursor + "\"";
    return out + "}";
}

std::string event(const std::string& slug) {
    return R"({"id":"1","slug":")" + slug + R"(","title":"t","markets":[]})";
}

struct Fixture {
    ScriptedHttp http;
    live::CataloguePace pace{.retry_wait = 1ms, .retries = 2};
    live::Catalogue catalogue{http, *live::endpoints_under("http://127.0.0.1:1"), {}, pace};
    std::string nyc_event = [] {  // recorded as a list of one
        const auto text = data_file(nyc_file);
        return Json::parse(text)->items().front().text();
    }();
    Event nyc_decoded() {
        http.answer(gamma + "/events/slug/" + nyc, 200, nyc_event);
        auto found = run(catalogue.event(nyc));
        REQUIRE(found);
        return *found;
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a listing walks its pages with the cursor", "[live][catalogue]") {
    const auto first = gamma + "/events/keyset?limit=50&closed=false&tag_slug=weather";
    http.answer(first, 200, page({event("a"), event("b")}, "c1"));
    http.answer(first + "&after_cursor=c1", 200, page({event("b"), event("c")}, ""));
    polymarket::EventQuery query;
    query.tag = "weather";
    auto list = run(catalogue.list(query));
    REQUIRE(list);
    CHECK(list->complete);
    REQUIRE(list->events.size() == 3);  // "b" came twice: pages overlap when events are added
    CHECK(list->events[2].slug == "c");
    CHECK(http.asked.size() == 2);
    CHECK(http.families.front() == "gamma.events");
}

TEST_CASE_METHOD(Fixture, "a page that fails leaves what came, marked incomplete",
                 "[live][catalogue]") {
    const auto first = gamma + "/events/keyset?limit=50&closed=false";
    http.answer(first, 200, page({event("a")}, "c1"));
    http.fails(first + "&after_cursor=c1", Errc::lost);
    auto list = run(catalogue.list({}));
    REQUIRE(list);
    CHECK(!list->complete);
    CHECK(list->note.find("page 2") != std::string::npos);
    CHECK(list->events.size() == 1);

    ScriptedHttp broken;
    live::Catalogue other{broken, *live::endpoints_under("http://127.0.0.1:1"), {}, pace};
    broken.fails(first, Errc::unavailable);
    CHECK(run(other.list({})).error().code == Errc::unavailable);
}

TEST_CASE_METHOD(Fixture, "a venue whose pages go round in circles is left", "[live][catalogue]") {
    const auto first = gamma + "/events/keyset?limit=50&closed=false";
    http.answer(first, 200, page({event("a")}, "c1"));
    http.answer(first + "&after_cursor=c1", 200, page({event("b")}, "c1"));
    auto list = run(catalogue.list({}));
    REQUIRE(list);
    CHECK(!list->complete);
    CHECK(http.asked.size() < 5);
}

TEST_CASE_METHOD(Fixture, "an unknown sort name is tried in its other spelling, then without",
                 "[live][catalogue]") {
    const auto base = gamma + "/events/keyset?limit=50&closed=false";
    const auto refusal = R"({"type":"validation error","error":"order fields are not valid"})";
    polymarket::EventQuery query;
    query.sort = "volume_num";
    SECTION("the other spelling works") {
        http.answer(base + "&order=volume_num&ascending=false", 422, refusal);
        http.answer(base + "&order=volumeNum&ascending=false", 200, page({event("a")}, ""));
        auto list = run(catalogue.list(query));
        REQUIRE(list);
        CHECK(list->note.empty());
        CHECK(list->events.size() == 1);
    }
    SECTION("neither does") {
        http.answer(base + "&order=volume_num&ascending=false", 422, refusal);
        http.answer(base + "&order=volumeNum&ascending=false", 422, refusal);
        http.answer(base, 200, page({event("a")}, ""));
        auto list = run(catalogue.list(query));
        REQUIRE(list);
        CHECK(list->note.find("volume_num") != std::string::npos);
        CHECK(list->events.size() == 1);
    }
}

TEST_CASE_METHOD(Fixture, "a limit stops the walk and says that there is more",
                 "[live][catalogue]") {
    http.answer(gamma + "/events/keyset?limit=2&closed=false", 200,
                page({event("a"), event("b")}, "c1"));
    polymarket::EventQuery query;
    query.limit_total = 2;
    auto list = run(catalogue.list(query));
    REQUIRE(list);
    CHECK(list->events.size() == 2);
    CHECK(!list->complete);
    CHECK(http.asked.size() == 1);
}

TEST_CASE_METHOD(Fixture, "an event comes with the bucket of every market", "[live][catalogue]") {
    const auto found = nyc_decoded();
    REQUIRE(found.markets.size() == 11);
    for (const auto& market : found.markets) {
        CAPTURE(market.label);
        REQUIRE(market.temperature);
        CHECK(market.temperature->rule.station == "KLGA");
        CHECK(market.refusal.empty());
    }
    // From the labels on the venue's page: "71°F or below", "72-73°F", …, "90°F or higher".
    CHECK(found.markets.front().temperature->bucket == Bucket{std::nullopt, 71});
    CHECK(found.markets[1].temperature->bucket == Bucket{72, 73});
    CHECK(found.markets.back().temperature->bucket == Bucket{90, std::nullopt});
}

TEST_CASE_METHOD(Fixture, "an event is found by slug, URL, number; a market by all its names",
                 "[live][catalogue]") {
    const auto known = nyc_decoded();
    const auto& market = known.markets[3];
    http.answer(gamma + "/events/" + known.id, 200, nyc_event);
    const auto one_market = [&](const Market& m) {
        return R"({"slug":")" + m.slug + R"(","conditionId":")" + m.condition.text() +
               R"(","clobTokenIds":"[\")" + m.yes.text() + R"(\", \")" + m.no.text() +
               R"(\"]","events":[{"slug":")" + nyc + R"("}]})";
    };
    http.answer(gamma + "/markets/slug/" + market.slug, 200, one_market(market));
    http.answer(gamma + "/markets/keyset?condition_ids=" + market.condition.text() +
                    "&closed=false&limit=100",
                200, R"({"markets":[]})");
    http.answer(gamma + "/markets/keyset?condition_ids=" + market.condition.text() +
                    "&closed=true&limit=100",
                200,
                R"({"markets":[)" + one_market(known.markets[0]) + "," + one_market(market) + "]}");
    http.answer(gamma + "/markets/keyset?clob_token_ids=" + market.no.text() + "&closed=false", 200,
                R"({"markets":[)" + one_market(market) + "]}");

    const auto site = "https://" + std::string{polymarket::site_host};
    for (const auto& name :
         {nyc, site + "/event/" + nyc, site + "/de/event/" + nyc + "?tid=1#x", known.id}) {
        CAPTURE(name);
        auto found = run(catalogue.find(name));
        REQUIRE(found);
        CHECK(found->event.slug == nyc);
        CHECK(!found->market);
    }
    for (const auto& name : {market.slug, site + "/event/" + nyc + "/" + market.slug,
                             market.condition.text(), market.no.text()}) {
        CAPTURE(name);
        auto found = run(catalogue.find(name));
        REQUIRE(found);
        REQUIRE(found->market);
        CHECK(found->event.markets[*found->market].condition == market.condition);
        CHECK(found->event.markets.size() == 11);
    }
}

TEST_CASE_METHOD(Fixture, "what nothing is called is not found, what cannot be a name is refused",
                 "[live][catalogue]") {
    auto missing = run(catalogue.find("no-such-event"));
    REQUIRE(!missing);
    CHECK(missing.error().code == Errc::not_found);
    CHECK(!missing.error().hint.empty());
    CHECK(run(catalogue.find("999999999")).error().code == Errc::not_found);
    CHECK(run(catalogue.find("0x" + std::string(64, '1'))).error().code == Errc::not_found);
    for (const auto* name : {"", "two words", "../x", "0x12", "a'b", "https://example.org/"}) {
        CAPTURE(name);
        auto bad = run(catalogue.find(name));
        REQUIRE(!bad);
        CHECK(bad.error().code == Errc::bad_input);
    }
}

TEST_CASE_METHOD(Fixture, "a web page instead of JSON is one clear error", "[live][catalogue]") {
    http.answer(gamma + "/events/slug/x", 200, "<!DOCTYPE html><html>hi</html>");
    auto found = run(catalogue.event("x"));
    REQUIRE(!found);
    CHECK(found.error().code == Errc::malformed);
    CHECK(found.error().message == "event 'x': got a web page instead of JSON");
}

TEST_CASE_METHOD(Fixture, "a book that is not there yet is asked for again, a few times",
                 "[live][catalogue]") {
    const auto text = data_file("clob/clob-book-nyc-94-95f.json");
    const auto token = *TokenId::parse(*Json::parse(text)->string("asset_id"));
    const auto url = clob + "/book?token_id=" + token.text();
    http.answer(url, 404, R"({"error":"No orderbook exists for the requested token id"})");
    http.answer(url, 200, text);
    auto book = run(catalogue.book(token));
    REQUIRE(book);
    CHECK(book->token == token);
    CHECK(http.asked.size() == 2);

    http.asked.clear();
    const auto other = *TokenId::parse("42");
    CHECK(run(catalogue.book(other)).error().code == Errc::not_found);
    CHECK(http.asked.size() == 3);
}

TEST_CASE_METHOD(Fixture, "many books are asked for in batches and come in order",
                 "[live][catalogue]") {
    std::vector<TokenId> tokens;
    for (int i = 1; i <= 501; ++i) tokens.push_back(*TokenId::parse(std::to_string(i)));
    const auto book = [](const std::string& token) {
        return R"({"market":"0x)" + std::string(64, 'a') + R"(","asset_id":")" + token +
               R"(","bids":[],"asks":[]})";
    };
    http.answer(clob + "/books", 200, "[" + book("500") + "," + book("2") + "]");
    auto books = run(catalogue.books(tokens));
    REQUIRE(books);
    CHECK(http.asked.size() == 2);
    REQUIRE(books->size() == 2);
    CHECK((*books)[0].token.text() == "2");
    CHECK((*books)[1].token.text() == "500");
    CHECK(Json::parse(http.bodies[0])->items().size() == 500);
    CHECK(Json::parse(http.bodies[1])->items().size() == 1);
}

TEST_CASE_METHOD(Fixture, "prices take half as many tokens a request", "[live][catalogue]") {
    std::vector<TokenId> tokens;
    for (int i = 1; i <= 251; ++i) tokens.push_back(*TokenId::parse(std::to_string(i)));
    http.answer(clob + "/prices", 200, R"({"7":{"BUY":"0.35","SELL":"0.36"}})");
    auto prices = run(catalogue.prices(tokens));
    REQUIRE(prices);
    CHECK(http.asked.size() == 2);
    REQUIRE(prices->size() == 1);
    CHECK(prices->front().bid->text() == "0.35");
}

TEST_CASE_METHOD(Fixture, "a token's history, midpoint and spread are read", "[live][catalogue]") {
    const auto token = *TokenId::parse("7");
    http.answer(clob + "/prices-history?market=7&interval=1d&fidelity=10", 200,
                data_file("clob/clob-prices-history.json"));
    http.answer(clob + "/midpoint?token_id=7", 200, data_file("clob/clob-midpoint.json"));
    http.answer(clob + "/spread?token_id=7", 200, data_file("clob/clob-spread.json"));
    CHECK(run(catalogue.history(token, "1d", 10))->size() == 41);
    CHECK((*run(catalogue.midpoint(token)))->text() == "0.345");
    CHECK((*run(catalogue.spread(token)))->text() == "0.03");
}
