#pragma once

/// pm-markets search: the venue's own full-text search.

#include "cli/command.hpp"

namespace pm::markets {

class SearchCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "search"; }
    [[nodiscard]] std::string_view summary() const override { return "Search markets by words"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"market"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    std::vector<std::string> words_;
    int limit_ = 20;
    bool closed_ = false;
};

}  // namespace pm::markets
