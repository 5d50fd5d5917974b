#include "polymarket/replies.hpp"

#include <set>

#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

const std::string market_text =
    R"({"id":"1","slug":"s","question":"q","conditionId":"0x)" + std::string(64, 'a') +
    R"(","clobTokenIds":"[\"11\", \"22\"]","outcomePrices":"[\"0.3\", \"0.7\"]",)"
    R"("orderPriceMinTickSize":0.001,"orderMinSize":5,"feesEnabled":true,)"
    R"("feeSchedule":{"exponent":1,"rate":0.05,"takerOnly":true},"acceptingOrders":true,)"
    R"("closed":false,"negRisk":true,"volume":"40058.787585000005","liquidityNum":12.5,)"
    R"("endDate":"2026-06-09T12:00:00Z","groupItemTitle":"94-95°F"})";

/// The market above with `from` replaced.
Result<Market> changed(const std::string& from, const std::string& to) {
    auto text = market_text;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return decode_market(*Json::parse(text), "e");
}

}  // namespace

TEST_CASE("every recorded catalogue reply is decoded whole", "[polymarket][gamma]") {
    std::size_t events = 0;
    std::size_t markets = 0;
    for (const auto* start : {"gamma-event", "gamma-public-search", "fed-june", "hugompt"}) {
        for (const auto& name : test::data_files("gamma", start)) {
            CAPTURE(name);
            const auto text = test::data_file(name);
            const auto json = Json::parse(text);
            REQUIRE(json);
            const bool single = json->is_object() && json->find("events") == nullptr;
            if (single) {
                auto event = decode_event(text);
                REQUIRE(event);
                ++events;
                markets += event->markets.size();
                CHECK(!event->markets.empty());
                continue;
            }
            auto page = decode_events(text);
            REQUIRE(page);
            CHECK(page->undecoded == 0);
            events += page->events.size();
            for (const auto& event : page->events) markets += event.markets.size();
        }
    }
    WARN("decoded " << events << " events with " << markets << " markets");
    CHECK(events > 150);
    CHECK(markets > 1'500);
}

TEST_CASE("every recorded single market is decoded", "[polymarket][gamma]") {
    const auto names = test::data_files("gamma", "market_gamma_");
    CHECK(names.size() == 31);
    for (const auto& name : names) {
        CAPTURE(name);
        auto markets = decode_markets(test::data_file(name));
        REQUIRE(markets);
        REQUIRE(markets->size() == 1);
        CHECK(name.find(markets->front().condition.text()) != std::string::npos);
        CHECK(!markets->front().event.empty());
    }
}

TEST_CASE("a recorded resolved ladder has exactly one winner", "[polymarket][gamma]") {
    auto event = decode_event(test::data_file("gamma/gamma-event-nyc-jun9-resolved.json"));
    REQUIRE(event);
    CHECK(event->slug == "highest-temperature-in-nyc-on-june-9-2026");
    CHECK(event->series == "nyc-daily-weather");
    CHECK(date_text(*event->date) == "2026-06-09");
    CHECK(event->closed);
    CHECK(event->neg_risk);
    std::vector<std::string> winners;
    for (const auto& market : event->markets) {
        REQUIRE(market.winner);
        if (*market.winner == Winner::yes) winners.push_back(market.label);
    }
    CHECK(winners == std::vector<std::string>{"80-81°F"});  // as the venue's page showed it
    CHECK(event->markets.front().label == "71°F or below");
    CHECK(event->markets.back().label == "90°F or higher");
}

TEST_CASE("a market is read field by field", "[polymarket][gamma]") {
    auto market = decode_market(*Json::parse(market_text), "e");
    REQUIRE(market);
    CHECK(market->event == "e");
    CHECK(market->yes.text() == "11");
    CHECK(market->no.text() == "22");
    CHECK(market->tick.text() == "0.001");
    CHECK(market->min_size.text() == "5");
    CHECK(market->fee.rate_micros == 50'000);
    CHECK(market->fee.exponent == 1);
    CHECK(market->accepting_orders);
    CHECK(market->neg_risk);
    CHECK(market->volume.text() == "40058.787585");
    CHECK(market->liquidity.text() == "12.5");
    CHECK(market->label == "94-95°F");
    CHECK(market->trade_ready());
    CHECK(!market->winner);
}

TEST_CASE("a market without tokens, tick or fee schedule is shown but not traded",
          "[polymarket][gamma]") {
    CHECK(changed(R"("[\"11\", \"22\"]")", R"("")")->refusal == "no tokens yet");
    CHECK(changed(R"("[\"11\", \"22\"]")", R"("[\"\", \"\"]")")->refusal == "no tokens yet");
    CHECK(changed(R"("clobTokenIds":"[\"11\", \"22\"]",)", "")->refusal == "no tokens yet");
    CHECK(changed("0x" + std::string(64, 'a'), "")->refusal == "no condition yet");
    CHECK(changed(R"("orderPriceMinTickSize":0.001,)", "")->refusal == "no tick size");
    CHECK(changed(R"("exponent":1,"rate":0.05)", R"("exponent":3,"rate":0.05)")->refusal ==
          "unknown fee schedule");
    CHECK(changed(R"("rate":0.05)", R"("rate":-0.05)")->refusal == "unknown fee schedule");
}

TEST_CASE("no fees without the venue's word that there are", "[polymarket][gamma]") {
    CHECK(changed(R"("feesEnabled":true)", R"("feesEnabled":false)")->fee.rate_micros == 0);
    CHECK(changed(R"("feesEnabled":true,)", "")->fee.rate_micros == 0);
    CHECK(changed(R"("rate":0.05)", R"("rate":"0.07")")->fee.rate_micros == 70'000);
}

TEST_CASE("a market with senseless ids or grid is malformed", "[polymarket][gamma]") {
    CHECK(!changed(R"("slug":"s")", R"("slug":"")"));
    CHECK(!changed("0xaaaa", "0xzzzz"));
    CHECK(!changed(R"(\"22\")", R"(\"11\")"));
    CHECK(!changed(R"(\"22\")", R"(\"x\")"));
    CHECK(!changed(R"([\"11\", \"22\"])", R"([\"11\"])"));
    CHECK(!changed(R"([\"11\", \"22\"])", R"([\"11\")"));
    CHECK(!changed(":0.001", ":0.003"));
    CHECK(!changed(R"("orderMinSize":5)", R"("orderMinSize":"five")"));
}

TEST_CASE("only strict evidence names a winner", "[polymarket][gamma]") {
    struct Row {
        bool closed;
        std::string prices;
        std::string status;  ///< Empty: the field is missing.
        std::optional<Winner> winner;
    };
    const std::vector<Row> rows{
        {true, R"([\"1\", \"0\"])", "resolved", Winner::yes},
        {true, R"([\"0\", \"1\"])", "", Winner::no},
        {true, R"([\"1.0\", \"0.0\"])", "resolved", Winner::yes},
        {true, R"([\"0.5\", \"0.5\"])", "resolved", Winner::split},
        {true, R"([\"0.5\", \"0.5\"])", "", std::nullopt},
        {true, R"([\"0.9995\", \"0.0005\"])", "resolved", std::nullopt},
        {true, R"([\"1\", \"0\"])", "proposed", std::nullopt},
        {true, R"([\"1\", \"0\"])", "disputed", std::nullopt},
        {true, R"([\"1\", \"1\"])", "resolved", std::nullopt},
        {true, R"([\"0\", \"0\"])", "resolved", std::nullopt},
        {false, R"([\"1\", \"0\"])", "resolved", std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.closed, row.prices, row.status);
        auto text = market_text;
        const auto set = [&](const std::string& from, const std::string& to) {
            text.replace(text.find(from), from.size(), to);
        };
        set(R"([\"0.3\", \"0.7\"])", row.prices);
        set(R"("closed":false)",
            std::string{R"("closed":)"} + (row.closed ? "true" : "false") +
                (row.status.empty() ? "" : R"(,"umaResolutionStatus":")" + row.status + "\""));
        const auto market = decode_market(*Json::parse(text), "e");
        REQUIRE(market);
        CHECK(market->winner == row.winner);
        if (row.closed) CHECK(!market->accepting_orders);
    }
}

TEST_CASE("a web page instead of JSON is named as such", "[polymarket][gamma]") {
    for (const auto& error : {decode_events("<!DOCTYPE html><html></html>").error(),
                              decode_event("  <html>").error(), decode_book("<html/>").error()}) {
        CHECK(error.code == Errc::malformed);
        CHECK(error.message == "got a web page instead of JSON");
    }
}

TEST_CASE("the cursor of a page is there or empty", "[polymarket][gamma]") {
    CHECK(decode_events(R"({"events":[],"next_cursor":"abc"})")->cursor == "abc");
    CHECK(decode_events(R"({"events":[]})")->cursor.empty());
    CHECK(decode_events("[]")->events.empty());
    CHECK(!decode_events(R"({"data":1})"));
    auto broken = decode_events(R"({"events":[{"slug":""},{"slug":"ok","markets":[{}]}]})");
    REQUIRE(broken);
    CHECK(broken->events.size() == 1);
    CHECK(broken->undecoded == 2);
}

TEST_CASE("every recorded book is decoded, best first, not crossed", "[polymarket][clob]") {
    std::size_t books = 0;
    const auto check = [&](const BookSnapshot& book) {
        ++books;
        for (std::size_t i = 1; i < book.bids.size(); ++i) {
            CHECK(book.bids[i].price < book.bids[i - 1].price);
        }
        for (std::size_t i = 1; i < book.asks.size(); ++i) {
            CHECK(book.asks[i - 1].price < book.asks[i].price);
        }
        if (!book.bids.empty() && !book.asks.empty()) {
            CHECK(book.bids.front().price < book.asks.front().price);
        }
        CHECK(book.venue_ms);
        CHECK(book.hash.size() == 40);
    };
    auto names = test::data_files("clob", "book_0x");
    CHECK(names.size() == 31);
    names.emplace_back("clob/clob-book-nyc-94-95f.json");
    for (const auto& name : names) {
        CAPTURE(name);
        const auto text = test::data_file(name);
        auto book = decode_book(text);
        if (text.find("asset_id") == std::string::npos) {  // recorded for a market without a book
            CHECK(!book);
            continue;
        }
        REQUIRE(book);
        check(*book);
    }
    auto several = decode_books(test::data_file("clob/fed-june-clob-books.json"));
    REQUIRE(several);
    for (const auto& book : *several) check(book);
    CHECK(books >= 30);
}

TEST_CASE("recorded prices, midpoint, spread and history are decoded", "[polymarket][clob]") {
    CHECK(decode_midpoint(test::data_file("clob/clob-midpoint.json"))->text() == "0.345");
    CHECK(decode_spread(test::data_file("clob/clob-spread.json"))->text() == "0.03");
    const auto token = *TokenId::parse("7");
    auto history = decode_history(test::data_file("clob/clob-prices-history.json"), token);
    REQUIRE(history);
    CHECK(history->size() == 41);
    CHECK(history->front().price.text() == "0.185");
    CHECK(time_text(history->front().at) == "2026-06-10T02:10:04.000000Z");
    for (const auto& name : test::data_files("clob", "clob-prices-history")) {
        CHECK(decode_history(test::data_file(name), token));
    }
    CHECK(!decode_history(R"({"history":[{"t":1,"p":1.5}]})", token));
    CHECK(!decode_history(R"({"history":[{"p":0.5}]})", token));
}

TEST_CASE("prices name bids as BUY, and are text or number", "[polymarket][clob]") {
    auto prices = decode_prices(R"({"7":{"BUY":"0.35","SELL":0.36},"8":{"BUY":"0","SELL":""}})");
    REQUIRE(prices);
    REQUIRE(prices->size() == 2);
    CHECK((*prices)[0].bid->text() == "0.35");
    CHECK((*prices)[0].ask->text() == "0.36");
    CHECK(!(*prices)[1].bid);
    CHECK(!(*prices)[1].ask);
    CHECK(!decode_prices(R"({"x":{}})"));
}

TEST_CASE("the venue's time is a bare number in a sensible range", "[polymarket][clob]") {
    CHECK(time_text(*decode_time("1791800000")) == "2026-10-12T10:13:20.000000Z");
    CHECK(time_text(*decode_time("\"1791800000\"\n")) == "2026-10-12T10:13:20.000000Z");
    CHECK(!decode_time("12"));
    CHECK(!decode_time("soon"));
    CHECK(!decode_time("<html>"));
}

TEST_CASE("a book with a senseless field is malformed", "[polymarket][clob]") {
    const auto book = [](const std::string& bids, const std::string& rest) {
        return decode_book(R"({"market":"0x)" + std::string(64, 'a') +
                           R"(","asset_id":"7","bids":)" + bids + R"(,"asks":[])" + rest + "}");
    };
    CHECK(book("[]", ""));
    CHECK(book(R"([{"price":".5","size":"1"}])", ""));
    CHECK(!book(R"([{"price":"5","size":"1"}])", ""));
    CHECK(!book(R"([{"price":"0.5"}])", ""));
    CHECK(!book(R"({"0.5":"1"})", ""));
    CHECK(!book("[]", R"(,"tick_size":"0.3")"));
    CHECK(!book("[]", R"(,"timestamp":"now")"));
}
