#include "live/weather_client.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.hpp"
#include "net/fan_out.hpp"

namespace pm::live {

namespace {

/// What is asked at once, as a user reads it.
constexpr std::array<std::string_view, 3> asked_at_once{"the forecast", "the ensembles",
                                                        "observations"};
constexpr std::string_view metar_source = "aviationweather.gov";
constexpr std::size_t answers_max = 512;

/// What a status other than 200 means for a source that is only read.
Error refused_by(const std::string& source, int status) {
    const auto code = status == 404   ? Errc::not_found
                      : status == 429 ? Errc::throttled
                      : status >= 500 ? Errc::unavailable
                                      : Errc::rejected;
    return Error{code, source + ": status " + std::to_string(status)};
}

Result<const weather::Station*> station_of(const TemperatureRule& rule) {
    const auto* station = weather::find_station(rule.station);
    if (station == nullptr) return fail(Errc::refused, "unknown station " + rule.station);
    return station;
}

/// One source for each model, with its number of members.
void name_sources(std::vector<ForecastSource>& sources, const std::string& service,
                  const std::map<std::string, int>& members, Timestamp fetched) {
    for (const auto& [model, count] : members) {
        ForecastSource source;
        source.name = service + "/" + model;
        source.members = count;
        source.issued = fetched;
        sources.push_back(std::move(source));
    }
}

}  // namespace

std::string metar_url(std::string_view base, std::string_view station, weather::DayWindow window,
                      Timestamp now) {
    std::string url{base};
    url += "/api/data/metar?ids=" + std::string{station} + "&format=json&hours=";
    const auto until = std::min(now, window.end);
    const auto hours = (until - window.begin) / std::chrono::hours{1} + 1;
    url += std::to_string(hours);
    if (now < window.end) return url;
    std::string end = time_text(window.end);  // 2026-06-12T04:00:00...
    url += "&date=" + end.substr(0, 4) + end.substr(5, 2) + end.substr(8, 2) + "_" +
           end.substr(11, 2) + end.substr(14, 2);
    return url;
}

WeatherClient::WeatherClient(net::HttpClient& http, Endpoints endpoints, const Clock& clock,
                             Log log, WeatherOptions options)
    : http_{http},
      endpoints_{std::move(endpoints)},
      clock_{clock},
      log_{std::move(log)},
      options_{std::move(options)} {}

void WeatherClient::missing(const TemperatureRule& rule, std::string_view source,
                            const Error& why) const {
    note(log_, LogLevel::warning,
         rule.station + " " + date_text(rule.date) + ": without " + std::string{source} + ": " +
             sanitised(why.message));
}

net::Task<WeatherClient::Answer> WeatherClient::fetch(Ask ask) {
    const auto known = answers_.find(ask.url);
    if (known != answers_.end() && clock_.now() < known->second.good_until) co_return known->second;
    net::HttpRequest request{net::Method::get, ask.url};
    request.family = ask.source;
    auto reply = co_await http_.send(std::move(request));
    if (!reply) co_return pass(reply);
    const bool error_text =
        reply->status >= 400 && reply->body.find("\"error\"") != std::string::npos;
    if (reply->status != 200 && reply->status != 204 && !error_text)
        co_return tl::unexpected<Error>{refused_by(ask.source, reply->status)};
    Answer answer;
    answer.body = std::move(reply->body);
    answer.fetched = clock_.now();
    answer.good_until = answer.fetched + ask.good_for;
    if (error_text) co_return answer;  // the decoder says why; not kept
    std::erase_if(answers_, [&](const auto& entry) {
        return entry.second.good_until <= answer.fetched || answers_.size() >= answers_max;
    });
    answers_[ask.url] = answer;
    co_return answer;
}

net::Task<void> WeatherClient::add_deterministic(TemperatureRule rule,
                                                 weather::Evidence* evidence) {
    const auto station = station_of(rule);
    if (!station) co_return fail(station.error().code, station.error().message);
    Ask ask{"open-meteo",
            weather::daily_url(endpoints_.open_meteo, **station, rule.kind, rule.date),
            options_.pace.forecast_for};
    auto answer = co_await fetch(std::move(ask));
    if (!answer) co_return pass(answer);
    auto values = weather::decode_daily(answer->body, **station, rule.kind, rule.date);
    if (!values) co_return pass(values);
    std::map<std::string, int> models;
    for (const auto& value : *values) models[value.model] = 1;
    name_sources(evidence->sources, "open-meteo", models, answer->fetched);
    evidence->deterministic = std::move(*values);
    co_return Result<void>{};
}

net::Task<void> WeatherClient::add_ensemble(TemperatureRule rule, weather::Evidence* evidence) {
    const auto station = station_of(rule);
    if (!station) co_return fail(station.error().code, station.error().message);
    Ask ask{"open-meteo-ensemble", weather::ensemble_url(endpoints_.ensemble, **station, rule.date),
            options_.pace.ensemble_for};
    auto answer = co_await fetch(std::move(ask));
    if (!answer) co_return pass(answer);
    auto hours = weather::decode_hourly(answer->body, **station);
    if (!hours) co_return pass(hours);
    std::map<std::string, int> members;
    for (const auto& series : hours->series) ++members[series.model];
    name_sources(evidence->sources, "open-meteo-ensemble", members, answer->fetched);
    evidence->hours = std::move(*hours);
    co_return Result<void>{};
}

net::Task<weather::StationDay> WeatherClient::station_day(TemperatureRule rule) {
    const auto station = station_of(rule);
    if (!station) co_return fail(station.error().code, station.error().message);
    const auto window = weather::day_window((*station)->zone, rule.date);
    if (!window) co_return fail(window.error().code, window.error().message);
    weather::StationDay day{rule, *window};
    const auto now = clock_.now();
    if (now < window->begin) co_return day;
    if (rule.station == "HKO")
        co_return fail(Errc::unavailable, "the Hong Kong Observatory sends no METAR");
    Ask ask{std::string{metar_source}, metar_url(endpoints_.metar, rule.station, *window, now),
            options_.pace.reports_for};
    auto answer = co_await fetch(std::move(ask));
    if (!answer) co_return pass(answer);
    auto reports = weather::decode_metar_list(answer->body, rule.station);
    if (!reports) co_return pass(reports);
    for (const auto& report : *reports)
        if (report.at <= now) day.add(report);
    co_return day;
}

net::Task<void> WeatherClient::add_observed(TemperatureRule rule, weather::Evidence* evidence) {
    auto day = co_await station_day(std::move(rule));
    if (!day) co_return pass(day);
    auto seen = day->observation(std::string{metar_source});
    if (seen.reports > 0) evidence->observed = std::move(seen);
    evidence->latest = day->latest();
    co_return Result<void>{};
}

net::Task<Forecast> WeatherClient::forecast(const Event& event) {
    auto rule = weather::rule_of(event);
    if (!rule) co_return pass(rule);
    weather::Evidence evidence;
    weather::Evidence ensemble;  // apart, so that sources keep one order
    const auto& known = *rule;
    std::vector<net::Job<void>> jobs;
    jobs.emplace_back([&] { return add_deterministic(known, &evidence); });
    jobs.emplace_back([&] { return add_ensemble(known, &ensemble); });
    jobs.emplace_back([&] { return add_observed(known, &evidence); });
    const auto results = co_await net::fan_out<void>(std::move(jobs), asked_at_once.size());
    for (std::size_t i = 0; i < asked_at_once.size(); ++i) {
        if (results[i]) continue;
        const auto& error = results[i].error();
        if (error.code == Errc::cancelled) co_return fail(Errc::cancelled, error.message);
        missing(known, asked_at_once[i], error);
    }
    evidence.hours = std::move(ensemble.hours);
    evidence.sources.insert(evidence.sources.end(),
                            std::make_move_iterator(ensemble.sources.begin()),
                            std::make_move_iterator(ensemble.sources.end()));
    co_return weather::make_forecast(event, evidence, clock_.now(), options_.method);
}

net::Task<Observation> WeatherClient::observe(const TemperatureRule& rule) {
    auto day = co_await station_day(rule);
    if (!day) {
        const auto code = day.error().code;
        const bool lasting =
            code == Errc::refused || code == Errc::cancelled || code == Errc::bad_input;
        co_return fail(lasting ? code : Errc::unavailable, day.error().message);
    }
    co_return day->observation(std::string{metar_source});
}

}  // namespace pm::live
