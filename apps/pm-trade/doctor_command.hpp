#pragma once

/// pm-trade doctor: looks at everything that trading rests on, and says how to mend what is not
/// well. With --live a clean bill is what real money asks for.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "records/account.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

class DoctorCommand final : public cli::Command {
public:
    [[nodiscard]] std::string_view name() const override { return "doctor"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Check network, clock, venue, key, wallet, sockets and disk";
    }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"check"}; }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

private:
    bool live_ = false;
};

/// Collects what was seen. Writes each row at once: a check may take its time.
class Report {
public:
    explicit Report(cli::Env& env) : env_{env} {}

    void pass(std::string check, std::string detail);
    void warn(std::string check, std::string detail, std::string fix);
    void fail(std::string check, std::string detail, std::string fix);
    /// A failure as an error tells it.
    void fail(std::string check, const Error& error, std::string fix = {});

    [[nodiscard]] int failures() const { return failures_; }

private:
    void say(records::CheckRow row);

    cli::Env& env_;
    int failures_ = 0;
};

// The checks, by subject. Each says what it saw; none fails by itself.

/// State folder, free space, STOP file, another instance, limits for real money.
void check_machine(cli::Env& env, Report& report, bool live);
/// Name, TLS and answer of the venue, its time and order version, the geoblock.
net::Task<void> check_venue(cli::Env& env, live::AccountClient& client, Report& report);
/// Frames on the market channel.
net::Task<void> check_market_socket(cli::Env& env, wiring::Session& session, Report& report);
/// Key, wallet, API credentials, restrictions, balance, allowances.
net::Task<void> check_account(wiring::AccountSession& account, Report& report);
/// Whether the user channel takes our credentials.
net::Task<void> check_user_socket(cli::Env& env, wiring::Session& session,
                                  wiring::AccountSession& account, Report& report);

}  // namespace pm::trade
