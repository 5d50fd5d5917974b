#include "pm-trade/live_run.hpp"

#include <algorithm>

#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::trade {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr Duration recover_max = 30s;
constexpr Duration leave_max = 5s;
constexpr Duration look_every = 50ms;

}  // namespace

net::Task<std::unique_ptr<LiveDoor>> enter_live(cli::Env& env, wiring::Session& session,
                                                const TradeOptions& trade, bool heartbeat) {
    LiveDoor::Wish wish;
    wish.flags = trade.live;
    wish.asking = !trade.dry_run;
    wish.speed = session.speed();
    wish.heartbeat = heartbeat && wish.asking;
    auto door = co_await LiveDoor::open(env, session, std::move(wish));
    if (!door) co_return pass(door);
    if ((*door)->stopped()) {
        co_return fail(Errc::refused, "trading is stopped: " + (*door)->stop_text(),
                       "a person resets it with: pm-trade kill --reset");
    }
    co_return std::move(*door);
}

DeskVenue LiveRun::venue() {
    auto& door = parts_.door;
    DeskVenue out;
    out.venue = &door.link().venue();
    out.auditor = &door.audit();
    out.evidence = [this](trading::Occasion& occasion) {
        parts_.door.link().add_evidence(occasion);
        occasion.tags = parts_.tags;
    };
    out.stopped = [&door] { return door.stopped(); };
    return out;
}

net::Task<void> LiveRun::recover(Desk& desk) {
    auto& link = parts_.door.link();
    live::SyncHooks hooks;
    hooks.repost = [&desk](const std::string& order_id) { desk.repost(order_id); };
    hooks.alarm = [&desk](const Alert& alert) { desk.raise(alert); };
    link.connect(desk.executor(), desk.tracker(), std::move(hooks));
    co_return co_await link.open(recover_max);
}

StreamStatus LiveRun::recovered() {
    StreamStatus status;
    status.state = StreamState::resync;
    status.reason = "recovered";
    return status;
}

bool LiveRun::may_be_past(Timestamp ts) const {
    constexpr double ahead_max = 2;  // real seconds
    const auto ahead = std::chrono::duration<double>{ts - parts_.clock.now()};
    return ahead.count() <= ahead_max * std::max(1.0, parts_.speed);
}

/// What the link hears is said though no price changes.
net::Task<void> LiveRun::watch(Desk& desk) {
    while (true) {
        if (auto stop = desk.check_stop(parts_.clock.now()); !stop) co_return stop;
        if (auto written = parts_.write_out(); !written) co_return written;
        if (auto waited = co_await net::pause(look_every); !waited) co_return waited;
    }
}

net::Task<void> LiveRun::run(Desk& desk) {
    auto both = net::first_of(parts_.door.link().run(), watch(desk));
    co_return co_await std::move(both);
}

net::Task<void> LiveRun::leave(Desk& desk, bool dry_run) {
    auto& link = parts_.door.link();
    // Being told to stop is why we are here: it does not end this, too. A second signal does.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    Result<void> clean;
    if (!dry_run && desk.cancel_all(parts_.clock.now()) > 0) {
        auto settled = co_await link.settle(leave_max);
        const auto left = desk.tracker().open().size();
        if (left > 0) {
            clean = fail(Errc::outcome_unknown,
                         std::to_string(left) + " orders may still be open, the first is " +
                             desk.tracker().open().front().order_id,
                         settled ? "pm-trade kill" : settled.error().message);
        }
    }
    auto kept = parts_.door.keep_place();
    auto closed = co_await link.close();
    if (!clean) co_return clean;
    if (!kept) co_return kept;
    co_return closed;
}

}  // namespace pm::trade
