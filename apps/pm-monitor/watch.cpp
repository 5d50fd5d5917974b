#include "pm-monitor/watch.hpp"

#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "pm-monitor/poll_run.hpp"
#include "pm-monitor/watch_run.hpp"

namespace pm::guard {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Takes lines in until the input ends.
net::Task<void> read_lines(cli::Env& env, WatchRun& run) {
    while (true) {
        auto line = co_await env.in.next();
        if (!line) co_return pass(line);
        if (!*line) co_return Result<void>{};
        if (auto done = run.take(**line); !done) co_return done;
        if (env.in.buffered()) continue;
        if (auto done = env.out.flush(); !done) co_return done;
    }
}

/// Looks twice a second for what time alone brings. Ends only with an error.
net::Task<void> look_regularly(WatchRun& run) {
    while (true) {
        if (auto waited = co_await net::pause(500ms); !waited) co_return waited;
        if (auto done = run.idle(); !done) co_return done;
    }
}

net::Task<void> watch_stdin(cli::Env& env, WatchRun& run) {
    auto both = net::first_of(read_lines(env, run), look_regularly(run));
    auto done = co_await std::move(both);
    if (!done) co_return done;
    co_return run.finish();
}

}  // namespace

std::vector<cli::Example> WatchCommand::examples() const {
    return {{"pm-stream --city london | pm-trade --edge 0.05 | pm-monitor --tp 0.15 --sl 0.10",
             "guard what pm-trade holds; exits reached are alerts"},
            {"pm-monitor watch --tp 15% --sl 10% --close",
             "on a terminal: ask the venue every 5 seconds, and sell on paper"},
            {"pm-monitor watch --records < trades.ndjson", "positions from recorded fills alone"}};
}

void WatchCommand::declare(cli::Options& options) {
    const auto level = trading::ExitDistance::parse;
    options
        .value("--tp", take_profit_, level,
               "Take profit when the bid is this far above what was paid: 0.15 of price, or 15%")
        .value_name("LEVEL");
    options
        .value("--sl", stop_loss_, level,
               "Stop the loss when the bid is this far below what was paid: 0.10 of price, or 10%")
        .value_name("LEVEL");
    options.flag("--pass", pass_, "Pass the records of standard input on, too");
    options.flag("--close", close_,
                 "Sell on paper when an exit is reached, and pay out results. Takes the ledger for "
                 "writing: not while a pm-trade trades on it. Without it exits are alerts");
    options.flag("--poll", poll_,
                 "Ask the venue for books and results instead of reading standard input; "
                 "the default on a terminal");
    options.flag("--records", from_records_,
                 "Positions from the fills on standard input, not from the ledger");
    options.value("--every", every_, cli::parse_duration, "At most one report a position")
        .value_name("TIME")
        .default_text("1s");
    options.value("--stale", stale_, cli::parse_duration, "Alert when a price is older")
        .value_name("TIME")
        .default_text("2m");
    options.value("--interval", interval_, cli::parse_duration, "How often to ask the venue")
        .value_name("TIME")
        .default_text("5s");
}

net::Task<void> WatchCommand::run(cli::Env& env) {
    if (interval_ < 1s) {
        co_return fail(Errc::bad_input, "--interval: at least 1s");
    }
    auto path = ledger_file(*env.settings);
    if (!path) co_return pass(path);
    monitor::WatchPlan plan;
    plan.exits = {.take_profit = take_profit_, .stop_loss = stop_loss_};
    plan.report_every = every_;
    plan.stale_after = stale_;
    if (close_ && plan.exits.take_profit == std::nullopt && plan.exits.stop_loss == std::nullopt) {
        co_return fail(Errc::bad_input, "--close needs --tp, --sl or both");
    }
    if (close_ && from_records_) {
        co_return fail(Errc::bad_input, "--close sells from the ledger: not with --records");
    }
    plan.closes = close_;
    std::unique_ptr<Seller> seller;
    if (close_) {
        auto opened = Seller::open(*path);
        if (!opened) co_return pass(opened);
        seller = std::move(*opened);
    }
    const WatchOptions options{.pass_on = pass_, .from_records = from_records_};
    WatchRun run{env, plan, options, Holdings{std::move(*path)}};
    run.sell_with(std::move(seller));
    if (!poll_ && !env.in.terminal()) co_return co_await watch_stdin(env, run);
    co_return co_await poll_venue(env, run, interval_);
}

}  // namespace pm::guard
