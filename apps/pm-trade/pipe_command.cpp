#include "pm-trade/pipe_command.hpp"

#include <boost/asio/this_coro.hpp>

#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "pm-trade/background.hpp"
#include "pm-trade/pipe_run.hpp"

namespace pm::trade {

namespace {

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

/// Fetches forecasts for as long as the input lasts.
net::Task<void> fetch_forecasts(wiring::Session& session, cli::Env& env, PipeRun& run) {
    BackgroundPlan plan;
    plan.now = [&run] { return run.desk().now(); };
    plan.write_out = [&run] { return run.write_out(); };
    plan.settle = false;  // the input says what ended
    Background background{session, env, run.desk(), std::move(plan)};
    co_return co_await background.run();
}

/// The same on paper: without a network the desk does without.
net::Task<void> fetch_if_possible(cli::Env& env, PipeRun& run) {
    auto session = co_await wiring::Session::open(env);
    if (session) co_return co_await fetch_forecasts(**session, env, run);
    if (session.error().code == Errc::cancelled) co_return pass(session);
    note(env.log, LogLevel::warning, "no forecasts: " + session.error().message);
    co_return co_await net::pause_for_ever();
}

}  // namespace

std::vector<cli::Example> PipeCommand::examples() const {
    return {{"pm-stream --city london | pm-trade --edge 0.05", "trade one city on paper"},
            {"pm-stream --replay london.ndjson --speed max | pm-trade --forecast forecasts.ndjson",
             "the same decisions again, byte for byte"},
            {"pm-stream --city london | pm-trade --live --live-account 0x...", "real money"},
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
    if (auto ok = trade_.prepare(*env.settings); !ok) co_return ok;
    std::optional<ForecastFile> forecasts;
    if (!forecast_.empty()) {
        auto read = ForecastFile::read(forecast_);
        if (!read) co_return pass(read, "--forecast");
        forecasts = std::move(*read);
    }
    auto* known = forecasts ? &*forecasts : nullptr;
    if (trade_.live.live) co_return co_await run_live(env, known);
    co_return co_await run_on_paper(env, known);
}

bool PipeCommand::passes_on(const cli::Env& env) const {
    return pass_bare_ || pass_ == "true" || (pass_.empty() && !env.out.terminal());
}

net::Task<void> PipeCommand::run_on_paper(cli::Env& env, ForecastFile* forecasts) {
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
    PipeRun run{trade_.desk(1), {account->get(), env.out, forecasts, passes_on(env)}};
    if (forecasts != nullptr) co_return co_await read_lines(env, run);
    auto both = net::first_of(read_lines(env, run), fetch_if_possible(env, run));
    co_return co_await std::move(both);
}

net::Task<void> PipeCommand::run_live(cli::Env& env, ForecastFile* forecasts) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto door = co_await enter_live(env, **session, trade_, false);
    if (!door) co_return pass(door);
    co_await boost::asio::this_coro::throw_if_cancelled(false);  // orders are not left behind
    const auto& clock = (*session)->clock();
    PipeRun* running = nullptr;
    LiveRun live{
        {**door, clock, (*session)->speed(), {}, [&running] { return running->write_out(); }}};
    auto options = trade_.desk((*session)->speed());
    options.limits = (*door)->limits();
    PipeRun run{std::move(options), {nullptr, env.out, forecasts, passes_on(env), &live}};
    running = &run;
    run.start((*door)->books(), clock.now());
    env.out.wait_for_reader(false);  // stops and fills go on whoever reads
    auto outcome = co_await live.recover(run.desk());
    if (outcome) {
        run.say(LiveRun::recovered());
        std::vector<net::Task<void>> all;
        all.push_back(read_lines(env, run));
        all.push_back(live.run(run.desk()));
        if (forecasts == nullptr) all.push_back(fetch_forecasts(**session, env, run));
        outcome = co_await net::first_of(std::move(all));
    }
    auto left = co_await live.leave(run.desk(), trade_.dry_run);
    env.out.wait_for_reader(true);
    auto written = run.write_out();
    if (!left) co_return left;
    if (!outcome) co_return outcome;
    co_return written;
}

}  // namespace pm::trade
