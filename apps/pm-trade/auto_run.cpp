#include "pm-trade/auto_run.hpp"

#include <algorithm>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>

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

wiring::PriceStreamOptions stream_options(const AutoPlan& plan, double speed) {
    wiring::PriceStreamOptions out;
    out.wish.selection = plan.selection;
    out.core.books = true;  // fills walk the whole depth
    out.refresh = std::max<Duration>(60s, at_speed(3s, speed));
    return out;
}

}  // namespace

AutoRun::AutoRun(wiring::Session& session, cli::Env& env, Account& account, AutoPlan plan)
    : session_{session},
      env_{env},
      account_{account},
      plan_{std::move(plan)},
      witness_{env.out},
      desk_{plan_.desk, account.journal(), witness_, account.numbers()},
      background_{
          session, env, desk_,
          background_plan(session.clock(), session.speed(), [this] { return write_out(); })},
      stream_{session, env, *this, stream_options(plan_, session.speed())} {}

net::Task<void> AutoRun::run() {
    using asio::experimental::awaitable_operators::operator||;
    const auto now = session_.clock().now();
    auto books = account_.load(now);
    if (!books) co_return pass(books);
    desk_.restore(*books, now);
    auto streaming = stream_.run();
    auto fetching = background_.run();
    auto waiting = wait_for_end();
    auto first = co_await (std::move(streaming) || std::move(fetching) || std::move(waiting));
    Result<void> outcome;
    if (first.index() == 0) outcome = std::move(std::get<0>(first));
    if (first.index() == 1) outcome = std::move(std::get<1>(first));
    if (first.index() == 2) outcome = std::move(std::get<2>(first));
    StreamStatus last;
    last.state = StreamState::stopping;
    last.reason = outcome ? "done" : std::string{name_of(outcome.error().code)};
    witness_.on_status(session_.clock().now(), last);
    auto written = write_out();
    if (!outcome) co_return outcome;
    co_return written;
}

net::Task<void> AutoRun::wait_for_end() {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    const auto began = env_.clock.steady();
    while (true) {
        if (plan_.duration && env_.clock.steady() - began >= *plan_.duration) break;
        if (plan_.until && session_.clock().now() >= *plan_.until) break;
        timer.expires_after(50ms);
        const auto [stopped] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (stopped) co_return fail(Errc::cancelled, "told to stop");
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
