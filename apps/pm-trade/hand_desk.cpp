#include "pm-trade/hand_desk.hpp"

#include <boost/asio/this_coro.hpp>

#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "pm-trade/account.hpp"
#include "records/account.hpp"
#include "records/write.hpp"
#include "risk/limit_settings.hpp"

namespace pm::trade {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Duration recover_max = 15s;
constexpr Duration look_every = 20ms;

/// A signature would be an order that anybody can place.
std::string masked(std::string body) {
    constexpr std::string_view key = "\"signature\":\"";
    const auto at = body.find(key);
    if (at == std::string::npos) return body;
    const auto start = at + key.size();
    const auto end = body.find('"', start);
    return body.replace(start, end - start, "(masked)");
}

}  // namespace

HandDesk::HandDesk(cli::Env& env, wiring::Session& session, HandPlan plan)
    : env_{env}, session_{session}, plan_{std::move(plan)} {}

HandDesk::~HandDesk() = default;

net::Task<std::unique_ptr<HandDesk>> HandDesk::open(cli::Env& env, wiring::Session& session,
                                                    HandPlan plan) {
    std::unique_ptr<HandDesk> desk{new HandDesk{env, session, std::move(plan)}};
    if (desk->plan_.live.live) {
        auto opened = co_await desk->open_live();
        if (!opened) co_return pass(opened);
    } else {
        auto opened = desk->open_paper();
        if (!opened) co_return pass(opened);
    }
    co_return std::move(desk);
}

void HandDesk::make_executor(Journal& journal, trading::Venue& venue, Auditor* auditor) {
    venue_ = &venue;
    executor_ = std::make_unique<trading::Executor>(trading::Executor::Parts{
        *gate_, journal, venue, tracker_, portfolio_, *numbers_, *this, auditor});
}

Result<void> HandDesk::open_paper() {
    auto limits = risk::read_limits(TradingMode::paper,
                                    [this](std::string_view name) -> std::optional<std::string> {
                                        return env_.settings->text(name);
                                    });
    if (!limits) return pass(limits);
    gate_.emplace(std::move(*limits), TradingMode::paper);
    auto path = ledger_file(*env_.settings);
    if (!path) return pass(path);
    store::Stamp stamp;
    stamp.account = env_.settings->profile();
    stamp.venue = session_.endpoints().clob;
    stamp.created = now();
    auto ledger = store::Ledger::open(*path, stamp);
    if (!ledger) return pass(ledger);
    ledger_ = std::move(*ledger);
    numbers_.emplace(numbers_of(*ledger_));
    if (auto started = ledger_->start_with(plan_.bankroll, now()); !started) return pass(started);
    auto books = ledger_->load(now());
    if (!books) return pass(books);
    const paper::BookSource& books_seen = *this;
    paper::VenueOptions options;
    options.next_number = [this] { return numbers_->next("paper"); };
    paper_ = std::make_unique<paper::Venue>(books_seen, std::move(options));
    make_executor(*ledger_, *paper_, nullptr);
    paper_->tell(*executor_);
    if (auto restored = executor_->restore(*books, now()); !restored) return restored;
    paper_->restore(books->open_orders, now());
    return {};
}

net::Task<void> HandDesk::open_live() {
    LiveDoor::Wish wish;
    wish.flags = plan_.live;
    wish.asking = !plan_.dry_run;
    wish.speed = session_.speed();
    auto door = co_await LiveDoor::open(env_, session_, std::move(wish));
    if (!door) co_return pass(door);
    door_ = std::move(*door);
    gate_.emplace(door_->limits(), TradingMode::live);
    numbers_.emplace(numbers_of(door_->ledger()));
    auto& link = door_->link();
    make_executor(door_->ledger(), link.venue(), &door_->audit());
    link.connect(*executor_, tracker_, {});
    auto restored = executor_->restore(door_->books(), now());
    if (!restored) co_return restored;
    co_return co_await link.open(recover_max);
}

net::Task<Seen> HandDesk::look(std::string target, std::optional<Outcome> outcome) {
    auto found = co_await session_.catalogue().find(target);
    if (!found) co_return pass(found);
    if (!found->market) {
        co_return fail(Errc::bad_input, "an event, not a market",
                       "see: pm-markets show " + found->event.slug);
    }
    Seen seen;
    seen.market = found->event.markets[*found->market];
    seen.tags = found->event.tags;
    const auto token = TokenId::parse(target);
    if (token && (*token == seen.market.yes || *token == seen.market.no)) {
        const auto named = *token == seen.market.yes ? Outcome::yes : Outcome::no;
        if (outcome && *outcome != named) {
            co_return fail(Errc::bad_input, "--outcome contradicts the token");
        }
        outcome = named;
    }
    if (!outcome) co_return fail(Errc::bad_input, "which outcome? --outcome yes or no");
    seen.outcome = *outcome;
    auto book = co_await session_.catalogue().book(seen.market.token(seen.outcome));
    if (!book) co_return pass(book);
    seen.book = std::move(*book);
    if (seen.book.tick) seen.market.tick = *seen.book.tick;
    seen.at = now();
    const auto& id = seen.market.token(seen.outcome);
    fees_[id] = seen.market.fee;
    if (books_[id].replace(seen.book.bids, seen.book.asks, seen.market.tick) !=
        book::Verdict::applied) {
        co_return fail(Errc::refused, "the book makes no sense: crossed, or off its grid");
    }
    executor_->know(seen.market);
    co_return seen;
}

trading::Occasion HandDesk::occasion(const Seen& seen) const {
    trading::Occasion out;
    out.market = &seen.market;
    out.now = now();
    out.quoted_at = seen.at;
    out.book_at = seen.at;
    if (!seen.book.bids.empty()) out.bid = seen.book.bids.front().price;
    if (!seen.book.asks.empty()) out.ask = seen.book.asks.front().price;
    out.tags = seen.tags;
    out.by_hand = true;
    if (door_) door_->link().add_evidence(out);
    return out;
}

Result<void> HandDesk::preview(const OrderIntent& intent, const Seen& seen) {
    records::PreviewRow row;
    row.intent = intent;
    const auto& schedule = seen.market.fee;
    row.fee = taker_fee(schedule, intent.limit, intent.size);
    if (intent.side == Side::sell) {
        row.cost = notional_down(intent.limit, intent.size) - row.fee;
    } else {
        row.cost = intent.by_dollars() ? risk::spend_at_most(intent.spend, schedule)
                                       : risk::cost_at_limit(intent.limit, intent.size, schedule);
        row.worst_case = -row.cost;
    }
    auto review = gate_->review(intent, executor_->world(intent, occasion(seen)));
    if (!review) {
        row.refusal = std::string{name_of(review.error().code)} + ": " + review.error().detail;
    } else if (door_) {
        auto prepared = venue_->prepare(*review);
        if (!prepared) return pass(prepared);
        row.payload = masked(std::move(prepared->body));
    }
    std::string line;
    records::append(line, now(), row);
    return env_.out.write(line);
}

Result<void> HandDesk::check_stop() const {
    if (!door_ || !door_->stopped()) return {};
    return fail(Errc::refused, "trading is stopped: " + door_->stop_text(),
                "a person resets it with: pm-trade kill --reset");
}

Result<std::string> HandDesk::place(OrderIntent intent, const Seen& seen) {
    if (auto ok = check_stop(); !ok) return pass(ok);
    if (paper_) paper_->advance(now());
    auto placed = executor_->place(std::move(intent), occasion(seen));
    if (failure_) return tl::unexpected{*failure_};
    if (!placed) return pass(placed);
    if (placed->refusal) {
        const auto& refusal = *placed->refusal;
        return fail(Errc::refused, "refused by our limits: " + std::string{name_of(refusal.code)} +
                                       ": " + refusal.detail);
    }
    return std::move(*placed->order_id);
}

void HandDesk::begin_batch() {
    if (door_) door_->link().venue().begin_batch();
}

void HandDesk::end_batch() {
    if (door_) door_->link().venue().end_batch();
}

bool HandDesk::known(const std::string& order_id) const {
    const auto found = seen_.find(order_id);
    if (found == seen_.end()) return false;
    const auto& order = found->second;
    if (is_final(order.status)) return true;
    const bool rests = order.intent.tif == TimeInForce::gtc || order.intent.tif == TimeInForce::gtd;
    return rests && order.status >= OrderStatus::live;
}

Result<void> HandDesk::verdict(const std::string& order_id) const {
    const auto found = seen_.find(order_id);
    if (found == seen_.end() || !known(order_id)) {
        return fail(Errc::outcome_unknown, "order " + order_id + ": sent, no proof either way",
                    "its exposure stays reserved; the next start looks for it again");
    }
    if (found->second.status == OrderStatus::rejected) {
        const std::string what = found->second.proof == Proof::own
                                     ? "the order was not sent: "
                                     : "the venue refused the order: ";
        return fail(Errc::rejected, what + found->second.reason);
    }
    return {};
}

/// Listens to the venue meanwhile: fills come by the user channel, doubts are cleared.
net::Task<void> HandDesk::until(std::function<bool()> done, Duration limit) {
    if (!door_ || done()) co_return Result<void>{};
    auto looking = look_until(std::move(done), env_.clock.steady() + limit);
    auto both = net::first_of(std::move(looking), door_->link().run());
    co_return co_await std::move(both);
}

net::Task<void> HandDesk::look_until(std::function<bool()> done, Instant deadline) {
    while (!done() && env_.clock.steady() < deadline) {
        auto paused = co_await net::pause(look_every);
        if (!paused) co_return paused;
    }
    co_return Result<void>{};
}

net::Task<void> HandDesk::wait(std::string order_id, Duration limit) {
    std::function<bool()> done = [this, id = order_id] { return known(id); };
    auto waited = co_await until(std::move(done), limit);
    if (!waited) co_return waited;
    co_return verdict(order_id);
}

net::Task<void> HandDesk::cancel(std::string order_id, Duration limit) {
    auto asked = executor_->cancel(order_id, now());
    if (!asked) co_return asked;
    std::function<bool()> over = [this, id = order_id] {
        const auto* order = tracker_.find(id);
        return order == nullptr || is_final(order->status);
    };
    const auto check = over;
    auto waited = co_await until(std::move(over), limit);
    if (!waited) co_return waited;
    if (check()) co_return Result<void>{};
    co_return fail(Errc::outcome_unknown, "order " + order_id + ": no proof that it is cancelled");
}

net::Task<void> HandDesk::close(Result<void> outcome) {
    if (!door_) co_return outcome;
    auto kept = door_->keep_place();
    auto closed = co_await door_->link().close();
    if (!outcome) co_return outcome;
    if (!kept) co_return kept;
    co_return closed;
}

void HandDesk::on_order(const Order& order) {
    seen_[order.order_id] = order;
    std::string line;
    records::append(line, now(), order);
    static_cast<void>(env_.out.write(line));
}

void HandDesk::on_fill(const Fill& fill) {
    std::string line;
    records::append(line, now(), fill);
    static_cast<void>(env_.out.write(line));
}

void HandDesk::on_halt(risk::Halt halt, const Error& why) {
    failure_ = why;
    note(env_.log, LogLevel::error, "halted: " + std::string{name_of(halt)});
}

const book::Book* HandDesk::find(const TokenId& token) const {
    const auto found = books_.find(token);
    return found == books_.end() || !found->second.ready() ? nullptr : &found->second;
}

FeeSchedule HandDesk::fee(const TokenId& token) const {
    const auto found = fees_.find(token);
    return found == fees_.end() ? FeeSchedule{} : found->second;
}

}  // namespace pm::trade
