#include "wiring/live_link.hpp"

#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::wiring {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Duration balance_every = 30s;
constexpr Duration clock_every = 60s;
constexpr Duration look_every = 500ms;

live::Trader trader_of(const AccountSession& account) {
    live::Trader out;
    out.chain_id = account.chain_id();
    out.wallet = account.account().funder;
    out.type = account.account().type;
    out.api_key = account.api().key;
    return out;
}

}  // namespace

LiveLink::LiveLink(Parts parts, LiveLinkStart start)
    : parts_{std::move(parts)},
      start_{std::move(start)},
      maker_{{*parts_.account.key(), parts_.env.random, parts_.limits},
             trader_of(parts_.account),
             start_.last_timestamp_ms},
      venue_{{parts_.account.client(), maker_, buckets_, parts_.session.clock(), parts_.executor},
             parts_.env.log} {}

void LiveLink::connect(trading::Executor& executor, const trading::Tracker& tracker,
                       live::SyncHooks hooks) {
    trading::ReconcileRules rules;
    rules.speed = parts_.session.speed();
    reconciler_ = std::make_unique<trading::Reconciler>(tracker, parts_.session.clock(), rules);
    hooks.trades_read = start_.keep_place;
    hooks.impossible = [this, &executor](const Error& why) {
        executor.halt(risk::Halt::by_hand, why, parts_.session.clock().now());
    };
    sync_ = std::make_unique<live::AccountSync>(
        live::AccountSync::Parts{parts_.account.client(), *reconciler_, executor, buckets_,
                                 parts_.session.clock(), parts_.executor},
        std::move(hooks), start_.trades_known, parts_.env.log);
    venue_.connect(executor, *sync_);
    polymarket::UserSession session{{}, parts_.env.random};
    live::UserFeed::Parts feed{parts_.session.user_stream(), parts_.session.clock(),
                               parts_.account.api(), *sync_, parts_.executor};
    feed_ = std::make_unique<live::UserFeed>(std::move(feed), session, parts_.env.log);
    if (start_.heartbeat) make_heartbeat();
}

void LiveLink::make_heartbeat() {
    pulse_line_ = parts_.account.another_line(parts_.executor);
    auto listener = [this](live::HeartbeatSession::Pulse pulse) { on_pulse(pulse); };
    heartbeat_ = std::make_unique<live::Heartbeat>(*pulse_line_.client, parts_.session.clock(),
                                                   live::HeartbeatPace{}, std::move(listener),
                                                   parts_.env.log);
}

void LiveLink::on_pulse(live::HeartbeatSession::Pulse pulse) {
    using Pulse = live::HeartbeatSession::Pulse;
    if (pulse == Pulse::late) {
        note(parts_.env.log, LogLevel::warning, "the heartbeat is late: no new orders");
    }
    if (pulse != Pulse::lost) return;
    note(parts_.env.log, LogLevel::error,
         "the heartbeat is lost: the venue has probably cancelled every order");
    reread_ = true;
}

bool LiveLink::beating() const {
    if (!heartbeat_) return true;
    const auto pulse = heartbeat_->session().pulse(parts_.session.clock().steady());
    return pulse == live::HeartbeatSession::Pulse::good;
}

net::Task<void> LiveLink::open(Duration limit) {
    auto opened = co_await venue_.open();
    if (!opened) co_return opened;
    auto balance = co_await read_balance();
    if (!balance) co_return balance;
    auto read = co_await sync_->read_once(limit);
    if (const auto doubts = reconciler_->in_doubt(); read && doubts > 0) {
        note(parts_.env.log, LogLevel::warning,
             std::to_string(doubts) + " orders of earlier runs are in doubt: what they may cost " +
                 "stays reserved until there is proof");
    }
    co_return read;
}

net::Task<void> LiveLink::settle(Duration limit) {
    co_return co_await sync_->sync_once(limit);
}

net::Task<void> LiveLink::read_balance() {
    auto balance = co_await parts_.account.client().balance(TokenId{});
    if (!balance) co_return pass(balance);
    balance_ = balance->micros;
    balance_at_ = parts_.session.clock().now();
    co_return Result<void>{};
}

/// Once it beats again: what is left of the orders, and what traded meanwhile.
net::Task<void> LiveLink::reread_if_lost() {
    if (!reread_ || !beating()) co_return Result<void>{};
    auto read = co_await sync_->resync(true);
    if (!read && read.error().code == Errc::cancelled) co_return read;
    if (read) reread_ = false;
    co_return Result<void>{};
}

net::Task<void> LiveLink::keep_fresh() {
    const auto& clock = parts_.session.clock();
    auto balance_due = clock.steady() + balance_every;
    auto clock_due = clock.steady() + clock_every;
    while (true) {
        auto paused = co_await net::pause(look_every);
        if (!paused) co_return paused;
        if (auto read = co_await reread_if_lost(); !read) co_return read;
        if (clock.steady() >= balance_due) {
            auto read = co_await read_balance();
            if (!read && read.error().code == Errc::cancelled) co_return read;
            if (!read) note(parts_.env.log, LogLevel::warning, "balance: " + read.error().message);
            balance_due = clock.steady() + balance_every;
        }
        if (clock.steady() >= clock_due) {
            auto measured = co_await parts_.account.client().measure_clock();
            if (!measured && measured.error().code == Errc::cancelled) co_return measured;
            clock_due = clock.steady() + clock_every;
        }
    }
}

net::Task<void> LiveLink::run() {
    std::vector<net::Task<void>> all;
    all.push_back(feed_->run());
    all.push_back(sync_->run());
    all.push_back(keep_fresh());
    if (heartbeat_) all.push_back(heartbeat_->run());
    co_return co_await net::first_of(std::move(all));
}

net::Task<void> LiveLink::close() {
    auto feed = co_await feed_->close();
    auto venue = co_await venue_.close();
    auto sync = co_await sync_->close();
    if (!feed) co_return feed;
    if (!venue) co_return venue;
    co_return sync;
}

void LiveLink::add_evidence(trading::Occasion& occasion) const {
    occasion.venue = venue_.state();
    occasion.synced = reconciler_->synced() && beating() && !reread_;
    occasion.balance_at = balance_at_;
    const auto& offset = parts_.account.client().clock_offset();
    if (offset.age(parts_.session.clock().steady())) occasion.clock_offset = offset.offset();
}

}  // namespace pm::wiring
