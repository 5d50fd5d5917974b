#pragma once

/// pm-markets list: the markets of the venue, filtered, one record each.

#include "cli/command.hpp"
#include "pm-markets/filters.hpp"
#include "wiring/session.hpp"

namespace pm::markets {

class ListCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "list"; }
    [[nodiscard]] std::string_view summary() const override { return "List markets"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"market"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<std::vector<Event>> gather(wiring::Session& session, cli::Env& env);
    void arrange(std::vector<Market>& markets) const;
    Result<void> write(cli::Env& env, Timestamp now, const std::vector<Market>& markets) const;

    Filters filters_;
    std::string sort_;
    bool ascending_ = false;
    int limit_ = 100;
    bool all_ = false;
    std::string outcome_ = "yes";
    bool more_ = false;  ///< There was more than was shown.
};

}  // namespace pm::markets
