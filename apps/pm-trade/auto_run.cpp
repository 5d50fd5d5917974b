#include "pm-trade/auto_run.hpp"

#include <algorithm>

#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::trade {

namespace {

using namespace std::chrono_literals;

Duration at_speed(Duration real, double speed) {
    return Duration{
        static_cast<Duration::rep>(static_cast<double>(real.count()) * std::max(1.0, speed))};
}

BackgroundPlan background_plan(const Clock& clock, double speed,
                               std::function<Result<void>()> write_out) {
    BackgroundPlan plan;
    // A venue whose time runs fast is asked no more than every few seconds all the same.
    plan.refresh = std::max<Duration>(10min, at_speed(2s, speed));
    plan.now = [&clock] { return clock.now(); };
    plan.write_out = std::move(write_out);
    return plan;
}

wiring::PriceStreamOptions stream_options(const AutoPlan& plan, double speed) {
    wiring::PriceStreamOptions out;
    out.wish.selection = plan.selection;
    out.core.books = true;  // fills walk the whole depth
    out.refresh = std::max<Duration>(60s, at_speed(3s, speed));
    return out;
}

}  // namespace

AutoRun::AutoRun(wiring::Session& session, cli::Env& env, Account* account, AutoPlan plan)
    : session_{session},
      env_{env},
      account_{account},
      plan_{std::move(plan)},
      witness_{env.out},
      live_{live_run()},
      desk_{plan_.desk, live_ ? live_->ledger() : account->journal(), witness_,
            live_ ? numbers_of(live_->ledger()) : account->numbers(),
            live_ ? live_->venue() : DeskVenue{}},
      background_{
          session, env, desk_,
          background_plan(session.clock(), session.speed(), [this] { return write_out(); })},
      stream_{session, env, *this, stream_options(plan_, session.speed())} {}

std::optional<LiveRun> AutoRun::live_run() {
    if (plan_.door == nullptr) return std::nullopt;
    return LiveRun{{*plan_.door, session_.clock(), session_.speed(), plan_.selection.tags,
                    [this] { return write_out(); }}};
}

Result<Books> AutoRun::load(Timestamp now) {
    if (account_ != nullptr) return account_->load(now);
    return plan_.door->books();
}

net::Task<void> AutoRun::recover() {
    if (!live_) co_return Result<void>{};
    auto recovered = co_await live_->recover(desk_);
    if (!recovered) co_return recovered;
    witness_.on_status(session_.clock().now(), LiveRun::recovered());
    co_return write_out();
}

net::Task<void> AutoRun::trade() {
    std::vector<net::Task<void>> all;
    all.push_back(stream_.run());
    all.push_back(background_.run());
    all.push_back(wait_for_end());
    if (live_) all.push_back(live_->run(desk_));
    co_return co_await net::first_of(std::move(all));
}

net::Task<void> AutoRun::run() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const auto now = session_.clock().now();
    auto books = load(now);
    if (!books) co_return pass(books);
    desk_.restore(*books, now);
    env_.out.wait_for_reader(false);  // beats, stops and fills go on whoever reads
    auto outcome = co_await recover();
    if (outcome) outcome = co_await trade();
    StreamStatus last;
    last.state = StreamState::stopping;
    last.reason = outcome ? "done" : std::string{name_of(outcome.error().code)};
    witness_.on_status(session_.clock().now(), last);
    Result<void> left;
    if (live_) left = co_await live_->leave(desk_, plan_.desk.dry_run);
    env_.out.wait_for_reader(true);
    auto written = write_out();
    if (!left) co_return left;
    if (!outcome) co_return outcome;
    co_return written;
}

net::Task<void> AutoRun::wait_for_end() {
    const auto began = env_.clock.steady();
    while (true) {
        if (plan_.duration && env_.clock.steady() - began >= *plan_.duration) break;
        const auto now = session_.clock().now();
        if (plan_.until && now >= *plan_.until) break;
        if (auto waited = co_await net::pause(50ms); !waited) co_return waited;
    }
    co_return Result<void>{};
}

Result<void> AutoRun::write_out() {
    if (auto done = witness_.write_out(); !done) return done;
    return env_.out.flush();
}

void AutoRun::on_market(Timestamp ts, const Market& market) {
    events_.insert(market.event);
    desk_.on_market(ts, market);
}

void AutoRun::on_status(Timestamp ts, const StreamStatus& status) {
    desk_.on_status(ts, status);
    witness_.on_status(ts, status);
}

void AutoRun::on_resolved(Timestamp ts, const Resolution& resolution) {
    auto done = desk_.on_resolved(ts, resolution);
    if (!done && !failure_) failure_ = done.error();
}

Result<bool> AutoRun::on_drained() {
    if (auto done = write_out(); !done) return pass(done);
    if (desk_.failure()) return tl::unexpected<Error>{*desk_.failure()};
    if (failure_) return tl::unexpected<Error>{*failure_};
    return true;
}

}  // namespace pm::trade
