#pragma once

/// `pm-forecast EVENT`: one forecast an event.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "domain/market.hpp"
#include "live/weather_client.hpp"
#include "wiring/session.hpp"

namespace pm::outlook {

class ForecastCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "forecast"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Forecast the buckets of temperature events";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"forecast"}; }
    [[nodiscard]] bool single() const override;
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<void> run_lines(cli::Env& env, wiring::Session& session, live::WeatherClient& client);
    net::Task<void> run_name(cli::Env& env, wiring::Session& session, live::WeatherClient& client,
                             std::string name);
    net::Task<void> show(cli::Env& env, wiring::Session& session, live::WeatherClient& client,
                         Event event);
    Result<std::string> slug_of_city(Timestamp now) const;

    std::vector<std::string> names_;
    std::string city_;
    std::string date_ = "today";
    std::string kind_ = "highest";
    std::string method_;
    int shown_ = 0;
    std::set<std::string> done_;  ///< Slugs of events already asked for.
};

}  // namespace pm::outlook
