#pragma once

/// pm-markets weather: temperature events as ladders of buckets with their prices.

#include "cli/command.hpp"
#include "pm-markets/filters.hpp"
#include "wiring/session.hpp"

namespace pm::markets {

class WeatherCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "weather"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show temperature events as ladders";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"market"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<std::vector<Event>> gather(wiring::Session& session, cli::Env& env);
    net::Task<void> draw(wiring::Session& session, cli::Env& env, std::vector<Event> events);

    Filters filters_;
    std::vector<std::string> names_;
};

}  // namespace pm::markets
