#include "pm-trade/doctor_command.hpp"

#include "pm-trade/live_admission.hpp"

namespace pm::trade {

namespace {

/// For what anybody may ask.
class Nobody final : public live::RequestSigner {
public:
    Result<net::Headers> headers(polymarket::Access access, std::int64_t /*seconds*/,
                                 const polymarket::L2Request& /*request*/) override {
        if (access == polymarket::Access::open) return net::Headers{};
        return pm::fail(Errc::credentials, "no account");
    }
};

}  // namespace

std::vector<cli::Example> DoctorCommand::examples() const {
    return {{"pm-trade doctor", "network, clock, venue, sockets, disk"},
            {"pm-trade doctor --live", "the account, too; real money needs it once a day"}};
}

void DoctorCommand::declare(cli::Options& options) {
    options.flag("--live", live_, "Look at the account, too: key, wallet, balance, allowances");
}

void Report::say(records::CheckRow row) {
    std::string line;
    records::append(line, env_.clock.now(), row);
    static_cast<void>(env_.out.write(line));
    static_cast<void>(env_.out.flush());
}

void Report::pass(std::string check, std::string detail) {
    say({std::move(check), records::CheckResult::pass, std::move(detail), {}});
}

void Report::warn(std::string check, std::string detail, std::string fix) {
    say({std::move(check), records::CheckResult::warn, std::move(detail), std::move(fix)});
}

void Report::fail(std::string check, std::string detail, std::string fix) {
    ++failures_;
    say({std::move(check), records::CheckResult::fail, std::move(detail), std::move(fix)});
}

void Report::fail(std::string check, const Error& error, std::string fix) {
    fail(std::move(check), error.message, fix.empty() ? error.hint : fix);
}

net::Task<void> DoctorCommand::run(cli::Env& env) {
    Report report{env};
    check_machine(env, report, live_);
    auto session = co_await wiring::Session::open(env);
    if (!session) {
        report.fail("venue", session.error(), "is the address right, and the network up?");
        co_return pm::fail(Errc::refused, "the venue cannot be reached");
    }
    Nobody nobody;
    const live::AccountClient::Parts parts{(*session)->http(), (*session)->endpoints(),
                                           (*session)->clock(), nobody};
    live::AccountClient open_client{parts, {}, env.log};
    auto venue = co_await check_venue(env, open_client, report);
    if (!venue) co_return venue;
    auto market = co_await check_market_socket(env, **session, report);
    if (!market) co_return market;
    std::string wallet;
    if (live_) {
        auto account =
            co_await wiring::AccountSession::open(env, **session, wiring::AccountUse::signing);
        if (!account) {
            report.fail("key", account.error());
        } else {
            wallet = (*account)->account().funder.text();
            auto seen = co_await check_account(**account, report);
            if (!seen) co_return seen;
            auto user = co_await check_user_socket(env, **session, **account, report);
            if (!user) co_return user;
        }
    }
    if (report.failures() > 0) {
        co_return pm::fail(Errc::refused,
                           std::to_string(report.failures()) + " things are not well");
    }
    if (!live_) co_return Result<void>{};
    DoctorNote note;
    note.at = env.clock.now();
    note.account = wallet;
    note.venue = (*session)->endpoints().clob;
    co_return write_doctor_note(*env.settings, note);
}

}  // namespace pm::trade
