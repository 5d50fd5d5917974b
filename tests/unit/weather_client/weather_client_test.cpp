#include "live/weather_client.hpp"

#include <cmath>
#include <numeric>

#include "support/loop.hpp"
#include "unit/weather/events.hpp"
#include "weather/settlement_rule.hpp"

namespace pm::live {
namespace {

Timestamp at(std::string_view text) {
    return parse_time(text).value();
}

/// Answers by the beginning of the URL and keeps what was asked.
class ScriptedHttp final : public net::HttpClient {
public:
    net::Task<net::HttpReply> send(net::HttpRequest request) override {
        asked.push_back(request.url);
        for (const auto& [prefix, reply] : replies)
            if (request.url.starts_with(prefix)) co_return reply;
        co_return fail(Errc::unavailable, "nobody answers");
    }

    std::vector<std::pair<std::string, net::HttpReply>> replies;
    std::vector<std::string> asked;
};

net::HttpReply reply(int status, std::string body) {
    net::HttpReply r;
    r.status = status;
    r.body = std::move(body);
    return r;
}

/// Seoul on 10 June 2026 at 12:00 local time, with recorded replies of all three sources.
struct Seoul {
    ManualClock clock{at("2026-06-10T03:00:00Z")};
    ScriptedHttp http;
    std::vector<std::string> logged;
    Event event = test::recorded_event("highest-temperature-in-seoul-on-june-10-2026");
    WeatherOptions options;

    Seoul() {
        weather::annotate(event);
        const auto file = [](const std::string& name) {
            return test::file_text("weather/" + name);
        };
        http.replies = {
            {"http://127.0.0.1:1/weather/open-meteo/v1/forecast?",
             reply(200, file("openmeteo_forecast_multimodel_daily_RKSI.json"))},
            {"http://127.0.0.1:1/weather/ensemble/v1/ensemble?",
             reply(200, file("openmeteo_ensemble_hourly_RKSI.json"))},
            {"http://127.0.0.1:1/weather/metar/api/data/metar?",
             reply(200, file("aviationweather_metar_RKSI.json"))},
        };
    }

    WeatherClient client() {
        return WeatherClient{http, endpoints_under("http://127.0.0.1:1").value(), clock,
                             [this](LogLevel, std::string_view text) { logged.emplace_back(text); },
                             options};
    }
    net::HttpReply& of(std::size_t source) { return http.replies.at(source).second; }
};

double sum(const Forecast& f) {
    return std::accumulate(f.buckets.begin(), f.buckets.end(), 0.0,
                           [](double s, const auto& b) { return s + b.p; });
}

}  // namespace

TEST_CASE("a forecast asks each source once for the station's own day", "[live][weather]") {
    Seoul s;
    auto client = s.client();
    const auto f = test::run(client.forecast(s.event));
    REQUIRE(f.has_value());
    CHECK(sum(*f) == Approx(1).margin(1e-9));
    REQUIRE(s.http.asked.size() == 3);
    CHECK(s.http.asked[0].find("latitude=37.4691&longitude=126.4505&timezone=Asia/Seoul") !=
          std::string::npos);
    CHECK(s.http.asked[0].find("start_date=2026-06-10&end_date=2026-06-10") != std::string::npos);
    CHECK(s.http.asked[2] ==
          "http://127.0.0.1:1/weather/metar/api/data/metar?ids=RKSI&format=json&hours=13");
    // The recorded reports up to noon reach 20 °C at most; later ones of the file do not count.
    REQUIRE(f->observed.has_value());
    for (const auto& b : f->buckets)
        if (b.bucket.high && *b.bucket.high < *f->observed) CHECK(b.p == 0);
    CHECK(s.logged.empty());
    CHECK(f->sources.size() >= 7);
    CHECK(f->sources.back().name == "open-meteo-ensemble/ncep_gefs025");
    CHECK(f->sources.back().members == 31);
}

TEST_CASE("answers are kept for a while in the clock's time", "[live][weather]") {
    Seoul s;
    auto client = s.client();
    REQUIRE(test::run(client.forecast(s.event)).has_value());
    REQUIRE(test::run(client.forecast(s.event)).has_value());
    CHECK(s.http.asked.size() == 3);
    s.clock.advance(std::chrono::minutes{1});
    REQUIRE(test::run(client.forecast(s.event)).has_value());
    CHECK(s.http.asked.size() == 4);  // reports only
    s.clock.advance(std::chrono::minutes{10});
    REQUIRE(test::run(client.forecast(s.event)).has_value());
    CHECK(s.http.asked.size() == 6);  // reports and the forecast
}

TEST_CASE("a source that fails is left out and named", "[live][weather]") {
    Seoul s;
    std::string name;
    SECTION("forecast by status") {
        s.of(0) = reply(503, "overloaded");
        name = "RKSI 2026-06-10: without the forecast: open-meteo: status 503";
    }
    SECTION("forecast by its own error") {
        s.of(0) = reply(400, R"({"error":true,"reason":"Invalid timezone"})");
        name = "RKSI 2026-06-10: without the forecast: Open-Meteo: Invalid timezone";
    }
    SECTION("forecast in HTML") {
        s.of(0) = reply(200, "<html>");
        name = "RKSI 2026-06-10: without the forecast: Open-Meteo: ";
    }
    SECTION("ensemble of another place") {
        auto& body = s.of(1).body;
        body.replace(body.find("37.5"), 4, "51.5");
        name = "RKSI 2026-06-10: without the ensembles: Open-Meteo: a reply for another place";
    }
    SECTION("reports") {
        s.of(2) = reply(500, "");
        name = "RKSI 2026-06-10: without observations: aviationweather.gov: status 500";
    }
    auto client = s.client();
    const auto f = test::run(client.forecast(s.event));
    REQUIRE(f.has_value());
    CHECK(sum(*f) == Approx(1).margin(1e-9));
    REQUIRE(s.logged.size() == 1);
    CHECK(s.logged[0].starts_with(name));
}

TEST_CASE("without any source there is no forecast", "[live][weather]") {
    Seoul s;
    s.http.replies.clear();
    auto client = s.client();
    const auto f = test::run(client.forecast(s.event));
    REQUIRE_FALSE(f.has_value());
    CHECK(f.error().code == Errc::unavailable);
    CHECK(s.logged.size() == 3);
}

TEST_CASE("data of another day are never used", "[live][weather]") {
    Seoul s;
    s.event = test::recorded_event("highest-temperature-in-tokyo-on-july-4-2026");
    weather::annotate(s.event);  // the replies are Seoul's, of June
    auto client = s.client();
    const auto f = test::run(client.forecast(s.event));
    CHECK(f.error().code == Errc::unavailable);
}

TEST_CASE("an observation counts the day's reports up to now", "[live][weather]") {
    Seoul s;
    auto client = s.client();
    const auto rule = s.event.markets[0].temperature->rule;
    const auto seen = test::run(client.observe(rule));
    REQUIRE(seen.has_value());
    CHECK(seen->station == "RKSI");
    CHECK(seen->source == "aviationweather.gov");
    CHECK(seen->latest <= s.clock.now());
    // By hand from the file: half-hourly reports from 15:00Z to 03:00Z.
    CHECK(seen->reports >= 20);
    CHECK(seen->highest.has_value());
    CHECK(*seen->lowest <= *seen->highest);
}

TEST_CASE("a day without reports has no extremes, an empty answer is no error", "[live][weather]") {
    Seoul s;
    s.of(2) = reply(204, "");
    auto client = s.client();
    const auto rule = s.event.markets[0].temperature->rule;
    const auto seen = test::run(client.observe(rule));
    REQUIRE(seen.has_value());
    CHECK_FALSE(seen->highest.has_value());
    CHECK(seen->reports == 0);
    CHECK_FALSE(test::run(client.forecast(s.event))->observed.has_value());
}

TEST_CASE("a day that has not begun is not asked about", "[live][weather]") {
    Seoul s;
    ManualClock early{at("2026-06-09T14:59:59Z")};
    WeatherClient client{s.http, endpoints_under("http://127.0.0.1:1").value(), early, {}};
    const auto rule = s.event.markets[0].temperature->rule;
    CHECK(test::run(client.observe(rule))->reports == 0);
    CHECK(s.http.asked.empty());
}

TEST_CASE("the Hong Kong Observatory has forecasts but no reports", "[live][weather]") {
    Seoul s;
    auto event = test::recorded_event("highest-temperature-in-hong-kong-on-june-10-2026");
    weather::annotate(event);
    auto client = s.client();
    const auto rule = event.markets[0].temperature->rule;
    CHECK(test::run(client.observe(rule)).error().code == Errc::unavailable);
}

TEST_CASE("a refused event and an unknown method are errors of their own", "[live][weather]") {
    Seoul s;
    s.options.method = "magic";
    auto client = s.client();
    CHECK(test::run(client.forecast(s.event)).error().code == Errc::bad_input);
    s.event.description += " Perhaps.";
    weather::annotate(s.event);
    CHECK(test::run(client.forecast(s.event)).error().code == Errc::refused);
}

TEST_CASE("a past day's reports are asked for by its end", "[live][weather]") {
    const weather::DayWindow day{at("2026-06-11T04:00:00Z"), at("2026-06-12T04:00:00Z")};
    CHECK(metar_url("https://aviationweather.gov", "KLGA", day, at("2026-06-11T10:30:00Z")) ==
          "https://aviationweather.gov/api/data/metar?ids=KLGA&format=json&hours=7");
    CHECK(metar_url("b", "KLGA", day, at("2026-06-12T10:30:00Z")) ==
          "b/api/data/metar?ids=KLGA&format=json&hours=25&date=20260612_0400");
}

}  // namespace pm::live
