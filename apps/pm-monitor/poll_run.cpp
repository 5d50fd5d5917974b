#include "pm-monitor/poll_run.hpp"

#include <algorithm>
#include <set>

#include "base/schedule.hpp"
#include "monitor/resolution_watch.hpp"
#include "net/pause.hpp"
#include "wiring/session.hpp"

namespace pm::guard {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t results_at_once = 20;

Alert trouble(std::string code, const Error& error) {
    return Alert{.severity = 2, .code = std::move(code), .message = error.message, .subject = ""};
}

/// The periodic work of one run.
class Poll {
public:
    Poll(cli::Env& env, WatchRun& run, wiring::Session& session, Duration interval)
        : env_{env}, run_{run}, session_{session}, schedule_{env.random}, results_{env.random} {
        const auto now = env.clock.steady();
        ledger_ = schedule_.add(plan("ledger", 1s), now);
        books_ = schedule_.add(plan("books", interval), now);
        resolutions_ = schedule_.add(plan("resolutions", interval), now);
    }

    net::Task<void> run() {
        while (true) {
            for (const auto task : schedule_.due(env_.clock.steady())) {
                run_.set_now(session_.clock().now());
                auto done = co_await start(task);
                if (!done && fatal(done.error().code)) co_return done;
                auto error = done ? std::nullopt : std::optional{done.error().message};
                schedule_.finished(task, env_.clock.steady(), std::move(error));
            }
            run_.set_now(session_.clock().now());
            run_.watcher().look(session_.clock().now());
            if (auto done = run_.write_out(); !done) co_return done;
            if (auto done = env_.out.flush(); !done) co_return done;
            const auto now = env_.clock.steady();
            auto waited = co_await net::pause(schedule_.next_due(now).value_or(now + 1s) - now);
            if (!waited) co_return waited;
        }
    }

private:
    static TaskPlan plan(std::string name, Duration every) {
        TaskPlan plan;
        plan.name = std::move(name);
        plan.every = every;
        plan.jitter = every / 10;
        return plan;
    }

    static bool fatal(Errc code) {
        return code == Errc::storage || code == Errc::bad_config || code == Errc::cancelled ||
               code == Errc::closed;
    }

    net::Task<void> start(TaskId task) {
        if (task == ledger_) co_return run_.reload(session_.clock().now());
        if (task == books_) co_return co_await ask_books();
        co_return co_await ask_results();
    }

    net::Task<void> ask_books() {
        std::vector<TokenId> tokens;
        for (const auto& position : run_.watcher().positions()) tokens.push_back(position.token);
        if (tokens.empty()) co_return Result<void>{};
        auto books = co_await session_.catalogue().books(std::move(tokens));
        const auto now = session_.clock().now();
        if (!books) {
            run_.watcher().tell(trouble("prices_unavailable", books.error()), now);
            co_return pass(books);
        }
        run_.watcher().clear("prices_unavailable", "");
        run_.set_now(now);
        for (const auto& book : *books) run_.apply(book, now);
        co_return Result<void>{};
    }

    net::Task<void> ask_results() {
        watch_held();
        auto asked = results_.due(session_.clock().now(), results_at_once);
        if (asked.empty()) co_return Result<void>{};
        auto markets = co_await session_.catalogue().markets(asked);
        const auto now = session_.clock().now();
        if (!markets) {
            for (const auto& condition : asked) results_.failed(condition, now);
            run_.watcher().tell(trouble("results_unavailable", markets.error()), now);
            co_return pass(markets);
        }
        run_.watcher().clear("results_unavailable", "");
        for (const auto& condition : asked) take_result(condition, *markets, now);
        for (const auto& condition : results_.overdue(now)) {
            run_.watcher().tell({.severity = 2,
                                 .code = "resolution_overdue",
                                 .message = "a held market has no result two days after its end",
                                 .subject = condition.text()},
                                now);
        }
        co_return Result<void>{};
    }

    void take_result(const ConditionId& condition, const std::vector<Market>& markets,
                     Timestamp now) {
        const auto market = std::find_if(markets.begin(), markets.end(),
                                         [&](const Market& m) { return m.condition == condition; });
        if (market == markets.end()) return results_.failed(condition, now);
        run_.set_now(now);
        run_.apply(*market, now);
        if (market->closed && market->winner) return done(condition);
        results_.watch(condition, market->end, now);
        results_.still_open(condition, now);
    }

    void done(const ConditionId& condition) {
        results_.drop(condition);
        resolved_.insert(condition);
    }

    void watch_held() {
        const auto now = session_.clock().now();
        for (const auto& position : run_.watcher().positions()) {
            if (resolved_.contains(position.condition)) continue;
            results_.watch(position.condition, std::nullopt, now);
        }
    }

    cli::Env& env_;
    WatchRun& run_;
    wiring::Session& session_;
    Schedule schedule_;
    monitor::ResolutionWatch results_;
    std::set<ConditionId> resolved_;
    TaskId ledger_ = 0;
    TaskId books_ = 0;
    TaskId resolutions_ = 0;
};

}  // namespace

net::Task<void> poll_venue(cli::Env& env, WatchRun& run, Duration interval) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    Poll poll{env, run, **session, interval};
    co_return co_await poll.run();
}

}  // namespace pm::guard
