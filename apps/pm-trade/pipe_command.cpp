#include "pm-trade/pipe_command.hpp"

#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "pm-trade/background.hpp"
#include "pm-trade/pipe_run.hpp"

namespace pm::trade {

namespace {

namespace asio = boost::asio;

net::Task<void> read_lines(cli::Env& env, PipeRun& run) {
    while (true) {
        auto line = co_await env.in.next();
        if (!line) co_return pass(line);
        if (!*line) co_return Result<void>{};
        auto done = run.take(**line);
        if (!done && done.error().code == Errc::malformed) {
            const auto where = "line " + std::to_string(env.in.number());
            co_return pass(done, where);
        }
        if (!done) co_return done;
        if (env.in.buffered()) continue;
        if (auto flushed = env.out.flush(); !flushed) co_return flushed;
    }
}

/// Fetches forecasts for as long as the input lasts. Without a network the desk does without.
net::Task<void> fetch_forecasts(cli::Env& env, PipeRun& run) {
    auto session = co_await wiring::Session::open(env);
    if (session) {
        BackgroundPlan plan;
        plan.now = [&run] { return run.desk().now(); };
        plan.write_out = [&env, &run]() -> Result<void> {
            if (auto done = run.write_out(); !done) return done;
            return env.out.flush();
        };
        plan.settle = false;  // the input says what ended
        Background background{**session, env, run.desk(), std::move(plan)};
        co_return co_await background.run();
    }
    if (session.error().code == Errc::cancelled) co_return pass(session);
    note(env.log, LogLevel::warning, "no forecasts: " + session.error().message);
    co_return co_await net::pause_for_ever();
}

}  // namespace

std::vector<cli::Example> PipeCommand::examples() const {
    return {{"pm-stream --city london | pm-trade --edge 0.05", "trade one city on paper"},
            {"pm-stream --replay london.ndjson --speed max | pm-trade --forecast forecasts.ndjson",
             "the same decisions again, byte for byte"},
            {"pm-stream --city nyc | pm-trade --dry-run --signals all", "look, do not touch"}};
}

void PipeCommand::declare(cli::Options& options) {
    trade_.declare(options);
    options
        .value("--forecast", forecast_,
               "Forecast records to decide with; nothing is fetched, the account is kept in memory")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options
        .optional_value("--pass", pass_, pass_bare_,
                        "Pass the input on; the default unless a terminal reads (--pass=false)")
        .choices({"true", "false"});
}

net::Task<void> PipeCommand::run(cli::Env& env) {
    if (trade_.live.live) {
        co_return fail(Errc::bad_config, "a pipe trades on paper",
                       "real money: pm-trade auto --live, or buy and sell");
    }
    if (auto ok = trade_.prepare(*env.settings); !ok) co_return ok;
    std::optional<ForecastFile> forecasts;
    if (!forecast_.empty()) {
        auto read = ForecastFile::read(forecast_);
        if (!read) co_return pass(read, "--forecast");
        forecasts = std::move(*read);
    }
    AccountPlan plan;
    plan.bankroll = trade_.bankroll;
    plan.dry_run = trade_.dry_run;
    plan.stamp.account = env.settings->profile();
    plan.stamp.created = env.clock.now();
    auto endpoints = wiring::endpoints_of(*env.settings);
    if (!endpoints) co_return pass(endpoints);
    plan.stamp.venue = endpoints->clob;
    plan.path = ":memory:";
    if (!forecasts || !env.settings->text("db").empty()) {
        auto path = ledger_file(*env.settings);
        if (!path) co_return pass(path);
        plan.path = std::move(*path);
    }
    auto account = Account::open(std::move(plan));
    if (!account) co_return pass(account);
    const bool pass_on = pass_bare_ || pass_ == "true" || (pass_.empty() && !env.out.terminal());
    PipeRun::Parts parts{**account, env.out, forecasts ? &*forecasts : nullptr, pass_on};
    PipeRun run{trade_.desk(1), parts};
    if (forecasts) co_return co_await read_lines(env, run);
    auto both = net::first_of(read_lines(env, run), fetch_forecasts(env, run));
    co_return co_await std::move(both);
}

}  // namespace pm::trade
