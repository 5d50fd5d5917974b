#include "pm-trade/auto_command.hpp"

#include <boost/asio/this_coro.hpp>

#include "cli/settings.hpp"
#include "pm-trade/auto_run.hpp"
#include "pm-trade/demo_summary.hpp"
#include "sim/embedded_venue.hpp"

namespace pm::trade {

namespace {

/// Two hours a second: the five days of the built-in scenario take about a minute.
constexpr double demo_speed = 7200;

/// A ledger of its own for each demo, unless one is named.
Result<AccountPlan> demo_account(const cli::Env& env) {
    AccountPlan plan;
    plan.path = env.settings->text("db");
    plan.stamp.venue = "demo";
    plan.stamp.created = env.clock.now();
    if (!plan.path.empty()) return plan;
    auto folder = env.settings->state_folder();
    if (!folder) return pass(folder);
    const auto number = env.clock.now().time_since_epoch().count();
    plan.path = *folder + "/demo-" + std::to_string(number) + ".db";
    return plan;
}

}  // namespace

std::vector<cli::Example> AutoCommand::examples() const {
    return {{"pm-trade auto --demo", "everything, on a venue inside this process, in a minute"},
            {"pm-trade auto --city london --tp 0.15 --sl 0.10", "one city, on paper, until Ctrl-C"},
            {"pm-trade auto --dry-run --duration 5m --signals all", "look, do not touch"}};
}

void AutoCommand::declare(cli::Options& options) {
    trade_.declare(options);
    options.value_list("--city", cities_, "City as in the slug: nyc, london").value_name("CITY");
    options.value_list("--tag", tags_, "Tag slug; the default is daily-temperature")
        .value_name("TAG");
    options.value("--date", date_, "Day of the markets: 2026-06-16, today, tomorrow")
        .value_name("DATE");
    options.value("--duration", duration_, cli::parse_duration, "Stop after this long")
        .value_name("TIME");
    options.flag("--heartbeat", heartbeat_,
                 "With --live: should the bot die, the venue cancels all orders of the API key, "
                 "also those of other programs");
    options.flag("--demo", demo_, "Trade on a venue inside this process, and sum up");
    options.value("--seed", seed_, "Seed of the demo")
        .value_name("N")
        .default_text("1")
        .group("Demo");
    options.value("--speed", speed_, "Simulated seconds in a real one of the demo")
        .value_name("X")
        .group("Demo");
}

Result<live::Selection> AutoCommand::selection() const {
    live::Selection out;
    out.cities = cities_;
    out.tags = tags_;
    out.date = date_;
    if (out.cities.empty() && out.tags.empty()) out.tags = {"daily-temperature"};
    if (!date_.empty()) {
        if (auto ok = live::check_date(date_); !ok) return pass(ok, "--date");
    }
    return out;
}

net::Task<void> AutoCommand::run(cli::Env& env) {
    if (auto ok = trade_.prepare(*env.settings); !ok) co_return ok;
    if (heartbeat_ && !trade_.live.live) {
        co_return fail(Errc::bad_input, "--heartbeat is for --live");
    }
    if (demo_ && trade_.live.live) {
        co_return fail(Errc::bad_input, "--demo has no real money", "leave --live out");
    }
    if (speed_ < 0 || speed_ > 1e6) co_return fail(Errc::bad_input, "--speed: out of range");
    if (demo_) co_return co_await run_demo(env);
    auto wanted = selection();
    if (!wanted) co_return pass(wanted);
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    AutoPlan plan;
    plan.desk = trade_.desk((*session)->speed());
    plan.selection = std::move(*wanted);
    plan.duration = duration_;
    if (trade_.live.live) co_return co_await run_live(env, **session, std::move(plan));
    auto path = ledger_file(*env.settings);
    if (!path) co_return pass(path);
    AccountPlan account_plan;
    account_plan.path = std::move(*path);
    account_plan.stamp.account = env.settings->profile();
    account_plan.stamp.venue = (*session)->endpoints().clob;
    account_plan.stamp.created = env.clock.now();
    account_plan.bankroll = trade_.bankroll;
    account_plan.dry_run = trade_.dry_run;
    auto account = Account::open(std::move(account_plan));
    if (!account) co_return pass(account);
    AutoRun run{**session, env, account->get(), std::move(plan)};
    co_return co_await run.run();
}

net::Task<void> AutoCommand::run_live(cli::Env& env, wiring::Session& session, AutoPlan plan) {
    auto door = co_await enter_live(env, session, trade_, heartbeat_);
    if (!door) co_return pass(door);
    plan.desk.limits = (*door)->limits();
    plan.door = door->get();
    AutoRun run{session, env, nullptr, std::move(plan)};
    co_return co_await run.run();
}

net::Task<void> AutoCommand::run_demo(cli::Env& env) {
    auto wanted = selection();
    if (!wanted) co_return pass(wanted);
    const auto executor = co_await boost::asio::this_coro::executor;
    sim::SimOptions options;
    options.seed = seed_;
    options.speed = speed_ > 0 ? speed_ : demo_speed;
    sim::EmbeddedVenue venue{executor, env.clock, env.log, options};
    auto url = venue.start();
    if (!url) co_return pass(url);

    // From here on everything is as with any other venue at that address.
    cli::SettingSources sources;
    sources.flags = {{"venue", *url}, {"clock", "venue"}};
    sources.variable = env.variable;
    auto settings = cli::Settings::load(env.settings->table(), sources);
    if (!settings) co_return pass(settings);
    cli::Env demo_env = env;
    demo_env.settings = &*settings;

    auto account_plan = demo_account(env);
    if (!account_plan) co_return pass(account_plan);
    account_plan->bankroll = trade_.bankroll;
    account_plan->dry_run = trade_.dry_run;
    auto account = Account::open(std::move(*account_plan));
    if (!account) co_return pass(account);

    const auto began = env.clock.steady();
    auto session = co_await wiring::Session::open(demo_env);
    if (!session) co_return pass(session);
    AutoPlan plan;
    plan.desk = trade_.desk(options.speed);
    if (trade_.signals == "changes") plan.desk.signals = SignalChoice::acts;
    plan.selection = std::move(*wanted);
    plan.duration = duration_;
    plan.until = venue.end();
    Result<void> outcome;
    {
        AutoRun run{**session, demo_env, account->get(), std::move(plan)};
        outcome = co_await run.run();
        if (outcome) {
            const auto took = env.clock.steady() - began;
            outcome = write_summary(env, run, **account, took);
        }
    }
    session->reset();
    venue.stop();
    co_return outcome;
}

}  // namespace pm::trade
