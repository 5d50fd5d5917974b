#pragma once

/// What happens beside the prices: forecasts are fetched ahead of need, and markets that ended
/// while nobody looked are settled. A price change never waits for any of it.

#include <functional>
#include <map>
#include <set>
#include <string>

#include "cli/env.hpp"
#include "live/weather_client.hpp"
#include "pm-trade/desk.hpp"
#include "wiring/session.hpp"

namespace pm::trade {

struct BackgroundPlan {
    BackgroundPlan() = default;

    Duration refresh{std::chrono::minutes{10}};  ///< Forecasts are this old at most, desk's time.
    std::function<Timestamp()> now;              ///< The desk's time.
    std::function<Result<void>()> write_out;     ///< Called after the desk was told something.
    bool settle = true;                          ///< Ask how held markets ended.
};

/// Lifetime    everything outlives it. Concurrency one `run`. Cancelling by its slot.
class Background {
public:
    Background(wiring::Session& session, cli::Env& env, Desk& desk, BackgroundPlan plan);

    /// Runs until cancelled. A source that fails is asked again later.
    /// @return Errc::cancelled; as `write_out`; the journal's error.
    net::Task<void> run();

    [[nodiscard]] int forecasts() const { return forecasts_; }  ///< Fetched so far.

private:
    net::Task<void> fetch_all();
    net::Task<Forecast> fetch(std::string slug);
    net::Task<void> settle_ended();

    wiring::Session& session_;
    cli::Env& env_;
    Desk& desk_;
    BackgroundPlan plan_;
    live::WeatherClient weather_;
    std::map<std::string, Event> events_;
    std::map<std::string, Instant> not_before_;  ///< Of events whose sources failed.
    std::set<std::string> refused_;              ///< Never asked again.
    Instant settle_at_{};
    int forecasts_ = 0;
};

}  // namespace pm::trade
