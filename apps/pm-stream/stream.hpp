#pragma once

/// The one command of pm-stream.

#include "cli/command.hpp"
#include "pm-stream/printer.hpp"
#include "pm-stream/wishes.hpp"

namespace pm::stream {

class StreamCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "stream"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Stream prices as they change";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"market", "quote", "book", "print", "tick", "status", "resolved"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    net::Task<void> run_live(cli::Env& env, Printer& printer);
    [[nodiscard]] Result<PrinterOptions> printer_options(const cli::Env& env) const;

    Wishes wishes_;
    bool books_ = false;
    bool no_prints_ = false;
    std::string record_;
    std::string replay_;
    std::optional<std::string> speed_;
    std::int64_t max_messages_ = 0;
    std::optional<Duration> duration_;
    bool fail_stale_ = false;
    Duration refresh_{std::chrono::seconds{60}};
    Duration poll_every_{std::chrono::seconds{2}};
    polymarket::FeedPace feed_;
};

}  // namespace pm::stream
