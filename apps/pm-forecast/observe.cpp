#include "pm-forecast/observe.hpp"

#include "base/text.hpp"
#include "domain/names.hpp"
#include "live/weather_client.hpp"
#include "pm-forecast/city_day.hpp"
#include "pm-forecast/drawing.hpp"
#include "records/write.hpp"
#include "weather/station_day.hpp"

namespace pm::outlook {

namespace {

/// A station by its code, or by its city.
Result<const weather::Station*> station_named(const std::string& name) {
    std::string code = name;
    for (auto& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (const auto* station = weather::find_station(code)) return station;
    return station_of_city(name);
}

std::string degrees_text(std::optional<int> degrees, TemperatureUnit unit) {
    return degrees ? std::to_string(*degrees) + "°" + std::string{name_of(unit)} : "none";
}

std::string heading(const Observation& seen, const weather::Station& station) {
    auto text = seen.station + ", " + date_text(seen.date) + ": highest " +
                degrees_text(seen.highest, seen.unit) + ", lowest " +
                degrees_text(seen.lowest, seen.unit) + ", " + std::to_string(seen.reports) +
                " reports";
    if (seen.latest)
        text += ", last at " + weather::local_clock(station.zone, *seen.latest).value_or("?") +
                " local time";
    return text + "\n";
}

/// The buckets of one event that the measured extreme rules out.
std::string dead_text(const Event& event, const Observation& seen) {
    const auto& front = event.markets.front();
    if (!front.temperature) return {};
    const auto kind = front.temperature->rule.kind;
    const auto extreme = kind == TemperatureKind::highest ? seen.highest : seen.lowest;
    std::string dead;
    int alive = 0;
    for (const auto& market : event.markets) {
        const auto& bucket = market.temperature->bucket;
        if (!is_dead(bucket, kind, extreme)) {
            ++alive;
            continue;
        }
        dead += (dead.empty() ? "" : ", ") + bucket_text(bucket, seen.unit);
    }
    return sanitised(event.title) + "\n  dead: " + (dead.empty() ? "none" : dead) +
           "\n  alive: " + std::to_string(alive) + " of " + std::to_string(event.markets.size()) +
           "\n";
}

}  // namespace

std::vector<cli::Example> ObserveCommand::examples() const {
    return {{"pm-forecast observe KLGA", "today's extremes and the dead buckets"},
            {"pm-forecast observe london --date 2026-06-11 -o json", "a past day"}};
}

void ObserveCommand::declare(cli::Options& options) {
    options.argument("station", stations_, "Stations by code (KLGA) or city (nyc)").required();
    options.value("--date", date_, "Civil day at the station: YYYY-MM-DD, today or tomorrow")
        .value_name("DATE")
        .default_text("today");
    options.value("--unit", unit_, "Degrees, where the venue has no event to say it")
        .choices({"C", "F"})
        .default_text("F in the United States, C elsewhere");
}

net::Task<void> ObserveCommand::run(cli::Env& env) {
    auto opened = co_await wiring::Session::open(env);
    if (!opened) co_return pass(opened);
    for (const auto& name : stations_) {
        auto seen = co_await observe(env, **opened, name);
        if (!seen) co_return pass(seen);
    }
    co_return Result<void>{};
}

net::Task<void> ObserveCommand::observe(cli::Env& env, wiring::Session& session, std::string name) {
    auto station = station_named(name);
    if (!station) co_return pass(station);
    auto date = day_of(date_, **station, session.clock().now());
    if (!date) co_return pass(date);
    TemperatureRule rule;
    rule.city = (*station)->city;
    rule.station = (*station)->id;
    rule.date = *date;
    rule.unit =
        rule.station.starts_with('K') ? TemperatureUnit::fahrenheit : TemperatureUnit::celsius;
    if (const auto asked = named<TemperatureUnit>(unit_)) rule.unit = *asked;
    std::vector<Event> events;
    if (env.view.format == cli::Format::table) {
        for (const auto kind : {TemperatureKind::highest, TemperatureKind::lowest}) {
            auto event = co_await session.catalogue().event(event_slug(kind, rule.city, rule.date));
            if (!event && event.error().code != Errc::not_found)
                note(env.log, LogLevel::warning,
                     "without the venue's event: " + event.error().message);
            if (!event || event->markets.empty()) continue;
            const auto& told = event->markets.front().temperature;
            if (told && told->rule.station == rule.station) events.push_back(std::move(*event));
        }
    }
    if (unit_.empty() && !events.empty())
        rule.unit = events.front().markets.front().temperature->rule.unit;
    live::WeatherClient client{session.http(), session.endpoints(), session.clock(), env.log};
    auto seen = co_await client.observe(rule);
    if (!seen) co_return pass(seen);
    if (env.view.format != cli::Format::table || env.view.screen == nullptr) {
        std::string line;
        records::append(line, session.clock().now(), *seen);
        co_return env.out.write(line);
    }
    auto text = heading(*seen, **station);
    for (const auto& event : events) {
        if (event.markets.front().temperature->rule.unit == rule.unit)
            text += dead_text(event, *seen);
    }
    co_return env.view.screen->write(text);
}

}  // namespace pm::outlook
