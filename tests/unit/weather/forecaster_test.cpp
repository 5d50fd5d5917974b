#include "weather/forecaster.hpp"

#include <cmath>
#include <numeric>

#include "events.hpp"
#include "weather/bucket_probability.hpp"
#include "weather/settlement_rule.hpp"

namespace pm::weather {
namespace {

Timestamp at(std::string_view text) {
    return parse_time(text).value();
}

Event annotated(const std::string& slug) {
    auto event = test::recorded_event(slug);
    annotate(event);
    REQUIRE(event.markets.front().temperature.has_value());
    return event;
}

/// Seoul on 11 June 2026, with the recorded ensemble of 10 June 00:00 to 14 June.
struct Seoul {
    Event event = annotated("highest-temperature-in-seoul-on-june-11-2026");
    Evidence evidence;
    Seoul() {
        const auto& station = *find_station("RKSI");
        const auto date = parse_date("2026-06-11").value();
        evidence.deterministic =
            decode_daily(test::file_text("weather/openmeteo_forecast_multimodel_daily_RKSI.json"),
                         station, TemperatureKind::highest, date)
                .value();
        evidence.hours =
            decode_hourly(test::file_text("weather/openmeteo_ensemble_hourly_RKSI.json"), station)
                .value();
    }
    void observe(int warmest, int coldest = 10) {
        evidence.observed = Observation{.station = "RKSI",
                                        .date = parse_date("2026-06-11").value(),
                                        .unit = TemperatureUnit::celsius,
                                        .highest = warmest,
                                        .lowest = coldest,
                                        .reports = 20,
                                        .latest = {},
                                        .source = "test"};
    }
};

double sum(const Forecast& f) {
    return std::accumulate(f.buckets.begin(), f.buckets.end(), 0.0,
                           [](double s, const auto& b) { return s + b.p; });
}

double probability(const Forecast& f, int degrees) {
    for (const auto& b : f.buckets)
        if (b.bucket.contains(degrees)) return b.p;
    return -1;
}

std::vector<ModelValue> values(std::initializer_list<double> degrees) {
    std::vector<ModelValue> v;
    for (const double d : degrees) v.push_back({"m" + std::to_string(v.size()), {}, Celsius{d}});
    return v;
}

std::vector<ModelValue> members(std::initializer_list<double> degrees) {
    std::vector<ModelValue> v;
    for (const double d : degrees) v.push_back({"e", static_cast<int>(v.size()), Celsius{d}});
    return v;
}

const auto before = at("2026-06-10T03:00:00Z");
const auto noon = at("2026-06-11T03:00:00Z");     // 12:00 in Seoul
const auto evening = at("2026-06-11T13:30:00Z");  // 22:30 in Seoul
const auto after = at("2026-06-11T15:00:00Z");    // midnight

}  // namespace

TEST_CASE("probabilities of a forecast sum to one and follow the models", "[weather][forecaster]") {
    Seoul s;
    const auto f = make_forecast(s.event, s.evidence, before, "");
    REQUIRE(f.has_value());
    CHECK(sum(*f) == Approx(1).margin(1e-9));
    CHECK(f->method == "blend");
    CHECK(f->station == "RKSI");
    CHECK(f->buckets.size() == s.event.markets.size());
    CHECK_FALSE(f->observed.has_value());
    // One day ahead the prior of 1.5 °C holds unless models disagree more.
    CHECK(f->sd == Approx(1.5).margin(0.4));
    CHECK(f->mean > 20);
    CHECK(f->mean < 30);
    for (std::size_t i = 1; i < f->buckets.size(); ++i)
        CHECK(f->buckets[i - 1].bucket.high.value() + 1 == f->buckets[i].bucket.low.value());
}

TEST_CASE("measured degrees kill the buckets below them", "[weather][forecaster]") {
    Seoul s;
    const auto free = make_forecast(s.event, s.evidence, noon, "").value();
    const int seen = static_cast<int>(std::lround(free.mean)) + 1;
    s.observe(seen);
    for (const bool hourly : {true, false}) {
        if (!hourly) s.evidence.hours = {};
        const auto f = make_forecast(s.event, s.evidence, noon, "").value();
        CAPTURE(hourly, seen);
        CHECK(sum(f) == Approx(1).margin(1e-9));
        CHECK(f.observed == seen);
        for (const auto& b : f.buckets)
            if (b.bucket.high && *b.bucket.high < seen) CHECK(b.p == 0);
        CHECK(probability(f, seen) > probability(free, seen));
    }
}

TEST_CASE("late in the day the maximum is nearly decided, after it quite",
          "[weather][forecaster]") {
    Seoul s;
    const auto free = make_forecast(s.event, s.evidence, noon, "").value();
    const int seen = static_cast<int>(std::lround(free.mean));
    s.observe(seen);
    const double at_noon = probability(make_forecast(s.event, s.evidence, noon, "").value(), seen);
    const double at_night =
        probability(make_forecast(s.event, s.evidence, evening, "").value(), seen);
    CHECK(at_night > at_noon);
    CHECK(at_night > 0.95);
    CHECK(at_night <= 1);
    CHECK(probability(make_forecast(s.event, s.evidence, after, "").value(), seen) == 1);
    s.evidence.observed.reset();
    CHECK(make_forecast(s.event, s.evidence, after, "").error().code == Errc::unavailable);
}

TEST_CASE("a hot current measurement moves what is left of the day", "[weather][forecaster]") {
    Seoul s;
    s.observe(15);
    const auto base = make_forecast(s.event, s.evidence, noon, "").value();
    s.evidence.latest = StationDay::Latest{noon - std::chrono::minutes{10}, Celsius{40}};
    const auto hot = make_forecast(s.event, s.evidence, noon, "").value();
    CHECK(hot.mean > base.mean + 2);
    s.evidence.latest->at = noon - std::chrono::hours{3};  // too old to say anything
    CHECK(make_forecast(s.event, s.evidence, noon, "").value().mean == Approx(base.mean));
}

TEST_CASE("an observation of another day, station or unit is not used", "[weather][forecaster]") {
    Seoul s;
    const auto free = make_forecast(s.event, s.evidence, noon, "").value();
    s.observe(35);
    SECTION("day") {
        s.evidence.observed->date = next_day(s.evidence.observed->date);
    }
    SECTION("station") {
        s.evidence.observed->station = "RKPK";
    }
    SECTION("unit") {
        s.evidence.observed->unit = TemperatureUnit::fahrenheit;
    }
    const auto f = make_forecast(s.event, s.evidence, noon, "").value();
    CHECK_FALSE(f.observed.has_value());
    CHECK(f.mean == Approx(free.mean));
}

TEST_CASE("a lowest temperature can only fall", "[weather][forecaster]") {
    auto event = annotated("lowest-temperature-in-london-on-june-10-2026");
    Evidence evidence;
    evidence.deterministic = values({11.0, 12.0});
    evidence.observed = Observation{.station = "EGLC",
                                    .date = parse_date("2026-06-10").value(),
                                    .unit = TemperatureUnit::celsius,
                                    .highest = 20,
                                    .lowest = 10,
                                    .reports = 9,
                                    .latest = {},
                                    .source = "test"};
    const auto f = make_forecast(event, evidence, at("2026-06-10T09:00:00Z"), "").value();
    CHECK(f.observed == 10);
    CHECK(sum(f) == Approx(1).margin(1e-9));
    for (const auto& b : f.buckets)
        if (b.bucket.low && *b.bucket.low > 10) CHECK(b.p == 0);
    CHECK(probability(f, 10) > 0.3);
}

TEST_CASE("Fahrenheit markets are worked out in Fahrenheit", "[weather][forecaster]") {
    auto event = annotated("highest-temperature-in-nyc-on-june-11-2026");
    Evidence evidence;
    evidence.deterministic = values({35.0});  // 95 °F
    const auto f = make_forecast(event, evidence, at("2026-06-11T03:00:00Z"), "normal").value();
    CHECK(f.mean == Approx(95));
    CHECK(f.sd == Approx(1.5 * 1.8));  // one day ahead: it is still 10 June in New York
    CHECK(probability(f, 94) == Approx(Normal(95, 2.7).between(93.5, 95.5)).epsilon(1e-12));
}

TEST_CASE("Hong Kong's buckets begin on the degree", "[weather][forecaster]") {
    auto event = annotated("highest-temperature-in-hong-kong-on-june-12-2026");
    Evidence evidence;
    evidence.deterministic = values({28.0});
    const auto f = make_forecast(event, evidence, at("2026-06-12T00:00:00Z"), "normal").value();
    CHECK(probability(f, 27) == Approx(Normal(28, 1.2).between(27, 28)).epsilon(1e-12));
    CHECK(probability(f, 28) == Approx(probability(f, 27)).epsilon(1e-9));
}

TEST_CASE("methods say what they need", "[weather][forecaster]") {
    Seoul s;
    Evidence nothing;
    CHECK(make_forecast(s.event, nothing, before, "").error().code == Errc::unavailable);
    nothing.deterministic = values({20});
    CHECK(make_forecast(s.event, nothing, before, "members").error().code == Errc::unavailable);
    CHECK(make_forecast(s.event, s.evidence, before, "members").has_value());
    CHECK(make_forecast(s.event, s.evidence, before, "normal").has_value());
    const auto unknown = make_forecast(s.event, s.evidence, before, "blendd");
    CHECK(unknown.error().code == Errc::bad_input);
    CHECK(unknown.error().hint == "did you mean blend?");
    annotate(s.event);
    s.event.markets[0].refusal = "because";
    CHECK(make_forecast(s.event, s.evidence, before, "").error().code == Errc::refused);
}

TEST_CASE("dressing keeps the prior's variance and every ensemble's weight", "[weather][method]") {
    MethodInput input;
    input.lead_days = 1;
    input.members = members({19, 20, 21});
    for (int i = 0; i < 30; ++i) input.members.push_back({"f", i, Celsius{24}});
    const auto x = find_method("members").value()->make(input).value();
    CHECK(x->mean() == Approx(22));  // (20 + 24) / 2: thirty members weigh no more than three
    // Means 20 and 24 differ with a variance of 8, more than the prior's 2.25.
    CHECK(x->sd() == Approx(std::sqrt(8.0)).epsilon(1e-6));
    input.members = members({19, 20, 21});
    const auto y = find_method("members").value()->make(input).value();
    CHECK(y->sd() == Approx(1.5).epsilon(1e-6));
    input.members = members({10, 20, 30});  // more spread than the prior has room for
    const auto z = find_method("members").value()->make(input).value();
    CHECK(z->sd() == Approx(1.5).epsilon(1e-6));
    CHECK(z->mean() == Approx(20));
}

TEST_CASE("the prior spread grows with lead time", "[weather][method]") {
    CHECK(prior_sd_celsius(0) == 1.2);
    CHECK(prior_sd_celsius(1) == 1.5);
    CHECK(prior_sd_celsius(7) == 3.4);
    CHECK(prior_sd_celsius(10) == 4.2);
    CHECK(prior_sd_celsius(99) == 4.2);
    for (int lead = 1; lead <= 10; ++lead)
        CHECK(prior_sd_celsius(lead) > prior_sd_celsius(lead - 1));
}

}  // namespace pm::weather
