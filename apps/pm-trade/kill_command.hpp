#pragma once

/// pm-trade kill: cancels everything and stops all trading of the profile until a person resets it.
/// Needs neither the database nor the bot, and no private key. Only the reset looks into the
/// ledger: what made runs halt themselves is reset with it.

#include <optional>
#include <set>
#include <string>

#include "cli/command.hpp"
#include "live/account_client.hpp"
#include "store/stop_file.hpp"

namespace pm::trade {

class KillCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "kill"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Cancel every open order and stop trading until somebody resets it";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"life"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    static Result<void> reset(cli::Env& env, const store::StopFile& stop);
    static Result<std::size_t> reset_halts(cli::Env& env, const std::string& path);
    std::optional<Error> latch(cli::Env& env, const store::StopFile& stop) const;

    bool reset_ = false;
    std::string why_ = "pm-trade kill";
    Duration patience_ = std::chrono::seconds{30};
};

/// The file that stops the profile's trading. @return as Settings::state_folder.
Result<store::StopFile> stop_file_of(const cli::Settings& settings);

/// Cancels until the venue says that nothing is open. Plain enough to be tested by itself.
class CancelEverything {
public:
    /// `ended` hears the id of each order that the venue says it has cancelled, once.
    using Ended = std::function<void(const std::string&)>;
    CancelEverything(live::AccountClient& client, const Clock& clock, Ended ended)
        : client_{client}, clock_{clock}, ended_{std::move(ended)} {}

    /// One request for everything, then the rest by id, until a listing is empty or `deadline`.
    /// @return nothing left; Errc::outcome_unknown naming what may still be open;
    ///         Errc::restricted when the venue took no cancels; Errc::credentials.
    net::Task<void> run(Instant deadline);

private:
    net::Task<bool> round();
    void note(const polymarket::CancelReply& reply);
    net::Task<void> pause(Instant deadline);

    live::AccountClient& client_;
    const Clock& clock_;
    Ended ended_;
    std::set<std::string> cancelled_;
    std::set<std::string> open_;
    std::optional<Error> last_;
    int rounds_ = 0;
};

}  // namespace pm::trade
