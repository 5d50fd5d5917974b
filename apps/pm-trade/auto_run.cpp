#include "pm-trade/auto_run.hpp"

#include <algorithm>

#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::trade {

namespace {

namespace asio = boost::asio;
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

constexpr Duration recover_max = 30s;
constexpr Duration leave_max = 5s;

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
      desk_{plan_.desk, account != nullptr ? account->journal() : plan_.door->ledger(), witness_,
            account != nullptr ? account->numbers() : numbers_of(plan_.door->ledger()),
            desk_venue()},
      background_{
          session, env, desk_,
          background_plan(session.clock(), session.speed(), [this] { return write_out(); })},
      stream_{session, env, *this, stream_options(plan_, session.speed())} {}

DeskVenue AutoRun::desk_venue() {
    DeskVenue out;
    auto* door = plan_.door;
    if (door == nullptr) return out;
    out.venue = &door->link().venue();
    out.auditor = &door->audit();
    out.evidence = [this, door](trading::Occasion& occasion) {
        door->link().add_evidence(occasion);
        occasion.tags = plan_.selection.tags;
    };
    out.stopped = [door] { return door->stopped(); };
    return out;
}

Result<Books> AutoRun::load(Timestamp now) {
    if (account_ != nullptr) return account_->load(now);
    return plan_.door->books();
}

/// One way to start: the journal, then the venue, then trading.
net::Task<void> AutoRun::open_link() {
    if (plan_.door == nullptr) co_return Result<void>{};
    auto& link = plan_.door->link();
    live::SyncHooks hooks;
    hooks.repost = [this](const std::string& order_id) { desk_.repost(order_id); };
    link.connect(desk_.executor(), desk_.tracker(), std::move(hooks));
    co_return co_await link.open(recover_max);
}

Result<void> AutoRun::say_recovered() {
    if (plan_.door == nullptr) return {};
    StreamStatus recovered;
    recovered.state = StreamState::resync;
    recovered.reason = "recovered";
    witness_.on_status(session_.clock().now(), recovered);
    return write_out();
}

net::Task<void> AutoRun::run_link() {
    if (plan_.door == nullptr) co_return co_await wait_for_end();
    co_return co_await plan_.door->link().run();
}

net::Task<void> AutoRun::trade() {
    auto all = net::first_of(stream_.run(), background_.run(), wait_for_end(), run_link());
    co_return co_await std::move(all);
}

/// Leaves no order behind, and says so when it could not.
net::Task<void> AutoRun::leave() {
    if (plan_.door == nullptr) co_return Result<void>{};
    auto& link = plan_.door->link();
    // Being told to stop is why we are here: it does not end this, too. A second signal does.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    Result<void> clean;
    if (!plan_.desk.dry_run && desk_.cancel_all(session_.clock().now()) > 0) {
        auto settled = co_await link.settle(leave_max);
        const auto left = desk_.tracker().open().size();
        if (left > 0) {
            clean = fail(Errc::outcome_unknown,
                         std::to_string(left) + " orders may still be open, the first is " +
                             desk_.tracker().open().front().order_id,
                         settled ? "pm-trade kill" : settled.error().message);
        }
    }
    auto kept = plan_.door->keep_place();
    auto closed = co_await link.close();
    if (!clean) co_return clean;
    if (!kept) co_return kept;
    co_return closed;
}

net::Task<void> AutoRun::run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto now = session_.clock().now();
    auto books = load(now);
    if (!books) co_return pass(books);
    desk_.restore(*books, now);
    auto outcome = co_await open_link();
    if (outcome) outcome = say_recovered();
    if (outcome) outcome = co_await trade();
    StreamStatus last;
    last.state = StreamState::stopping;
    last.reason = outcome ? "done" : std::string{name_of(outcome.error().code)};
    witness_.on_status(session_.clock().now(), last);
    auto left = co_await leave();
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
        if (auto stop = desk_.check_stop(now); !stop) co_return stop;
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
