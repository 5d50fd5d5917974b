#include "live/account_sync.hpp"

#include <algorithm>
#include <variant>

#include "live/report_of.hpp"
#include "net/pause.hpp"

namespace pm::live {

using trading::CancelAnswer;
using trading::ListRead;
using trading::OrderRead;
using trading::Proof;

namespace {

/// How often the reconciler's wishes are looked at, and whether a resync has ended.
constexpr Duration look_every = std::chrono::milliseconds{20};
/// A check reads trades from so long before the last whole reading: a trade may show late.
constexpr Duration check_overlap = std::chrono::minutes{10};
/// A resync that does not end in this time has failed.
constexpr Duration resync_max = std::chrono::seconds{60};

template <class... Handlers>
struct Overload : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overload(Handlers...) -> Overload<Handlers...>;

}  // namespace

AccountSync::AccountSync(Parts parts, SyncHooks hooks, std::optional<Timestamp> trades_known,
                         Log log)
    : parts_{std::move(parts)},
      hooks_{std::move(hooks)},
      log_{std::move(log)},
      tasks_{parts_.executor},
      trades_known_{trades_known} {}

net::Task<void> AccountSync::run() {
    for (;;) {
        auto paused = co_await net::pause(look_every);
        if (!paused) co_return paused;
        if (!wake_at_ || parts_.clock.steady() < *wake_at_) continue;
        wake_at_.reset();
        act(parts_.reconciler.on_wake());
    }
}

net::Task<void> AccountSync::close() {
    co_return co_await tasks_.stop();
}

void AccountSync::on_sent(const std::string& order_id) {
    act(parts_.reconciler.on_sent(order_id));
}
void AccountSync::on_unknown(const std::string& order_id) {
    act(parts_.reconciler.on_unknown(order_id));
}
void AccountSync::on_cancel_wanted(const std::string& order_id) {
    act(parts_.reconciler.on_cancel_wanted(order_id));
}

void AccountSync::on_impossible(const Error& why) {
    note(log_, LogLevel::error, why.message);
    if (hooks_.impossible) hooks_.impossible(why);
}

void AccountSync::on_event(const polymarket::UserEvent& event) {
    const auto now = parts_.client.venue_now();
    if (const auto* order = std::get_if<polymarket::UserOrder>(&event)) {
        parts_.sink.on_report(report_of(*order, Proof::stream, now));
        return;
    }
    const auto& trade = std::get<polymarket::UserTrade>(event);
    if (const auto report = report_of(trade, Proof::stream, now)) {
        parts_.sink.on_report(*report);
    } else {
        note(log_, LogLevel::warning,
             "trade " + trade.trade_id + " has an unknown status " + trade.status_text);
    }
}

void AccountSync::on_state(const polymarket::act::Tell& tell) {
    if (hooks_.state) hooks_.state(tell);
}

void AccountSync::on_lost() {
    ++lost_;
    parts_.reconciler.on_lost();
}

net::Task<void> AccountSync::resync(bool check) {
    const auto lost = lost_;
    const auto until = parts_.clock.steady() + resync_max;
    if (check && parts_.reconciler.synced()) {
        // Nothing is known to be missing, and the reconciler looks after its own orders: this
        // finds what others did, and whether the channel is mute.
        auto orders = co_await report_open_orders();
        if (!orders) co_return pass(orders);
        const auto since = parts_.reconciler.trades_read_at().value_or(Timestamp{});
        co_return co_await report_trades(since - check_overlap);
    }
    act(parts_.reconciler.on_connected(trades_known_));
    auto synced = co_await wait_until_synced(until);
    if (synced && lost != lost_) co_return fail(Errc::unavailable, "lost meanwhile");
    co_return synced;
}

net::Task<void> AccountSync::read_once(Duration limit) {
    std::function<bool()> read = [this] { return parts_.reconciler.synced(); };
    co_return co_await connect_until(std::move(read), limit);
}

net::Task<void> AccountSync::sync_once(Duration limit) {
    std::function<bool()> certain = [this] {
        return parts_.reconciler.synced() && parts_.reconciler.in_doubt() == 0;
    };
    co_return co_await connect_until(std::move(certain), limit);
}

net::Task<void> AccountSync::connect_until(std::function<bool()> done, Duration limit) {
    act(parts_.reconciler.on_connected(trades_known_));
    const auto until = parts_.clock.steady() + limit;
    while (!done()) {
        if (parts_.clock.steady() >= until) {
            co_return fail(Errc::unavailable, "the account could not be read in time");
        }
        auto paused = co_await net::pause(look_every);
        if (!paused) co_return paused;
        if (!wake_at_ || parts_.clock.steady() < *wake_at_) continue;
        wake_at_.reset();
        act(parts_.reconciler.on_wake());
    }
    co_return Result<void>{};
}

net::Task<void> AccountSync::wait_until_synced(Instant until) {
    const auto failed = failed_;
    while (!parts_.reconciler.synced()) {
        if (failed_ > failed + 3 || parts_.clock.steady() >= until) {
            co_return fail(Errc::unavailable, "open orders and trades could not be read");
        }
        auto paused = co_await net::pause(look_every);
        if (!paused) co_return paused;
    }
    co_return Result<void>{};
}

void AccountSync::act(trading::ReconcileActions actions) {
    remember_trades();
    for (const auto& action : actions) act_on(action);
}

void AccountSync::act_on(const trading::ReconcileAction& action) {
    const Overload carry_out{
        [&](const trading::ReadOrder& wish) { tasks_.start(read_order(wish.order_id)); },
        [&](const trading::ReadOpenOrders&) { tasks_.start(read_open_orders()); },
        [&](const trading::ReadTrades& wish) { tasks_.start(read_trades(wish.since)); },
        [&](const trading::CancelByHash& wish) { tasks_.start(cancel(wish.order_id)); },
        [&](const trading::Repost& wish) {
            if (hooks_.repost) hooks_.repost(wish.order_id);
        },
        [&](const trading::Conclude& verdict) { parts_.sink.on_report(verdict.report); },
        [&](const trading::Escalate& wish) {
            note(log_, LogLevel::error, wish.alert.message + ": " + wish.alert.subject);
            if (hooks_.alarm) hooks_.alarm(wish.alert);
        },
        [&](const trading::Wake& wake) { wake_at_ = wake.at; },
    };
    std::visit(carry_out, action);
}

void AccountSync::remember_trades() {
    const auto at = parts_.reconciler.trades_read_at();
    if (!at || at == trades_known_) return;
    trades_known_ = at;
    if (hooks_.trades_read) hooks_.trades_read();
}

net::Task<void> AccountSync::read_order(std::string order_id) {
    auto order = co_await parts_.client.order(order_id);
    auto result = OrderRead::failed;
    if (order && *order) {
        result = OrderRead::found;
        parts_.sink.on_report(report_of(**order, Proof::order_lookup, parts_.client.venue_now()));
    } else if (order) {
        result = OrderRead::absent;
    } else {
        ++failed_;
    }
    act(parts_.reconciler.on_order_read(order_id, result));
    co_return Result<void>{};
}

/// Reads every open order and reports it. @return their ids.
net::Task<std::set<std::string>> AccountSync::report_open_orders() {
    auto orders = co_await parts_.client.open_orders();
    if (!orders) co_return pass(orders);
    std::set<std::string> listed;
    for (const auto& order : *orders) {
        listed.insert(order.order_id);
        parts_.sink.on_report(report_of(order, Proof::open_orders, parts_.client.venue_now()));
    }
    co_return listed;
}

/// Reads trades and reports them. @return Errc::malformed when one has a status of tomorrow: that
/// is no clean reading until we know what it means.
net::Task<void> AccountSync::report_trades(Timestamp since) {
    const auto from = since > Timestamp{} ? std::optional{since} : std::nullopt;
    auto trades = co_await parts_.client.trades(from);
    if (!trades) co_return pass(trades);
    Result<void> understood;
    for (const auto& trade : *trades) {
        if (const auto report = report_of(trade, Proof::trade, parts_.client.venue_now())) {
            parts_.sink.on_report(*report);
        } else {
            understood = fail(Errc::malformed,
                              "trade " + trade.trade_id + ": unknown status " + trade.status_text);
        }
    }
    co_return understood;
}

net::Task<void> AccountSync::read_open_orders() {
    auto listed = co_await report_open_orders();
    if (!listed) {
        ++failed_;
        note(log_, LogLevel::warning, listed.error().message);
    }
    const auto result = listed ? ListRead::done : ListRead::failed;
    act(parts_.reconciler.on_open_orders(result, listed ? *listed : std::set<std::string>{}));
    co_return Result<void>{};
}

net::Task<void> AccountSync::read_trades(Timestamp since) {
    auto read = co_await report_trades(since);
    if (!read) {
        ++failed_;
        note(log_, LogLevel::warning, read.error().message);
    }
    act(parts_.reconciler.on_trades(read ? ListRead::done : ListRead::failed));
    co_return Result<void>{};
}

net::Task<void> AccountSync::cancel(std::string order_id) {
    using Kind = SignerBuckets::Kind;
    using Urgency = SignerBuckets::Urgency;
    auto& buckets = parts_.buckets;
    // The rest of the cancellations is for emergencies; this one waits for its turn.
    while (!buckets.take(Kind::cancels, 1, Urgency::ordinary, parts_.clock.steady())) {
        const auto wait =
            buckets.wait_for(Kind::cancels, 1, Urgency::ordinary, parts_.clock.steady());
        auto paused = co_await net::pause(std::max(wait, look_every));
        if (!paused) co_return paused;
    }
    auto reply = co_await parts_.client.cancel(order_id);
    auto answer = CancelAnswer::failed;
    if (reply) {
        const auto& gone = reply->cancelled;
        const auto left = reply->not_cancelled.find(order_id);
        if (std::find(gone.begin(), gone.end(), order_id) != gone.end()) {
            answer = CancelAnswer::cancelled;
            parts_.sink.on_report(trading::OrderReport{order_id,
                                                       OrderStatus::cancelled,
                                                       {},
                                                       {},
                                                       "",
                                                       parts_.client.venue_now(),
                                                       Proof::reply});
        } else if (left != reply->not_cancelled.end()) {
            const auto why = polymarket::cancel_refusal(left->second);
            answer = why == polymarket::CancelRefusal::other ? CancelAnswer::refused
                                                             : CancelAnswer::not_open;
        }
    } else if (reply.error().code == Errc::restricted || reply.error().code == Errc::throttled) {
        answer = CancelAnswer::refused;
    } else if (reply.error().code == Errc::not_found) {
        answer = CancelAnswer::not_open;
    }
    act(parts_.reconciler.on_cancel(order_id, answer));
    if (!reply) co_return pass(reply);
    co_return Result<void>{};
}

}  // namespace pm::live
