#include "weather/open_meteo.hpp"

#include <filesystem>
#include <map>
#include <set>

#include "events.hpp"

namespace pm::weather {
namespace {

const Station& seoul() {
    return *find_station("RKSI");
}
CivilDate day(std::string_view text) {
    return parse_date(text).value();
}
std::string sample(const std::string& name) {
    return test::file_text("weather/" + name);
}

constexpr auto highest = TemperatureKind::highest;
constexpr auto lowest = TemperatureKind::lowest;

/// A small reply in which each test changes one thing.
std::string small(std::string_view from = "", std::string_view to = "") {
    std::string text =
        R"({"latitude":51.5,"longitude":0.0,"utc_offset_seconds":3600,"timezone":"Europe/London",)"
        R"("daily_units":{"time":"iso8601","temperature_2m_max":"°C"},)"
        R"("daily":{"time":["2026-06-15","2026-06-16"],"temperature_2m_max":[20.5,23.4]}})";
    if (!from.empty()) {
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
    }
    return text;
}

Result<std::vector<ModelValue>> london_models(const std::string& body) {
    return decode_daily(body, *find_station("EGLC"), highest, day("2026-06-16"), "gfs_seamless");
}

}  // namespace

TEST_CASE("keys of models and members are told apart", "[weather][open-meteo]") {
    CHECK(parse_series_key("temperature_2m_max") ==
          SeriesKey{.is_max = true, .previous_day = {}, .member = {}, .model = ""});
    CHECK(parse_series_key("temperature_2m_max_ecmwf_ifs025")->model == "ecmwf_ifs025");
    const auto member = parse_series_key("temperature_2m_member29_ncep_gefs025");
    CHECK(member->member == 29);
    CHECK(member->model == "ncep_gefs025");
    CHECK_FALSE(parse_series_key("temperature_2m_ecmwf_ifs025_ensemble")->member.has_value());
    CHECK(parse_series_key("temperature_2m_previous_day3_ecmwf_ifs025")->previous_day == 3);
    CHECK(parse_series_key("temperature_2m_min_member101")->member == 101);
    CHECK_FALSE(parse_series_key("time").has_value());
    CHECK_FALSE(parse_series_key("temperature_850hPa").has_value());
    CHECK_FALSE(parse_series_key("temperature_2m_member").has_value());
    CHECK_FALSE(parse_series_key("temperature_2mx").has_value());
}

TEST_CASE("a recorded forecast of many models gives each model's maximum",
          "[weather][open-meteo]") {
    const auto values = decode_daily(sample("openmeteo_forecast_multimodel_daily_RKSI.json"),
                                     seoul(), highest, day("2026-06-10"));
    REQUIRE(values.has_value());
    std::map<std::string, double> by_model;
    for (const auto& v : *values) by_model[v.model] = v.value.degrees;
    CHECK(by_model.at("ecmwf_ifs025") == 21.6);
    CHECK(by_model.size() >= 5);
    // Shorter models are padded with nulls: absent on the last day, not zero.
    const auto all = values->size();
    const auto last = decode_daily(sample("openmeteo_forecast_multimodel_daily_RKSI.json"), seoul(),
                                   highest, day("2026-06-16"));
    REQUIRE(last.has_value());
    CHECK(last->size() < all);
}

TEST_CASE("recorded ensembles give each member", "[weather][open-meteo]") {
    const auto daily = decode_daily(sample("openmeteo_ensemble_daily_max_RKSI.json"), seoul(),
                                    highest, day("2026-06-10"), "ecmwf_ifs025");
    REQUIRE(daily.has_value());
    CHECK(daily->size() == 51);
    CHECK(daily->front().model == "ecmwf_ifs025");
    const auto hours = decode_hourly(sample("openmeteo_ensemble_hourly_RKSI.json"), seoul());
    REQUIRE(hours.has_value());
    CHECK(hours->series.size() == 82);  // 51 of ECMWF and 31 of GEFS
    CHECK(hours->times.front() == parse_time("2026-06-09T15:00:00Z").value());
    const auto window = day_window(seoul().zone, day("2026-06-10")).value();
    const auto extremes = daily_extremes(*hours, window, highest);
    CHECK(extremes.size() == 82);
    const auto lows = daily_extremes(*hours, window, lowest);
    for (std::size_t i = 0; i < lows.size(); ++i) CHECK(lows[i].value < extremes[i].value);
    const auto tomorrow = day_window(seoul().zone, day("2026-06-15")).value();
    CHECK(daily_extremes(*hours, tomorrow, highest).empty());
}

TEST_CASE("every recorded reply decodes, in its own unit", "[weather][open-meteo]") {
    const std::map<std::string, std::string> place{{"London", "EGLC"}, {"Munich", "EDDM"},
                                                   {"NYC", "KLGA"},    {"Tokyo", "RJTT"},
                                                   {"RKSI", "RKSI"},   {"ankara", "LTAC"}};
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator{std::string{PM_TEST_DATA} + "/weather"}) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".json") ||
            (!name.starts_with("openmeteo_") && !name.starts_with("weather-")))
            continue;
        CAPTURE(name);
        const Station* station = nullptr;
        for (const auto& [city, id] : place)
            if (name.find(city) != std::string::npos) station = find_station(id);
        REQUIRE(station != nullptr);
        const auto body = sample(name);
        const auto json = Json::parse(body).value();
        ++files;
        if (json.find("hourly")) {
            const auto hours = decode_hourly(body, *station, "asked");
            if (name.find("prevruns") != std::string::npos) {
                CHECK(hours.error().code == Errc::not_found);  // only earlier runs are in it
                continue;
            }
            REQUIRE(hours.has_value());
            CHECK(hours->times.size() == json.find("hourly")->find("time")->items().size());
            continue;
        }
        for (const auto& time : json.find("daily")->find("time")->items()) {
            const auto values = decode_daily(body, *station, highest, day(*time.string()), "asked");
            const auto fahrenheit = name.find("NYC") != std::string::npos;
            if (!values) {
                CHECK(values.error().code == Errc::not_found);
                continue;
            }
            for (const auto& v : *values) {
                CHECK(v.value.degrees > -30);
                CHECK(v.value.degrees < 45);  // Fahrenheit taken for Celsius would be beyond it
            }
            if (fahrenheit) CHECK(values->front().value.degrees > 15);
        }
    }
    CHECK(files == 18);
}

TEST_CASE("a reply without the right zone, place, unit or shape is refused",
          "[weather][open-meteo]") {
    REQUIRE(london_models(small()).has_value());
    CHECK(london_models(small())->front().value.degrees == 23.4);
    CHECK(london_models(small())->front().model == "gfs_seamless");
    CHECK(london_models(small("Europe/London", "GMT")).error().code == Errc::malformed);
    CHECK(london_models(small("51.5", "48.5")).error().code == Errc::malformed);
    CHECK(london_models(small(":0.0", ":9.0")).error().code == Errc::malformed);
    CHECK(london_models(small("3600", "7200")).error().code == Errc::malformed);
    CHECK(london_models(small("°C", "K")).error().code == Errc::malformed);
    CHECK(london_models(small(R"("temperature_2m_max":"°C")", R"("x":"°C")")).error().code ==
          Errc::malformed);
    CHECK(london_models(small("20.5,", "")).error().code == Errc::malformed);
    CHECK(london_models(small("2026-06-16", "2026-06-17")).error().code == Errc::not_found);
    CHECK(london_models(small("23.4", "null")).error().code == Errc::not_found);
    CHECK(london_models(small("23.4", "-999")).error().code == Errc::not_found);
    CHECK(london_models(small("23.4", "\"23.4\"")).error().code == Errc::not_found);
    CHECK(london_models("[" + small() + "]").has_value());
    CHECK_FALSE(london_models("[" + small() + "," + small() + "]").has_value());
    for (const auto* body : {"", "<html>", "[]", "{}", "null", "{\"daily\":{}}"})
        CHECK(london_models(body).error().code == Errc::malformed);
}

TEST_CASE("Fahrenheit and Celsius replies mean the same", "[weather][open-meteo]") {
    auto f = small("°C", "°F");
    f.replace(f.find("23.4"), 4, "74.12");
    CHECK(london_models(f)->front().value.degrees == Approx(23.4));
}

TEST_CASE("error replies say why", "[weather][open-meteo]") {
    const auto refused = london_models(R"({"error":true,"reason":"Invalid timezone"})");
    CHECK(refused.error().code == Errc::rejected);
    CHECK(refused.error().message == "Open-Meteo: Invalid timezone");
    const auto limit = london_models(
        R"({"error":true,"reason":"Minutely API request limit exceeded. Please try again in one minute."})");
    CHECK(limit.error().code == Errc::throttled);
}

TEST_CASE("hours must be an hour apart", "[weather][open-meteo]") {
    const auto body = [](std::string_view second) {
        return R"({"latitude":51.5,"longitude":0,"utc_offset_seconds":3600,"timezone":"Europe/London",)"
               R"("hourly_units":{"temperature_2m":"°C"},"hourly":{"time":["2026-06-16T00:00",")" +
               std::string{second} + R"("],"temperature_2m":[11.0,10.5]}})";
    };
    const auto& eglc = *find_station("EGLC");
    REQUIRE(decode_hourly(body("2026-06-16T01:00"), eglc).has_value());
    CHECK(decode_hourly(body("2026-06-16T01:00"), eglc)->times[0] ==
          parse_time("2026-06-15T23:00:00Z").value());
    CHECK_FALSE(decode_hourly(body("2026-06-16T02:00"), eglc).has_value());
    CHECK_FALSE(decode_hourly(body("2026-06-16T00:00"), eglc).has_value());
    CHECK_FALSE(decode_hourly(body("nonsense"), eglc).has_value());
}

TEST_CASE("requests name the zone, the day and the coordinates", "[weather][open-meteo]") {
    CHECK(daily_url("https://api.open-meteo.com", seoul(), highest, day("2026-06-10")) ==
          "https://api.open-meteo.com/v1/forecast?latitude=37.4691&longitude=126.4505&timezone="
          "Asia/Seoul&daily=temperature_2m_max&models=ecmwf_ifs025,gfs_seamless,icon_seamless,"
          "gem_seamless,meteofrance_seamless,ukmo_seamless,jma_seamless&start_date=2026-06-10&end_"
          "date=2026-06-10");
    CHECK(daily_url("b", seoul(), lowest, day("2026-06-10")).find("temperature_2m_min") !=
          std::string::npos);
    CHECK(ensemble_url("b", seoul(), day("2026-06-30"))
              .ends_with("&start_date=2026-06-30&end_date=2026-07-01"));
}

}  // namespace pm::weather
