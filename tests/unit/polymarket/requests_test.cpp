#include "polymarket/clob_requests.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/gamma_requests.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {
const TokenId token = *TokenId::parse("123");
}

TEST_CASE("a listing asks for open events page by page with the cursor key that works",
          "[polymarket][requests]") {
    EventQuery query;
    CHECK(events_page(query, "").target == "/events/keyset?limit=500&closed=false");
    query.tag = "daily-temperature";
    query.sort = "volume24hr";
    query.page = 20;
    CHECK(events_page(query, "a+b/=").target ==
          "/events/keyset?limit=20&closed=false&tag_slug=daily-temperature&order=volume24hr"
          "&ascending=false&after_cursor=a%2Bb%2F%3D");
    query = EventQuery{};
    query.closed.reset();
    query.date = *parse_date("2026-06-09");
    query.limit_total = 3;
    query.series = "10005";
    const auto request = events_page(query, "");
    CHECK(request.target == "/events/keyset?limit=3&series_id=10005&event_date=2026-06-09");
    CHECK(request.family == "gamma.events");
    CHECK(request.verb == Verb::get);
    CHECK(request.service == Service::gamma);
}

TEST_CASE("slugs cannot break out of a path or a query", "[polymarket][requests]") {
    CHECK(event_by_slug("../a?b=c#d e").target == "/events/slug/..%2Fa%3Fb%3Dc%23d%20e");
    CHECK(search_page("a&b=1", false, 20, 2).target ==
          "/public-search?q=a%26b%3D1&limit_per_type=20&page=2&events_status=active"
          "&keep_closed_markets=1&search_tags=false&search_profiles=false");
}

TEST_CASE("markets are asked for by condition with repeated keys", "[polymarket][requests]") {
    const auto a = *ConditionId::parse("0x" + std::string(64, 'a'));
    const auto b = *ConditionId::parse("0x" + std::string(64, 'b'));
    CHECK(markets_by_condition({a, b}, true).target == "/markets/keyset?condition_ids=" + a.text() +
                                                           "&condition_ids=" + b.text() +
                                                           "&closed=true&limit=100");
    CHECK(markets_by_token(token, false).target ==
          "/markets/keyset?clob_token_ids=123&closed=false");
}

TEST_CASE("book and price requests carry their tokens as the venue wants them",
          "[polymarket][requests]") {
    CHECK(book_request(token).target == "/book?token_id=123");
    const std::vector<TokenId> two{token, *TokenId::parse("9")};
    const auto books = books_request(two);
    CHECK(books.verb == Verb::post);
    CHECK(books.body == R"([{"token_id":"123"},{"token_id":"9"}])");
    const auto prices = prices_request(std::vector<TokenId>{token});
    CHECK(prices.body == R"([{"token_id":"123","side":"BUY"},{"token_id":"123","side":"SELL"}])");
    CHECK(history_request(token, "1d", 10).target ==
          "/prices-history?market=123&interval=1d&fidelity=10");
    CHECK(time_request().target == "/time");
}

TEST_CASE("every family a request names has a rate", "[polymarket][requests]") {
    const auto known = [](std::string_view family) {
        return std::any_of(family_rates.begin(), family_rates.end(),
                           [&](const FamilyRate& rate) { return rate.family == family; });
    };
    const auto condition = *ConditionId::parse("0x" + std::string(64, 'a'));
    for (const auto& request :
         {events_page({}, ""), event_by_slug("a"), event_by_id("1"), market_by_slug("a"),
          market_by_id("1"), markets_by_condition({condition}, true), markets_by_token(token, true),
          search_page("a", true, 1, 1), series_by_slug("a"), tags_page(1, 0), time_request(),
          version_request(), book_request(token), books_request({}), prices_request({}),
          midpoint_request(token), spread_request(token), history_request(token, "1d", 1)}) {
        CAPTURE(request.target);
        CHECK(known(request.family));
    }
}

TEST_CASE("a sort field has two spellings", "[polymarket][requests]") {
    CHECK(other_spelling("volumeNum") == "volume_num");
    CHECK(other_spelling("volume_num") == "volumeNum");
    CHECK(other_spelling("volume") == "");
}
