#include "weather/station_day.hpp"

#include <set>

#include "events.hpp"
#include "weather/stations.hpp"

namespace pm::weather {
namespace {
Timestamp at(std::string_view text) {
    return parse_time(text).value();
}
CivilDate day(std::string_view text) {
    return parse_date(text).value();
}
DayWindow window(std::string_view zone, std::string_view date) {
    return day_window(zone, day(date)).value();
}
std::int64_t hours(DayWindow w) {
    return (w.end - w.begin) / std::chrono::hours{1};
}
}  // namespace

TEST_CASE("a station's day is its local civil day in UTC", "[weather][day]") {
    CHECK(window("Asia/Seoul", "2026-06-10") ==
          DayWindow{at("2026-06-09T15:00:00Z"), at("2026-06-10T15:00:00Z")});
    CHECK(window("America/New_York", "2026-06-11") ==
          DayWindow{at("2026-06-11T04:00:00Z"), at("2026-06-12T04:00:00Z")});
    CHECK(window("Asia/Kolkata", "2026-06-10").begin == at("2026-06-09T18:30:00Z"));
}

TEST_CASE("days on which clocks change have 23 or 25 hours", "[weather][day]") {
    CHECK(hours(window("America/New_York", "2026-03-08")) == 23);
    CHECK(window("America/New_York", "2026-03-08").begin == at("2026-03-08T05:00:00Z"));
    CHECK(window("America/New_York", "2026-03-08").end == at("2026-03-09T04:00:00Z"));
    CHECK(hours(window("America/New_York", "2026-11-01")) == 25);
    CHECK(hours(window("Europe/London", "2026-03-29")) == 23);
    CHECK(hours(window("Europe/London", "2026-10-25")) == 25);
    CHECK(hours(window("Pacific/Auckland", "2026-04-05")) == 25);
    CHECK(hours(window("Pacific/Auckland", "2026-09-27")) == 23);
    CHECK(hours(window("Asia/Tokyo", "2026-03-29")) == 24);
}

TEST_CASE("a day whose midnight was skipped begins when the clocks changed", "[weather][day]") {
    // São Paulo went from 00:00 to 01:00 on 4 November 2018.
    CHECK(window("America/Sao_Paulo", "2018-11-04").begin == at("2018-11-04T03:00:00Z"));
    CHECK(hours(window("America/Sao_Paulo", "2018-11-04")) == 23);
}

TEST_CASE("an unknown zone is refused by name", "[weather][day]") {
    const auto w = day_window("Mars/Olympus", day("2026-06-10"));
    REQUIRE_FALSE(w.has_value());
    CHECK(w.error().code == Errc::bad_input);
    CHECK(w.error().message == "unknown time zone 'Mars/Olympus'");
    CHECK_FALSE(local_date("", at("2026-06-10T00:00:00Z")).has_value());
}

TEST_CASE("the local date changes at local midnight", "[weather][day]") {
    CHECK(local_date("Asia/Tokyo", at("2026-06-10T14:59:59Z")).value() == day("2026-06-10"));
    CHECK(local_date("Asia/Tokyo", at("2026-06-10T15:00:00Z")).value() == day("2026-06-11"));
    CHECK(local_clock("America/New_York", at("2026-06-10T18:05:00Z")).value() == "14:05");
    CHECK(utc_offset_s("Asia/Kolkata", at("2026-06-10T18:05:00Z")).value() == 19800);
}

TEST_CASE("every station's day begins when the venue says its day begins", "[weather][stations]") {
    // The venue's own gameStartTime of June 2026 is the local midnight of the target day.
    const auto cities = test::file_json("settlement/city_stations_june_2026.json");
    std::set<std::string> seen;
    for (const auto& row : cities.items()) {
        const std::string id{row.string("icao").value_or("HKO")};
        CAPTURE(id);
        const auto* station = find_station(id);
        REQUIRE(station != nullptr);
        CHECK(station->city == *row.string("city"));
        auto name = std::string{*row.string("station")};
        if (name.starts_with("NOAA at the ")) name.erase(0, 12);
        CHECK(is_named(*station, name));
        const auto start = parse_time(*row.string("utc_day_start")).value();
        const auto date = local_date(station->zone, start).value();
        CHECK(day_window(station->zone, date).value().begin == start);
        seen.insert(id);
    }
    CHECK(seen.size() == 47);
}

TEST_CASE("the station table is whole", "[weather][stations]") {
    std::set<std::string> ids;
    for (const auto& station : stations()) {
        CAPTURE(station.id);
        CHECK(ids.insert(station.id).second);
        CHECK(day_window(station.zone, day("2026-06-10")).has_value());
        CHECK((station.id == "HKO" || station.id.size() == 4));
    }
    CHECK(ids.size() >= 51);
    CHECK(find_station("EGLL") == nullptr);
    CHECK(find_station("LFPG")->valid_on(day("2026-03-01")));
    CHECK_FALSE(find_station("LFPG")->valid_on(day("2026-06-01")));
}

TEST_CASE("stations lie where recorded reports say", "[weather][stations]") {
    // Coordinates as aviationweather.gov sends them with its reports.
    CHECK(std::abs(find_station("RKSI")->latitude - 37.469) < 0.02);
    CHECK(std::abs(find_station("RKSI")->longitude - 126.451) < 0.02);
    CHECK(std::abs(find_station("LTAC")->latitude - 40.128) < 0.02);
    CHECK(std::abs(find_station("LTAC")->longitude - 32.995) < 0.02);
}

TEST_CASE("a broken station table is refused with its line", "[weather][stations]") {
    const std::string head =
        "city,city_names,station,rule_names,latitude,longitude,elevation_m,zone,valid_from,"
        "valid_to\n";
    CHECK(parse_stations(head + "x,,XXXX,Name,1,2,3,UTC,,\n").has_value());
    CHECK(parse_stations(head + "x,,XXXX,Name,91,2,3,UTC,,\n").error().message ==
          "stations: line 2 is not a row");
    CHECK_FALSE(parse_stations(head + "x,,XXXX,Name,1,2,3,UTC,,2026-02-30\n").has_value());
    CHECK_FALSE(parse_stations(head + "x,,XXXX,Name,1,2,3,UTC,\n").has_value());
    CHECK_FALSE(parse_stations("city,station\n").has_value());
}

}  // namespace pm::weather
