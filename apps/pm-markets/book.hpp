#pragma once

/// pm-markets book: order books as they stand.

#include "cli/command.hpp"
#include "domain/quote.hpp"

namespace pm::markets {

class BookCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "book"; }
    [[nodiscard]] std::string_view summary() const override { return "Show order books"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"book"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    Result<void> write(cli::Env& env, Timestamp now, BookSnapshot book) const;

    std::vector<std::string> names_;
    std::string outcome_ = "yes";
    int depth_ = 0;
};

}  // namespace pm::markets
