#include "pm-forecast/city_day.hpp"

#include "support/catch.hpp"

namespace pm::outlook {

TEST_CASE("a city is found by slug and by name, with its current station", "[pm-forecast]") {
    CHECK(station_of_city("nyc").value()->id == "KLGA");
    CHECK(station_of_city("New York City").value()->id == "KLGA");
    CHECK(station_of_city("Sao Paulo").value()->id == "SBGR");
    CHECK(station_of_city("paris").value()->id == "LFPB");
    CHECK(station_of_city("taipei").value()->id == "RCSS");
    const auto unknown = station_of_city("londn");
    CHECK(unknown.error().code == Errc::not_found);
    CHECK(unknown.error().hint == "did you mean london?");
}

TEST_CASE("today is the station's day", "[pm-forecast]") {
    const auto now = parse_time("2026-06-10T16:00:00Z").value();  // 11 June in Tokyo
    const auto& tokyo = *weather::find_station("RJTT");
    const auto& london = *weather::find_station("EGLC");
    CHECK(date_text(day_of("today", tokyo, now).value()) == "2026-06-11");
    CHECK(date_text(day_of("today", london, now).value()) == "2026-06-10");
    CHECK(date_text(day_of("tomorrow", tokyo, now).value()) == "2026-06-12");
    CHECK(date_text(day_of("2026-01-02", tokyo, now).value()) == "2026-01-02");
    CHECK(day_of("yesterday", tokyo, now).error().code == Errc::bad_input);
}

TEST_CASE("an event's slug is made as the venue makes it", "[pm-forecast]") {
    CHECK(event_slug(TemperatureKind::highest, "nyc", parse_date("2026-06-09").value()) ==
          "highest-temperature-in-nyc-on-june-9-2026");
    CHECK(event_slug(TemperatureKind::lowest, "sao-paulo", parse_date("2026-12-31").value()) ==
          "lowest-temperature-in-sao-paulo-on-december-31-2026");
}

}  // namespace pm::outlook
