#include "sim/gamma_api.hpp"

#include <set>
#include <string>

#include "fixture.hpp"

using namespace pm;

namespace {

std::vector<std::string> slugs(const Json& page, const char* name) {
    std::vector<std::string> out;
    for (const auto& item : page.find(name)->items()) out.emplace_back(*item.string("slug"));
    return out;
}

}  // namespace

TEST_CASE("the daily-temperature tag finds exactly the open ladders", "[sim][gamma]") {
    test::SimVenue venue;
    const auto page = venue.get_json("/gamma/events/keyset?tag_id=103040&closed=false&limit=500");
    // From the recordings: 16, 17 and 18 June are open at 09:00 UTC on 16 June.
    const std::set<std::string> open{"highest-temperature-in-munich-on-june-16-2026",
                                     "highest-temperature-in-munich-on-june-17-2026",
                                     "highest-temperature-in-munich-on-june-18-2026",
                                     "highest-temperature-in-london-on-june-16-2026",
                                     "highest-temperature-in-london-on-june-17-2026",
                                     "highest-temperature-in-london-on-june-18-2026"};
    const auto found = slugs(page, "events");
    CHECK(std::set<std::string>{found.begin(), found.end()} == open);
    CHECK(page.find("next_cursor") == nullptr);
    CHECK(slugs(venue.get_json("/gamma/events/keyset?tag_slug=daily-temperature&closed=true"),
                "events")
              .size() == 5);
    CHECK(slugs(venue.get_json("/gamma/events/keyset?tag_slug=munich&closed=false"), "events")
              .size() == 3);
    CHECK(slugs(venue.get_json("/gamma/events/keyset?series_id=11272"), "events").size() == 3);
    CHECK(slugs(venue.get_json("/gamma/events/keyset?exclude_tag_id=103040"), "events").empty());
    CHECK(slugs(venue.get_json("/gamma/events/keyset?event_date=2026-06-17"), "events").size() ==
          2);
}

TEST_CASE("walking after_cursor meets every market once", "[sim][gamma]") {
    test::SimVenue venue;
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        const auto page = venue.get_json("/gamma/markets/keyset?tag_id=103040&limit=25" +
                                         (cursor.empty() ? "" : "&after_cursor=" + cursor));
        for (const auto& slug : slugs(page, "markets")) CHECK(seen.insert(slug).second);
        cursor = page.string("next_cursor").value_or("");
        REQUIRE(++pages < 10);
    } while (!cursor.empty());
    CHECK(seen.size() == 66);  // Six open ladders of eleven.
    CHECK(pages == 3);
}

TEST_CASE("the traps of keyset pages are the venue's", "[sim][gamma]") {
    test::SimVenue venue;
    SECTION("offset is refused") {
        const auto reply = venue.get("/gamma/events/keyset?offset=20");
        CHECK(reply.status == 422);
        CHECK(Json::parse(reply.body)->string("type") == "validation error");
    }
    SECTION("cursor= is ignored: page one for ever") {
        const auto one = venue.get_json("/gamma/markets/keyset?limit=3");
        const auto cursor = std::string{*one.string("next_cursor")};
        const auto again = venue.get_json("/gamma/markets/keyset?limit=3&cursor=" + cursor);
        CHECK(slugs(one, "markets") == slugs(again, "markets"));
    }
    SECTION("an unknown filter is ignored") {
        CHECK(slugs(venue.get_json("/gamma/events/keyset?tag=Weather&slug_contains=x&limit=500"),
                    "events")
                  .size() == 11);
    }
    SECTION("an unknown order is refused") {
        CHECK(venue.get("/gamma/events/keyset?order=luck").status == 422);
    }
    SECTION("markets: at most 100 a page, closed ones only when asked for") {
        CHECK(slugs(venue.get_json("/gamma/markets/keyset?limit=5000"), "markets").size() == 66);
        CHECK(slugs(venue.get_json("/gamma/markets/keyset?closed=true&limit=100"), "markets")
                  .size() == 55);
    }
    SECTION("the default page has 20") {
        CHECK(slugs(venue.get_json("/gamma/markets/keyset"), "markets").size() == 20);
    }
}

TEST_CASE("an event can be had by id, slug and its markets by token and condition",
          "[sim][gamma]") {
    test::SimVenue venue;
    const std::string slug = "highest-temperature-in-munich-on-june-16-2026";
    const auto event = venue.get_json("/gamma/events/slug/" + slug);
    CHECK(event.string("id") == "593023");  // As recorded.
    CHECK(venue.get_json("/gamma/events/593023").string("slug") == slug);
    CHECK(venue.get_json("/gamma/events?slug=" + slug).items().size() == 1);
    const auto& market = venue.market(slug, "22°C");
    for (const auto& filter : {"condition_ids=" + market.condition, "clob_token_ids=" + market.yes,
                               "clob_token_ids=" + market.no}) {
        const auto found = venue.get_json("/gamma/markets/keyset?" + filter);
        CHECK(slugs(found, "markets") == std::vector<std::string>{slug + "-22c"});
    }
    CHECK(venue.get("/gamma/events/slug/no-such-event").status == 404);
    CHECK(venue.get("/gamma/markets/slug/no-such-market").status == 404);
    CHECK(venue.get_json("/gamma/markets/slug/" + slug + "-22c").string("id") == "2539103");
}

TEST_CASE("Gamma's best prices are the book's", "[sim][gamma]") {
    test::SimVenue venue;
    venue.run(std::chrono::minutes{30});
    const auto page = venue.get_json("/gamma/markets/keyset?limit=100");
    int compared = 0;
    for (const auto& market : page.find("markets")->items()) {
        const auto tokens = Json::parse(*market.string("clobTokenIds"));
        const std::string token{*tokens->items()[0].string()};
        const auto bid = market.digits("bestBid");
        const auto buy = venue.get_json("/price?side=BUY&token_id=" + token);
        CHECK(buy.string("price") == bid.value_or("0"));
        const auto ask = venue.get_json("/price?side=SELL&token_id=" + token);
        if (ask.string("price") != "0") CHECK(ask.string("price") == market.digits("bestAsk"));
        ++compared;
    }
    CHECK(compared == 66);
}

TEST_CASE("search, series and tags answer in the venue's shapes", "[sim][gamma]") {
    test::SimVenue venue;
    const auto found = venue.get_json("/gamma/public-search?q=temperature+munich&limit_per_type=2");
    CHECK(found.find("events")->items().size() == 2);
    CHECK(found.find("pagination")->boolean("hasMore") == true);
    CHECK(found.find("pagination")->integer("totalResults") == 3);
    CHECK(venue.get("/gamma/public-search").status == 422);
    CHECK(venue.get_json("/gamma/series?slug=munich-daily-weather").items()[0].string("id") ==
          "11272");
    CHECK(venue.get_json("/gamma/tags/slug/weather").string("id") == "84");
    CHECK(venue.get("/gamma/tags/slug/nothing").status == 404);
    CHECK(venue.get("/gamma/status").body == "\"OK\"");
}
