#include "pm-forecast/forecast.hpp"

#include "base/text.hpp"
#include "domain/names.hpp"
#include "pm-forecast/city_day.hpp"
#include "pm-forecast/drawing.hpp"
#include "records/read.hpp"
#include "records/write.hpp"

namespace pm::outlook {

namespace {

/// The event that a line names: the event of a market record, or the line itself. Nothing for
/// records of other types and empty lines.
Result<std::optional<std::string>> name_in(std::string_view line) {
    const auto text = trimmed(line);
    if (text.empty()) return std::optional<std::string>{};
    if (!text.starts_with('{')) return std::optional{std::string{text}};
    auto record = records::read(text);
    if (!record) return pass(record);
    const auto* market = std::get_if<Market>(&record->body);
    if (market == nullptr || market->event.empty()) return std::optional<std::string>{};
    return std::optional{market->event};
}

/// What is said about one event must not stop the others of a stream.
bool ends_all(const Error& error) {
    return error.code == Errc::cancelled || error.code == Errc::closed ||
           error.code == Errc::bad_input || error.code == Errc::storage;
}

double middle_of(const live::TokenPrices& price) {
    constexpr double dollar = Price::micros_per_dollar;
    return (price.bid->micros() + price.ask->micros()) / 2.0 / dollar;
}

}  // namespace

std::vector<cli::Example> ForecastCommand::examples() const {
    return {{"pm-forecast highest-temperature-in-london-on-june-11-2026", "bars on a terminal"},
            {"pm-forecast --city nyc --date tomorrow -o json", "by city and day"},
            {"pm-markets list --tag daily-temperature | pm-forecast -", "every event of a list"}};
}

bool ForecastCommand::single() const {
    return !city_.empty() || (names_.size() == 1 && names_.front() != "-");
}

void ForecastCommand::declare(cli::Options& options) {
    std::vector<std::string> known;
    for (const auto& method : weather::methods()) known.emplace_back(method.name);
    options.argument("event", names_, "Events by slug, URL or id; - reads market records or names");
    options.value("--city", city_, "City as in the venue's slugs").value_name("CITY");
    options.value("--date", date_, "Civil day at the station: YYYY-MM-DD, today or tomorrow")
        .value_name("DATE")
        .default_text("today");
    options.value("--kind", kind_, "Which extreme of the day, with --city")
        .choices({"highest", "lowest"})
        .default_text("highest");
    options.value("--method", method_, "How model values become probabilities")
        .choices(known)
        .default_text(known.front());
}

Result<std::string> ForecastCommand::slug_of_city(Timestamp now) const {
    auto station = station_of_city(city_);
    if (!station) return pass(station);
    auto date = day_of(date_, **station, now);
    if (!date) return pass(date);
    const auto kind = named<TemperatureKind>(kind_).value_or(TemperatureKind::highest);
    return event_slug(kind, (*station)->city, *date);
}

net::Task<void> ForecastCommand::run(cli::Env& env) {
    if (names_.empty() && city_.empty())
        co_return fail(Errc::bad_input, "name an event, or a --city", "pm-forecast --help");
    if (!names_.empty() && !city_.empty())
        co_return fail(Errc::bad_input, "--city does not go with named events");
    auto opened = co_await wiring::Session::open(env);
    if (!opened) co_return pass(opened);
    auto& session = **opened;
    live::WeatherOptions options;
    options.method = method_;
    live::WeatherClient client{session.http(), session.endpoints(), session.clock(), env.log,
                               std::move(options)};
    if (!city_.empty()) {
        auto slug = slug_of_city(session.clock().now());
        if (!slug) co_return pass(slug);
        co_return co_await run_name(env, session, client, *slug);
    }
    if (names_.size() == 1 && names_.front() == "-")
        co_return co_await run_lines(env, session, client);
    for (const auto& name : names_) {
        auto shown = co_await run_name(env, session, client, name);
        if (!shown) co_return pass(shown);
    }
    co_return Result<void>{};
}

net::Task<void> ForecastCommand::run_lines(cli::Env& env, wiring::Session& session,
                                           live::WeatherClient& client) {
    std::optional<Error> last;
    while (true) {
        auto line = co_await env.in.next();
        if (!line) co_return pass(line);
        if (!*line) break;
        auto name = name_in(**line);
        if (!name) {
            auto where = "line " + std::to_string(env.in.number());
            co_return pass(name, where);
        }
        if (!*name || done_.contains(**name)) continue;
        auto shown = co_await run_name(env, session, client, **name);
        if (!shown) {
            if (ends_all(shown.error())) co_return pass(shown);
            done_.insert(**name);
            note(env.log, LogLevel::warning, shown.error().message);
            last = std::move(shown.error());
        }
        if (!env.in.buffered()) {
            if (auto flushed = env.out.flush(); !flushed) co_return pass(flushed);
        }
    }
    if (done_.empty()) co_return fail(Errc::not_found, "no temperature event on standard input");
    if (last && shown_ == 0) co_return tl::unexpected<Error>{std::move(*last)};
    co_return Result<void>{};
}

net::Task<void> ForecastCommand::run_name(cli::Env& env, wiring::Session& session,
                                          live::WeatherClient& client, std::string name) {
    auto found = co_await session.catalogue().find(name);
    if (!found) co_return pass(found);
    if (!done_.insert(found->event.slug).second) co_return Result<void>{};
    auto event = std::move(found->event);
    co_return co_await show(env, session, client, std::move(event));
}

net::Task<void> ForecastCommand::show(cli::Env& env, wiring::Session& session,
                                      live::WeatherClient& client, Event event) {
    auto forecast = co_await client.forecast(event);
    if (!forecast) co_return pass(forecast);
    ++shown_;
    const bool draw = env.view.format == cli::Format::table && env.view.screen != nullptr;
    if (!draw) {
        std::string line;
        records::append(line, session.clock().now(), *forecast);
        co_return env.out.write(line);
    }
    std::vector<TokenId> tokens;
    for (const auto& market : event.markets)
        if (!market.yes.empty()) tokens.push_back(market.yes);
    auto prices = co_await session.catalogue().prices(std::move(tokens));
    Middles middles;
    if (!prices)
        note(env.log, LogLevel::warning, "without market prices: " + prices.error().message);
    else
        for (const auto& price : *prices)
            if (price.bid && price.ask) middles[price.token] = middle_of(price);
    const DrawingLook look{.columns = env.view.screen->columns(), .color = env.view.color};
    co_return env.view.screen->write(drawing(event, *forecast, middles, look));
}

}  // namespace pm::outlook
