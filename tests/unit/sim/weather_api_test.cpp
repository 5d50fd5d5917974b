#include "sim/weather_api.hpp"

#include <cmath>
#include <string>

#include "fixture.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {
const std::string munich = "latitude=48.35&longitude=11.79&timezone=Europe%2FBerlin";
}

TEST_CASE("the newest recorded forecast is served as it was recorded", "[sim][weather]") {
    test::SimVenue venue;
    venue.run(8min);  // Recorded at 09:07:15 UTC on 16 June: 22.5, 25.3, 29.7.
    const auto reply = venue.get_json("/weather/open-meteo/v1/forecast?" + munich +
                                      "&daily=temperature_2m_max,temperature_2m_min"
                                      "&forecast_days=3");
    CHECK(reply.string("timezone") == "Europe/Berlin");
    CHECK(reply.integer("utc_offset_seconds") == 7200);
    CHECK(reply.find("daily")->find("time")->items()[0].string() == "2026-06-16");
    const auto& highs = reply.find("daily")->find("temperature_2m_max")->items();
    REQUIRE(highs.size() == 3);
    CHECK(highs[0].digits() == "22.5");
    CHECK(highs[1].digits() == "25.3");
    CHECK(highs[2].digits() == "29.7");
    CHECK(reply.find("daily_units")->string("temperature_2m_max") == "°C");
}

TEST_CASE("several models suffix every key but time, one model none", "[sim][weather]") {
    test::SimVenue venue;
    const auto base = "/weather/open-meteo/v1/forecast?" + munich + "&daily=temperature_2m_max";
    const auto two = venue.get_json(base + "&models=ecmwf_ifs025,gfs_seamless");
    CHECK(two.find("daily")->find("time") != nullptr);
    CHECK(two.find("daily")->find("temperature_2m_max") == nullptr);
    CHECK(two.find("daily")->find("temperature_2m_max_ecmwf_ifs025") != nullptr);
    CHECK(two.find("daily")->find("temperature_2m_max_gfs_seamless")->items().size() == 7);
    const auto one = venue.get_json(base + "&models=ecmwf_ifs025");
    CHECK(one.find("daily")->find("temperature_2m_max") != nullptr);
}

TEST_CASE("ensembles have a control run and numbered members under the remapped name",
          "[sim][weather]") {
    test::SimVenue venue;
    const auto reply = venue.get_json("/weather/ensemble/v1/ensemble?" + munich +
                                      "&daily=temperature_2m_max&forecast_days=3"
                                      "&models=ecmwf_ifs025,gfs025");
    const auto& daily = *reply.find("daily");
    CHECK(daily.members().size() == 1 + 51 + 31);
    CHECK(daily.find("temperature_2m_max_ecmwf_ifs025_ensemble") != nullptr);
    CHECK(daily.find("temperature_2m_max_member50_ecmwf_ifs025_ensemble") != nullptr);
    CHECK(daily.find("temperature_2m_max_member51_ecmwf_ifs025_ensemble") == nullptr);
    CHECK(daily.find("temperature_2m_max_member30_ncep_gefs025") != nullptr);
    // The spread grows with the lead: sd 0.6 + 0.35 a day, here from 31 and 51 draws.
    const auto spread = [&](std::size_t day) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (const auto& [key, values] : daily.members()) {
            if (key == "time" || key.find("member") == std::string::npos) continue;
            if (key.find("ecmwf") == std::string::npos) continue;
            const double value = *values.items()[day].real();
            sum += value;
            squares += value * value;
            ++count;
        }
        return std::sqrt(squares / count - sum * sum / count / count);
    };
    CHECK(spread(0) > 0.4);
    CHECK(spread(0) < 0.95);
    CHECK(spread(2) > 0.9);
    CHECK(spread(2) < 2.0);
}

TEST_CASE("hours lie between the day's extremes and meet the highest", "[sim][weather]") {
    test::SimVenue venue;
    venue.run(8min);
    const auto reply = venue.get_json("/weather/open-meteo/v1/forecast?" + munich +
                                      "&hourly=temperature_2m&forecast_days=1");
    double highest = -100;
    for (const auto& value : reply.find("hourly")->find("temperature_2m")->items()) {
        highest = std::max(highest, *value.real());
    }
    CHECK(highest == Approx(22.5));
    CHECK(reply.find("hourly")->find("time")->items()[5].string() == "2026-06-16T05:00");
}

TEST_CASE("Open-Meteo's refusals have its form", "[sim][weather]") {
    test::SimVenue venue;
    const auto refused = [&](const std::string& query) {
        const auto reply = venue.get("/weather/open-meteo/v1/forecast?" + query);
        CHECK(reply.status == 400);
        const auto json = Json::parse(reply.body);
        REQUIRE(json);
        CHECK(json->boolean("error") == true);
        return std::string{json->string("reason").value_or("")};
    };
    CHECK(refused("latitude=95&longitude=1&daily=temperature_2m_max").starts_with("Latitude must"));
    CHECK(refused(munich + "&forecast_days=17").starts_with("Forecast days is invalid"));
    CHECK(refused("latitude=48.35&longitude=11.79&timezone=Mars%2FOlympus") == "Invalid timezone");
    CHECK(refused(munich + "&daily=luck").find("Cannot initialize") != std::string::npos);
}

TEST_CASE("a place without a station gets nulls", "[sim][weather]") {
    test::SimVenue venue;
    const auto reply = venue.get_json(
        "/weather/open-meteo/v1/forecast?latitude=0&longitude=0&daily=temperature_2m_max");
    for (const auto& value : reply.find("daily")->find("temperature_2m_max")->items()) {
        CHECK(value.is_null());
    }
}

TEST_CASE("previous runs have hours by days ago", "[sim][weather]") {
    test::SimVenue venue;
    const auto reply = venue.get_json(
        "/weather/previous-runs/v1/forecast?" + munich +
        "&hourly=temperature_2m,temperature_2m_previous_day1&past_days=2&forecast_days=1");
    CHECK(reply.find("hourly")->find("temperature_2m_previous_day1")->items().size() == 72);
    CHECK(!reply.find("hourly")->find("temperature_2m_previous_day1")->items()[0].is_null());
    CHECK(venue
              .get("/weather/previous-runs/v1/forecast?" + munich +
                   "&daily=temperature_2m_max_previous_day1")
              .status == 400);
}

TEST_CASE("METAR comes newest first and never from the future", "[sim][weather]") {
    test::SimVenue venue{{.speed = 6000}};
    venue.run(3h);
    const auto reports = venue.get_json(
        "/weather/metar/api/data/metar?ids=EDDM,EGLC&format=json"
        "&hours=6");
    REQUIRE(reports.items().size() > 20);
    const auto now = std::chrono::floor<std::chrono::seconds>(venue.clock.now());
    std::int64_t before = now.time_since_epoch().count();
    for (const auto& report : reports.items()) {
        CHECK(*report.integer("obsTime") <= before);
        before = *report.integer("obsTime");
        CHECK(*parse_time(*report.string("receiptTime")) <= venue.clock.now());
        const std::string raw{*report.string("rawOb")};
        CHECK(raw.find(std::string{*report.string("icaoId")}) == 6);
    }
    CHECK(venue.get_json("/weather/metar/api/data/metar?ids=EDDM&format=json").items().size() == 1);
    CHECK(venue.get("/weather/metar/api/data/metar?ids=XXXX&format=json").status == 204);
}
