#include "weather/observation.hpp"

#include <map>
#include <sstream>

#include "base/text.hpp"
#include "events.hpp"
#include "weather/stations.hpp"

namespace pm::weather {
namespace {

TemperatureRule rule(std::string station, std::string_view date, TemperatureUnit unit) {
    TemperatureRule r;
    r.station = std::move(station);
    r.date = parse_date(date).value();
    r.unit = unit;
    return r;
}

StationDay day_of(const TemperatureRule& r) {
    return StationDay{r, day_window(find_station(r.station)->zone, r.date).value()};
}

TimedReport report(std::string_view time, std::string_view raw) {
    return {parse_time(time).value(), parse_metar(raw).value()};
}

const TemperatureRule london = rule("EGLC", "2026-06-16", TemperatureUnit::celsius);

}  // namespace

TEST_CASE("the archive's daily maxima come out of its reports, also when clocks change",
          "[weather][observation]") {
    std::map<std::string, std::pair<int, int>> expected;
    std::istringstream days{test::file_text("weather/klga_days.csv")};
    std::string line;
    std::getline(days, line);
    while (std::getline(days, line)) {
        const auto cells = split(line, ',');
        expected[std::string{cells[0]}] = {std::stoi(std::string{cells[1]}),
                                           std::stoi(std::string{cells[2]})};
    }
    REQUIRE(expected.size() == 7);
    std::vector<TimedReport> reports;
    std::istringstream rows{test::file_text("weather/klga_reports.csv")};
    std::getline(rows, line);
    while (std::getline(rows, line)) {
        const auto cells = split(line, ',');
        TimedReport timed;
        timed.at = parse_time(std::string{cells[0]} + "Z").value();
        timed.report.station = "KLGA";
        timed.report.tenths = std::stoi(std::string{cells[1]});
        reports.push_back(timed);
    }
    for (const auto& [date, truth] : expected) {
        CAPTURE(date);
        auto day = day_of(rule("KLGA", date, TemperatureUnit::fahrenheit));
        for (const auto& timed : reports) day.add(timed);
        const auto seen = day.observation("test");
        CHECK(seen.highest == truth.second);
        CHECK(seen.reports == truth.first);
    }
}

TEST_CASE("only reports of the station and the day count", "[weather][observation]") {
    auto day = day_of(london);  // 15 June 23:00Z to 16 June 23:00Z
    day.add(report("2026-06-15T22:50:00Z", "METAR EGLC 152250Z 30/10"));
    day.add(report("2026-06-16T23:00:00Z", "METAR EGLC 162300Z 31/10"));
    day.add(report("2026-06-16T12:20:00Z", "METAR EGLL 161220Z 32/10"));
    CHECK_FALSE(day.observation("x").highest.has_value());
    day.add(report("2026-06-15T23:00:00Z", "METAR EGLC 152300Z 14/10"));
    day.add(report("2026-06-16T12:20:00Z", "METAR EGLC 161220Z 22/10"));
    day.add(report("2026-06-16T12:50:00Z", "SPECI EGLC 161250Z 23/10"));
    day.add(report("2026-06-16T13:20:00Z", "METAR EGLC 161320Z ///// Q1001"));
    const auto seen = day.observation("aviationweather.gov");
    CHECK(seen.highest == 23);
    CHECK(seen.lowest == 14);
    CHECK(seen.reports == 3);
    CHECK(seen.latest == parse_time("2026-06-16T12:50:00Z").value());
    CHECK(seen.source == "aviationweather.gov");
    CHECK(day.latest()->temperature.degrees == 23);
}

TEST_CASE("a correction replaces its report, a repeat changes nothing", "[weather][observation]") {
    auto day = day_of(london);
    day.add(report("2026-06-16T12:20:00Z", "METAR EGLC 161220Z 42/10"));
    day.add(report("2026-06-16T12:20:00Z", "METAR EGLC 161220Z 43/10"));
    CHECK(day.observation("x").highest == 42);
    day.add(report("2026-06-16T12:20:00Z", "METAR COR EGLC 161220Z 24/10"));
    CHECK(day.observation("x").highest == 24);
    CHECK(day.observation("x").reports == 1);
}

TEST_CASE("recorded METAR lists are read", "[weather][observation]") {
    const auto seoul =
        decode_metar_list(test::file_text("weather/aviationweather_metar_RKSI.json"), "RKSI");
    REQUIRE(seoul.has_value());
    CHECK(seoul->size() == 48);
    const auto ankara = decode_metar_list(test::file_text("weather/ltac_metar_24h.json"), "LTAC");
    REQUIRE(ankara.has_value());
    CHECK(ankara->size() > 40);
    CHECK(decode_metar_list(test::file_text("weather/ltac_metar_24h.json"), "EGLC")->empty());
    const auto york =
        decode_metar_list(test::file_text("weather/aviationweather_klga_fresh.json"), "KLGA");
    REQUIRE(york.has_value());
    REQUIRE(york->size() == 2);
    CHECK(york->at(0).report.celsius == 24);
}

TEST_CASE("an empty body is no reports, other bodies are errors", "[weather][observation]") {
    CHECK(decode_metar_list("", "EGLC")->empty());
    CHECK(decode_metar_list(" \n", "EGLC")->empty());
    CHECK(decode_metar_list("[]", "EGLC")->empty());
    for (const auto* body : {"<html>", "{}", "[1]", "null", "[{}", "\"x\""})
        CHECK(decode_metar_list(body, "EGLC").error().code == Errc::malformed);
}

TEST_CASE("rows that contradict themselves are left out", "[weather][observation]") {
    const auto row = [](std::string_view time, std::string_view raw) {
        return "[{\"icaoId\":\"EGLC\",\"obsTime\":" + std::string{time} + ",\"rawOb\":\"" +
               std::string{raw} + "\"}]";
    };
    // 1781612400 is 2026-06-16T12:20:00Z.
    CHECK(decode_metar_list(row("1781612400", "METAR EGLC 161220Z 22/10"), "EGLC")->size() == 1);
    CHECK(decode_metar_list(row("1781612400", "METAR EGLC 151220Z 22/10"), "EGLC")->empty());
    CHECK(decode_metar_list(row("1781612400", "METAR EGLL 161220Z 22/10"), "EGLC")->empty());
    CHECK(decode_metar_list(row("-5", "METAR EGLC 161220Z 22/10"), "EGLC")->empty());
    CHECK(decode_metar_list(row("\"12\"", "METAR EGLC 161220Z 22/10"), "EGLC")->empty());
}

TEST_CASE("the settlement source's own history agrees with its day's maximum",
          "[weather][observation]") {
    // Wunderground's list for KORD on 9 June 2026 has 87 as its greatest value; 86-87 was paid.
    const auto history =
        test::file_json("weather/wunderground_api_v1_obs_historical_KORD_2026-06-09_unitsE.json");
    const auto window = day_window("America/Chicago", parse_date("2026-06-09").value()).value();
    std::int64_t highest = -999;
    for (const auto& row : history.find("observations")->items()) {
        const Timestamp at{std::chrono::seconds{*row.integer("valid_time_gmt")}};
        CHECK(window.contains(at));
        highest = std::max(highest, row.integer("temp").value_or(-999));
    }
    CHECK(highest == 87);
}

}  // namespace pm::weather
