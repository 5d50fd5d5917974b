#include "pm-trade/kill_command.hpp"

#include <algorithm>

#include <boost/asio/this_coro.hpp>

#include "net/pause.hpp"
#include "pm-trade/account.hpp"
#include "pm-trade/live_admission.hpp"
#include "records/account.hpp"
#include "store/reader.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// Ids of one request: a standard signer's bucket of cancels holds 120.
constexpr std::size_t ids_at_once = 60;
constexpr Duration pause_min = 100ms;
constexpr Duration pause_max = 2s;
constexpr std::string_view not_stopped = "NOT STOPPED: ";

std::string list_of(const std::set<std::string>& ids) {
    constexpr std::size_t shown = 5;
    std::string out;
    std::size_t count = 0;
    for (const auto& id : ids) {
        if (count++ == shown) break;
        out += (out.empty() ? "" : ", ") + id;
    }
    if (ids.size() > shown) out += " and " + std::to_string(ids.size() - shown) + " more";
    return out;
}

}  // namespace

Result<store::StopFile> stop_file_of(const cli::Settings& settings) {
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return store::StopFile{*folder + '/' + std::string{store::stop_file_name}};
}

std::vector<cli::Example> KillCommand::examples() const {
    return {{"pm-trade kill", "cancel everything now, trade no more"},
            {"pm-trade kill --reset", "trading may start again"}};
}

void KillCommand::declare(cli::Options& options) {
    options.flag("--reset", reset_, "Take the stop away: trading may start again");
    options.value("--why", why_, "What the stop says").value_name("TEXT");
    options.value("--patience", patience_, cli::parse_duration, "Go on trying for this long")
        .value_name("TIME")
        .default_text("30s");
}

/// Resets the halts that runs have left in the ledger at `path`. @return how many there were.
Result<std::size_t> KillCommand::reset_halts(cli::Env& env, const std::string& path) {
    auto reader = store::Reader::open(path);
    if (!reader && reader.error().code == Errc::not_found) return std::size_t{0};
    if (!reader) return pass(reader);
    auto halts = (*reader)->queries().halts();
    if (!halts) return pass(halts);
    std::erase_if(*halts, [](const auto& halt) { return halt.reset.has_value(); });
    if (halts->empty()) return std::size_t{0};
    auto ledger = store::Ledger::open(path, (*reader)->stamp());
    if (!ledger) return pass(ledger);
    for (const auto& halt : *halts) {
        auto done = (*ledger)->reset_halt(halt.halt, "pm-trade kill --reset", env.clock.now());
        if (!done) return pass(done);
        note(env.log, LogLevel::info, "reset: " + halt.halt + ", " + halt.why);
    }
    return halts->size();
}

/// The halts first: the stop stays until everything else is ready to trade.
Result<void> KillCommand::reset(cli::Env& env, const store::StopFile& stop) {
    std::size_t halts = 0;
    for (auto* const file_of : {live_ledger_file, ledger_file}) {
        auto ledger = file_of(*env.settings);
        if (!ledger) return pass(ledger);
        auto done = reset_halts(env, *ledger);
        if (!done) return pass(done);
        halts += *done;
    }
    if (!stop.there() && halts > 0) return {};
    auto text = stop.text();
    if (!text) return pass(text);
    if (auto gone = stop.take_away(); !gone) return gone;
    note(env.log, LogLevel::info, "the stop is gone: " + *text);
    return {};
}

/// @return what is wrong with the stop; it may stop all the same.
std::optional<Error> KillCommand::latch(cli::Env& env, const store::StopFile& stop) const {
    // Where the disk has no room for a STOP file, doctor's note becomes one: what is lost with it
    // only keeps real money away until doctor has been seen again.
    const auto spare = doctor_note_path(*env.settings).value_or("");
    auto put = stop.put(why_, env.clock.now(), spare);
    if (!put) {
        const std::string_view how = stop.there() ? "STOPPED, but it may not last: " : not_stopped;
        note(env.log, LogLevel::error, std::string{how} + put.error().message);
        if (!stop.there()) put.error().hint = "end the bot: it may go on placing orders";
        return put.error();
    }
    if (*put == store::StopMade::without_text) {
        note(env.log, LogLevel::warning, "stopped; the disk has no room to say why");
    }
    if (*put == store::StopMade::of_the_spare) {
        note(env.log, LogLevel::warning,
             "stopped; the disk has no room for a STOP file, so doctor's note is it now: after a "
             "reset, see doctor again");
    }
    return std::nullopt;
}

net::Task<void> KillCommand::run(cli::Env& env) {
    auto stop = stop_file_of(*env.settings);
    if (reset_) {
        if (!stop) co_return pass(stop);
        co_return reset(env, *stop);
    }
    // The stop first: what the bot might still place between the two would stay. Whatever goes
    // wrong with it, the cancels go out.
    std::optional<Error> unlatched;
    if (stop) {
        unlatched = latch(env, *stop);
    } else {
        unlatched = stop.error();
        note(env.log, LogLevel::error, std::string{not_stopped} + unlatched->message);
    }
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto account =
        co_await wiring::AccountSession::open(env, **session, wiring::AccountUse::requests);
    if (!account) co_return pass(account);
    const auto began = env.clock.steady();
    int count = 0;
    CancelEverything everything{(*account)->client(), env.clock, [&](const std::string& id) {
                                    records::LifeRow row{id, "cancelled", "reply", why_};
                                    std::string line;
                                    records::append(line, env.clock.now(), row);
                                    static_cast<void>(env.out.write(line));
                                    ++count;
                                }};
    auto done = co_await everything.run(began + patience_);
    if (!done) co_return done;
    const auto ms = (env.clock.steady() - began).count() / 1000;
    note(env.log, LogLevel::info,
         std::to_string(count) + " orders cancelled, none open, in " + std::to_string(ms) + " ms");
    if (unlatched) co_return tl::unexpected{std::move(*unlatched)};
    co_return Result<void>{};
}

void CancelEverything::note(const polymarket::CancelReply& reply) {
    for (const auto& id : reply.cancelled) {
        open_.erase(id);
        if (cancelled_.insert(id).second) ended_(id);
    }
}

/// @return whether nothing is open, by a listing.
net::Task<bool> CancelEverything::round() {
    // By id when a listing named them and one request for everything did not do it.
    if (open_.empty() || rounds_ % 2 == 0) {
        auto reply = co_await client_.cancel_all();
        if (reply) {
            note(*reply);
        } else {
            last_ = reply.error();
        }
    } else {
        std::vector<std::string> ids{open_.begin(), open_.end()};
        for (std::size_t at = 0; at < ids.size(); at += ids_at_once) {
            const auto last = std::min(ids.size(), at + ids_at_once);
            std::vector<std::string> part{ids.begin() + static_cast<std::ptrdiff_t>(at),
                                          ids.begin() + static_cast<std::ptrdiff_t>(last)};
            auto reply = co_await client_.cancel_many(std::move(part));
            if (reply) {
                note(*reply);
            } else {
                last_ = reply.error();
            }
        }
    }
    ++rounds_;
    auto orders = co_await client_.open_orders();
    if (!orders) {
        last_ = orders.error();
        co_return pass(orders);
    }
    open_.clear();
    for (const auto& order : *orders) open_.insert(order.order_id);
    co_return open_.empty();
}

net::Task<void> CancelEverything::pause(Instant deadline) {
    auto wait = std::min(pause_max, pause_min * (1 << std::min(rounds_ - 1, 4)));
    if (last_ && last_->retry_after) wait = std::clamp<Duration>(*last_->retry_after, wait, 10s);
    const auto left = deadline - clock_.steady();
    auto waited = co_await net::pause(std::min(wait, left));
    if (!waited) co_return fail(Errc::cancelled, "told to stop while orders may be open");
    co_return Result<void>{};
}

net::Task<void> CancelEverything::run(Instant deadline) {
    while (true) {
        auto none_left = co_await round();
        if (none_left && *none_left) co_return Result<void>{};
        if (!none_left && none_left.error().code == Errc::cancelled) co_return pass(none_left);
        if (last_ && last_->code == Errc::credentials) co_return tl::unexpected{*last_};
        if (clock_.steady() >= deadline) break;
        auto paused = co_await pause(deadline);
        if (!paused) co_return paused;
    }
    const bool shut = last_ && (last_->code == Errc::restricted || last_->code == Errc::throttled);
    const auto what = open_.empty() ? std::string{"nobody knows what is still open"}
                                    : "still open: " + list_of(open_);
    const auto why = last_ ? "; the last answer: " + last_->message : std::string{};
    co_return fail(shut ? Errc::restricted : Errc::outcome_unknown, what + why,
                   "run it again, or cancel on the venue's own page");
}

}  // namespace pm::trade
