#include "weather/rule_text.hpp"

#include <set>
#include <sstream>

#include "domain/names.hpp"
#include "events.hpp"
#include "weather/event_texts.hpp"
#include "weather/wording.hpp"

namespace pm::weather {

TEST_CASE("rule texts newer than the recordings are known", "[weather][rule]") {
    std::istringstream lines{test::file_text("settlement/rule_texts.ndjson")};
    std::set<std::string> hashes;
    for (std::string line; std::getline(lines, line);) {
        const auto row = Json::parse(line).value();
        CAPTURE(std::string{*row.string("name")});
        const auto text = parse_rule_text(*row.string("description"));
        if (!text) UNSCOPED_INFO(text.error().message);
        REQUIRE(text.has_value());
        CHECK(name_of(text->kind) == *row.string("kind"));
        CHECK(text->source.station == *row.string("station"));
        CHECK(text->source.host == *row.string("source"));
        CHECK(date_text(text->date) == *row.string("date"));
        CHECK(name_of(text->unit) == *row.string("unit"));
        CHECK(text->rounding == Rounding::half_up);
        hashes.insert(text->hash);
    }
    CHECK(hashes.size() == 6);
}

TEST_CASE("source addresses", "[weather][rule]") {
    CHECK(parse_source_address("https://www.wunderground.com/history/daily/tr/%C3%A7ubuk/LTAC.")
              .value() == SourceAddress{"wunderground.com", "LTAC"});
    CHECK(parse_source_address("https://www.weather.gov/wrh/timeseries?site=klga").value() ==
          SourceAddress{"weather.gov", "KLGA"});
    CHECK(parse_source_address("https://www.weather.gov.hk/en/cis/climat.htm").value() ==
          SourceAddress{"weather.gov.hk", "HKO"});
    for (const auto* url :
         {"", "https://www.wunderground.com/history/daily/LTAC", "https://www.wunderground.com/",
          "https://www.wunderground.com/history/daily/gb/london/EGLC/date/2026-6-9x",
          "https://www.weather.gov/wrh/timeseries?site=klga&hourly=true",
          "https://evil.example/?https://www.weather.gov/wrh/timeseries?site=klga",
          "https://www.weather.gov.example/wrh/timeseries?site=klga"}) {
        CAPTURE(url);
        CHECK_FALSE(parse_source_address(url).has_value());
    }
}

TEST_CASE("the hash is 128-bit FNV-1a of the plain text", "[weather][rule]") {
    // Test vectors of draft-eastlake-fnv: "", "a", "foobar".
    CHECK(rule_hash("") == "6c62272e07bb014262b821756295c58d");
    CHECK(rule_hash("a") == "d228cb696f1a8caf78912b704e4a8964");
    CHECK(rule_hash("foobar") == "343e1662793c64bf6f0d3597ba446f18");
    CHECK(rule_hash(" Foo\n bar ") == rule_hash("foo bar"));
    CHECK(rule_hash("on 12 Jun '26") != rule_hash("on 13 Jun '26"));
}

TEST_CASE("plain text forgets how things are typed", "[weather][rule]") {
    CHECK(plain_text("  A\xC2\xA0 B\t\nC ") == "a b c");
    CHECK(plain_text("“x” – ‘y’ −3ºC ≤") == "\"x\" - 'y' -3°c <=");
    CHECK(plain_text("Esenboğa") == "esenboğa");
}

TEST_CASE("slugs with and without a year, with a number for duplicates", "[weather][rule]") {
    const auto full = parse_event_slug("highest-temperature-in-sao-paulo-on-june-9-2026").value();
    CHECK(full.city == "sao-paulo");
    CHECK(full.day.matches(parse_date("2026-06-09").value()));
    CHECK_FALSE(full.day.matches(parse_date("2025-06-09").value()));
    const auto bare = parse_event_slug("highest-temperature-in-nyc-on-january-26").value();
    CHECK_FALSE(bare.day.year.has_value());
    CHECK(bare.day.matches(parse_date("2025-01-26").value()));
    CHECK(parse_event_slug("lowest-temperature-in-nyc-on-june-11-2026-761").has_value());
    for (const auto* slug :
         {"", "highest-temperature-in-nyc", "highest-temperature-in--on-june-1-2026",
          "archighest-temperature-in-nyc-on-june-1-2026",
          "highest-temperature-in-nyc-on-juni-1-2026", "highest-temperature-in-nyc-on-june-32-2026",
          "highest-temperature-in-nyc-on-june-1-26",
          "highest-temperature-in-nyc-on-june-1-2026-x"}) {
        CAPTURE(slug);
        CHECK_FALSE(parse_event_slug(slug).has_value());
    }
}

TEST_CASE("market slugs tell absolute degrees only", "[weather][rule]") {
    CHECK(parse_slug_bucket("94-95f")->high == 95);
    CHECK(parse_slug_bucket("neg-3c")->low == 3);
    CHECK_FALSE(parse_slug_bucket("87forbelow")->low.has_value());
    CHECK_FALSE(parse_slug_bucket("106forhigher")->high.has_value());
    CHECK_FALSE(parse_slug_bucket("12").has_value());
    CHECK_FALSE(parse_slug_bucket("12k").has_value());
    CHECK_FALSE(parse_slug_bucket("").has_value());
}

}  // namespace pm::weather
