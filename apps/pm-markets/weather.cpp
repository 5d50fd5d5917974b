#include "pm-markets/weather.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "cli/table.hpp"
#include "domain/names.hpp"
#include "pm-markets/targets.hpp"
#include "polymarket/facts.hpp"
#include "records/write.hpp"

namespace pm::markets {

namespace {

std::string bucket_text(const Market& market) {
    if (!market.temperature) return sanitised(market.label);
    const auto& bucket = market.temperature->bucket;
    const auto unit = "°" + std::string{name_of(market.temperature->rule.unit)};
    if (!bucket.low && bucket.high) return "≤ " + std::to_string(*bucket.high) + unit;
    if (bucket.low && !bucket.high) return "≥ " + std::to_string(*bucket.low) + unit;
    if (!bucket.low) return sanitised(market.label);
    if (*bucket.low == *bucket.high) return std::to_string(*bucket.low) + unit;
    return std::to_string(*bucket.low) + "–" + std::to_string(*bucket.high) + unit;
}

std::string heading(const Event& event) {
    auto text = sanitised(event.title);
    for (const auto& market : event.markets) {
        if (!market.temperature) continue;
        const auto& rule = market.temperature->rule;
        return text + "  (" + rule.station + ", " + date_text(rule.date) + ", settled by " +
               rule.source + ")";
    }
    if (!event.markets.empty()) text += "  (not traded: " + event.markets.front().refusal + ")";
    return text;
}

std::string price_text(const std::optional<Price>& price) {
    return price ? price->text() : "–";
}

}  // namespace

std::vector<cli::Example> WeatherCommand::examples() const {
    return {{"pm-markets weather --city london --date today", "today's ladder of London"}};
}

void WeatherCommand::declare(cli::Options& options) {
    options.argument("event", names_, "Events by slug, URL or id instead of filters");
    filters_.declare(options);
}

net::Task<void> WeatherCommand::run(cli::Env& env) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto events = co_await gather(**session, env);
    if (!events) co_return pass(events);
    if (env.view.format == cli::Format::table && env.view.screen != nullptr) {
        co_return co_await draw(**session, env, std::move(*events));
    }
    std::string line;
    const auto now = (*session)->clock().now();
    for (const auto& event : *events) {
        for (const auto& market : event.markets) {
            line.clear();
            records::append(line, now, market);
            if (auto written = env.out.write(line); !written) co_return pass(written);
        }
    }
    co_return Result<void>{};
}

net::Task<std::vector<Event>> WeatherCommand::gather(wiring::Session& session, cli::Env& env) {
    std::vector<Event> out;
    for (const auto& name : names_) {
        auto found = co_await session.catalogue().find(name);
        if (!found) co_return pass(found);
        out.push_back(std::move(found->event));
    }
    if (!names_.empty()) co_return out;
    auto selection = filters_.selection();
    if (!selection) co_return pass(selection);
    for (auto& query : filters_.queries()) {
        if (query.tag.empty()) query.tag = polymarket::daily_temperature_tag;
        auto list = co_await session.catalogue().list(query);
        if (!list) co_return pass(list);
        if (!list->complete) say_incomplete(env, list->note);
        live::narrow(*selection, list->events, session.clock().now());
        std::move(list->events.begin(), list->events.end(), std::back_inserter(out));
    }
    std::erase_if(out, [](const Event& event) {
        return std::none_of(event.markets.begin(), event.markets.end(),
                            [](const Market& market) { return market.temperature.has_value(); });
    });
    co_return out;
}

/// One ladder per event, with the best prices of its YES tokens.
net::Task<void> WeatherCommand::draw(wiring::Session& session, cli::Env& env,
                                     std::vector<Event> events) {
    std::vector<TokenId> tokens;
    for (const auto& event : events) {
        for (const auto& market : event.markets) {
            if (!market.yes.empty() && !market.closed) tokens.push_back(market.yes);
        }
    }
    auto prices = co_await session.catalogue().prices(std::move(tokens));
    std::map<TokenId, live::TokenPrices> by_token;
    if (prices) {
        for (const auto& price : *prices) by_token.emplace(price.token, price);
    } else {
        say_incomplete(env, "no prices: " + prices.error().message);
    }
    std::string out;
    for (const auto& event : events) {
        out += heading(event) + "\n";
        std::vector<cli::TableColumn> layout{{"  bucket", true}, {"bid", true},  {"ask", true},
                                             {"volume", true},   {"tick", true}, {""}};
        std::vector<cli::TableRow> rows;
        for (const auto& market : event.markets) {
            const auto at = by_token.find(market.yes);
            const bool known = at != by_token.end();
            const auto volume = market.volume.micros / 1'000'000;
            const auto end = market.winner   ? "resolved " + std::string{name_of(*market.winner)}
                             : market.closed ? std::string{"closed"}
                                             : std::string{};
            rows.push_back({bucket_text(market), known ? price_text(at->second.bid) : "–",
                            known ? price_text(at->second.ask) : "–", std::to_string(volume),
                            market.tick.text(), end});
        }
        cli::append_table(out, layout, rows, cli::TableLook{});
        out += "\n";
    }
    co_return env.view.screen->write(out);
}

}  // namespace pm::markets
