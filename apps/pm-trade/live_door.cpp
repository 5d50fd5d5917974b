#include "pm-trade/live_door.hpp"

#include <algorithm>

#include <boost/asio/this_coro.hpp>

#include "base/time_text.hpp"
#include "pm-trade/account.hpp"
#include "pm-trade/kill_command.hpp"

namespace pm::trade {

namespace {

constexpr std::string_view trades_read_key = "trades_read_at";

void scale(risk::Limits& limits, double speed) {
    if (speed <= 1) return;
    for (auto* age :
         {&limits.quote_age, &limits.book_age, &limits.balance_age, &limits.clock_offset}) {
        *age = Duration{static_cast<Duration::rep>(static_cast<double>(age->count()) * speed)};
    }
}

}  // namespace

net::Task<std::unique_ptr<LiveDoor>> LiveDoor::open(cli::Env& env, wiring::Session& session,
                                                    Wish wish) {
    std::unique_ptr<LiveDoor> door{new LiveDoor};
    auto limits = live_limits(*env.settings);
    if (!limits) co_return pass(limits);
    door->limits_ = std::move(*limits);
    scale(door->limits_, wish.speed);
    if (auto stop = stop_file_of(*env.settings); stop) door->stop_ = std::move(*stop);
    auto account = co_await wiring::AccountSession::open(env, session, wiring::AccountUse::signing);
    if (!account) co_return pass(account);
    door->account_ = std::move(*account);
    door->wallet_ = door->account_->account().funder.text();
    if (wish.asking) {
        Applicant applicant;
        applicant.account = door->wallet_;
        applicant.venue = session.endpoints().clob;
        applicant.flags = wish.flags;
        auto admitted = admit(env, applicant);
        if (!admitted) co_return pass(admitted);
    }
    auto opened = door->open_ledger(env, session);
    if (!opened) co_return pass(opened);
    const auto now = session.clock().now();
    auto balance = co_await door->account_->client().balance(TokenId{});
    if (!balance) co_return pass(balance);
    auto started = door->ledger_->start_with(Money{balance->micros}, now);
    if (!started) co_return pass(started);
    auto books = door->ledger_->load(now);
    if (!books) co_return pass(books);
    door->books_ = std::move(*books);
    wiring::LiveLinkStart start;
    start.heartbeat = wish.heartbeat;
    start.last_timestamp_ms = door->books_.timestamp_ms;
    auto read = door->ledger_->note(trades_read_key);
    if (!read) co_return pass(read);
    if (*read) {
        if (const auto at = parse_time(**read)) start.trades_known = *at;
    } else if (auto kept = door->ledger_->set_note(trades_read_key, time_text(now)); !kept) {
        // What comes from now on is ours, also if this run dies before it has read anything.
        co_return pass(kept);
    }
    // A place that is older than it need be only makes the next start read more.
    start.keep_place = [raw = door.get()] { static_cast<void>(raw->keep_place()); };
    const auto executor = co_await boost::asio::this_coro::executor;
    const wiring::LiveLink::Parts parts{env, session, *door->account_, door->limits_, executor};
    door->link_ = std::make_unique<wiring::LiveLink>(parts, start);
    co_return std::move(door);
}

Result<void> LiveDoor::open_ledger(cli::Env& env, wiring::Session& session) {
    auto path = live_ledger_file(*env.settings);
    if (!path) return pass(path);
    store::Stamp stamp;
    stamp.mode = TradingMode::live;
    stamp.account = wallet_;
    stamp.venue = session.endpoints().clob;
    stamp.created = session.clock().now();
    auto ledger = store::Ledger::open(*path, stamp);
    if (!ledger) return pass(ledger);
    ledger_ = std::move(*ledger);
    auto audit = wiring::open_audit(env);
    if (!audit) return pass(audit);
    audit_ = std::move(*audit);
    return {};
}

std::string LiveDoor::stop_text() const {
    if (!stop_) return "nobody can tell whether trading is stopped";
    auto text = stop_->text().value_or("");
    return text.empty() ? stop_->path() : text;
}

Result<void> LiveDoor::keep_place() {
    const auto at = link_->trades_known();
    if (!at) return {};
    return ledger_->set_note(trades_read_key, time_text(*at));
}

}  // namespace pm::trade
