#include "weather/metar.hpp"

#include <cmath>

#include "events.hpp"

namespace pm::weather {
namespace {
MetarReport metar(std::string_view raw) {
    auto report = parse_metar(raw);
    REQUIRE(report.has_value());
    return *report;
}
}  // namespace

TEST_CASE("NOAA's archive codes the temperature that we read", "[weather][metar]") {
    // US stations: the T group where there is one; elsewhere the body group in whole degrees.
    const auto vectors = test::file_json("weather/metar_isd.json");
    int cases = 0;
    for (const auto& row : vectors.find("cases")->items()) {
        const std::string raw{*row.string("raw")};
        CAPTURE(raw);
        const auto report = parse_metar(raw);
        REQUIRE(report.has_value());
        CHECK(report->station == *row.string("station"));
        CHECK(report->special == (row.string("report_type") == "FM-16"));
        const bool american = report->station.front() == 'K';
        const auto tenths = american && report->tenths ? report->tenths
                            : report->celsius          ? std::optional{*report->celsius * 10}
                                                       : std::nullopt;
        REQUIRE(tenths.has_value());
        CHECK(*tenths == *row.integer("isd_tmp_tenths_c"));
        ++cases;
    }
    CHECK(cases == 600);
}

TEST_CASE("the parts of a report", "[weather][metar]") {
    const auto r = metar(
        "METAR KLGA 252351Z 26009KT 10SM FEW050 SCT070 26/14 A2998 RMK AO2 SLP151 T02560144 10267 "
        "20244 53007");
    CHECK(r.station == "KLGA");
    CHECK((r.day == 25 && r.hour == 23 && r.minute == 51));
    CHECK(r.celsius == 26);
    CHECK(r.tenths == 256);
    // The 6-hour maximum 10267 (80 °F) is not what settles: this report is worth 78.
    CHECK(settled_degrees(r, TemperatureUnit::fahrenheit) == 78);
    CHECK(settled_degrees(r, TemperatureUnit::celsius) == 26);
}

TEST_CASE("minus degrees, missing groups, corrections", "[weather][metar]") {
    CHECK(metar("METAR CYYZ 050200Z 14004KT 15SM OVC220 M00/M05 A2995").celsius == 0);
    CHECK(metar("SPECI CYYZ 050210Z 14004KT M12/M15 A2995=").celsius == -12);
    CHECK(metar("SPECI CYYZ 050210Z 14004KT M12/M15 A2995=").special);
    CHECK_FALSE(metar("METAR EGLC 050220Z AUTO 14004KT ///// Q1001").celsius.has_value());
    CHECK_FALSE(metar("METAR EGLC 050220Z AUTO 14004KT //////// Q1001").celsius.has_value());
    CHECK(metar("EGLC 050220Z 14004KT 9999 11/ Q1001").celsius == 11);
    CHECK(metar("EGLC 050220Z 14004KT 9999 11/// Q1001").celsius == 11);
    CHECK(metar("METAR COR EGLC 050220Z 14004KT 11/05 Q1001").corrected);
    CHECK(metar("METAR KORD 050251Z COR 14004KT 11/05 A3001 RMK T01060050").corrected);
    CHECK(metar("METAR KORD 050251Z 14004KT M01/M05 A3001 RMK T10061050").tenths == -6);
    CHECK(metar("METAR KORD 050251Z 14004KT 1 1/2SM R04R/2000FT 11/05 A3001").celsius == 11);
}

TEST_CASE("broken reports are refused", "[weather][metar]") {
    for (const auto* raw :
         {"", "METAR", "METAR KLGA", "METAR KLGA 2523Z 26/14", "METAR KLGA 252351Z NIL",
          "METAR KLGA 322351Z 26/14", "METAR KLGA 252360Z 26/14", "METAR KLGA 252351Z 26/14 27/14",
          "METAR klga 252351Z 26/14", "<html>", "KLGA 25235\xFFZ"}) {
        CAPTURE(raw);
        CHECK_FALSE(parse_metar(raw).has_value());
    }
    CHECK_FALSE(parse_metar(std::string(5000, 'A')).has_value());
}

TEST_CASE("trends and remarks hold no current temperature", "[weather][metar]") {
    CHECK(metar("METAR RKSI 100900Z 24011KT 5000 20/17 Q1008 TEMPO 21/17").celsius == 20);
    CHECK(metar("METAR LTAC 260720Z 02/M07 Q1016 NOSIG RMK RWY21C 36014KT 03/02").celsius == 2);
    CHECK_FALSE(metar("METAR KORD 050251Z 11/05 A3001 T01060050").tenths.has_value());
}

TEST_CASE("tenths become Fahrenheit half up, below zero too", "[weather][metar]") {
    // Written by hand: F = 1.8 C + 32.
    CHECK(fahrenheit_of_tenths(256) == 78);  // 78.08
    CHECK(fahrenheit_of_tenths(267) == 80);  // 80.06
    CHECK(fahrenheit_of_tenths(0) == 32);
    CHECK(fahrenheit_of_tenths(-6) == 31);    // 30.92
    CHECK(fahrenheit_of_tenths(-178) == 0);   // -0.04
    CHECK(fahrenheit_of_tenths(-180) == 0);   // -0.4
    CHECK(fahrenheit_of_tenths(-181) == -1);  // -0.58
    CHECK(fahrenheit_of_tenths(-400) == -40);
    CHECK(fahrenheit_of_tenths(25) == 37);    // 36.5: half goes up
    CHECK(fahrenheit_of_tenths(-225) == -8);  // -8.5: half goes up, to -8
    for (int t = -900; t <= 600; ++t)         // against the definition in exact hundredths
        CHECK(fahrenheit_of_tenths(t) ==
              static_cast<int>(std::floor((18.0 * t + 3200 + 50) / 100.0)));
}

TEST_CASE("a temperature that no station measures is none", "[weather][metar]") {
    CHECK_FALSE(settled_degrees(metar("KLGA 252351Z 99/14"), TemperatureUnit::celsius).has_value());
    CHECK_FALSE(
        settled_degrees(metar("KLGA 252351Z 26009KT"), TemperatureUnit::celsius).has_value());
    CHECK(settled_degrees(metar("KLGA 252351Z 30/14"), TemperatureUnit::fahrenheit) == 86);
}

}  // namespace pm::weather
