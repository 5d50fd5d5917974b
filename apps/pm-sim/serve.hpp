#pragma once

/// `pm-sim serve`: the simulated venue until a signal, or for a while.

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "cli/command.hpp"
#include "sim/embedded_venue.hpp"

namespace pm::simulator {

class ServeCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "serve"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Serve a simulated venue on a loopback port";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    /// Reads what stands in files and in words. @return Errc::bad_input, Errc::not_found.
    Result<void> read_options();

    sim::SimOptions venue_;
    std::string fault_plan_;
    std::string balance_;
    std::string truth_log_;
    std::string ready_file_;
    std::optional<Duration> duration_;
};

/// Writes `text` to `path` so that a reader sees all of it or no file.
/// @return Errc::storage when it cannot be written.
Result<void> write_whole(const std::string& path, const std::string& text);

}  // namespace pm::simulator
