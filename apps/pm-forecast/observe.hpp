#pragma once

/// `pm-forecast observe STATION`: a station's day as measured so far, and what it rules out.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "domain/forecast.hpp"
#include "live/catalogue.hpp"
#include "wiring/session.hpp"

namespace pm::outlook {

class ObserveCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "observe"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show a station's running extremes and the buckets they rule out";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"observation"}; }
    [[nodiscard]] bool single() const override { return stations_.size() == 1; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<void> observe(cli::Env& env, wiring::Session& session, std::string name);

    std::vector<std::string> stations_;
    std::string date_ = "today";
    std::string unit_;
};

}  // namespace pm::outlook
