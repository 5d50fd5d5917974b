#include "pm-trade/background.hpp"

#include "net/fan_out.hpp"
#include "net/pause.hpp"

namespace pm::trade {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t at_once = 4;
constexpr Duration look_every = 100ms;
constexpr Duration retry_after = 10s;
constexpr Duration settle_every = 15s;

}  // namespace

Background::Background(wiring::Session& session, cli::Env& env, Desk& desk, BackgroundPlan plan)
    : session_{session},
      env_{env},
      desk_{desk},
      plan_{std::move(plan)},
      weather_{session.http(), session.endpoints(), session.clock(), env.log} {}

net::Task<void> Background::run() {
    while (true) {
        auto fetched = co_await fetch_all();
        if (!fetched) co_return fetched;
        if (plan_.settle && env_.clock.steady() >= settle_at_) {
            auto settled = co_await settle_ended();
            if (!settled) co_return settled;
            settle_at_ = env_.clock.steady() + settle_every;
        }
        if (auto waited = co_await net::pause(look_every); !waited) co_return waited;
    }
}

net::Task<void> Background::fetch_all() {
    std::vector<std::string> slugs;
    std::vector<net::Job<Forecast>> jobs;
    for (auto& slug : desk_.events_without_forecast(plan_.now() - plan_.refresh)) {
        const auto wait = not_before_.find(slug);
        if (refused_.contains(slug) ||
            (wait != not_before_.end() && env_.clock.steady() < wait->second)) {
            continue;
        }
        jobs.emplace_back([this, slug]() -> net::Task<Forecast> { return fetch(slug); });
        slugs.push_back(std::move(slug));
    }
    if (jobs.empty()) co_return Result<void>{};
    auto forecasts = co_await net::fan_out<Forecast>(std::move(jobs), at_once);
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
        if (forecasts[i]) continue;
        const auto& error = forecasts[i].error();
        if (error.code == Errc::cancelled) co_return fail(Errc::cancelled, "told to stop");
        note(env_.log, LogLevel::warning, "forecast of " + slugs[i] + ": " + error.message);
        not_before_[slugs[i]] = env_.clock.steady() + retry_after;
        if (error.code == Errc::refused) refused_.insert(slugs[i]);
    }
    co_return plan_.write_out();
}

net::Task<Forecast> Background::fetch(std::string slug) {
    auto known = events_.find(slug);
    if (known == events_.end()) {
        auto event = co_await session_.catalogue().event(slug);
        if (!event) co_return pass(event);
        known = events_.insert_or_assign(slug, std::move(*event)).first;
    }
    const Event& event = known->second;
    auto forecast = co_await weather_.forecast(event);
    if (!forecast) co_return pass(forecast);
    ++forecasts_;
    // At once, not when the slowest of the batch is there.
    desk_.on_forecast(plan_.now(), *forecast);
    auto written = plan_.write_out();
    if (!written) co_return pass(written);
    co_return forecast;
}

net::Task<void> Background::settle_ended() {
    std::vector<ConditionId> held;
    for (const auto& position : desk_.portfolio().positions()) {
        if (position.held().micros > 0) held.push_back(position.condition);
    }
    if (held.empty()) co_return Result<void>{};
    auto markets = co_await session_.catalogue().markets(std::move(held));
    if (!markets) {
        if (markets.error().code == Errc::cancelled) co_return pass(markets);
        note(env_.log, LogLevel::warning, "held markets: " + markets.error().message);
        co_return Result<void>{};
    }
    for (const auto& market : *markets) {
        if (!market.winner) continue;
        auto done = desk_.on_resolved(plan_.now(), Resolution{market.condition, *market.winner});
        if (!done) co_return done;
    }
    co_return plan_.write_out();
}

}  // namespace pm::trade
