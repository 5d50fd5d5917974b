#include "wiring/price_stream.hpp"

#include <algorithm>
#include <utility>

#include "net/pause.hpp"

namespace pm::wiring {

namespace asio = boost::asio;

namespace {

/// One book is asked for again at most this often. Source: reliability catalogue F-08.
constexpr Duration repair_every = std::chrono::seconds{30};
constexpr Duration look_round = std::chrono::milliseconds{100};  ///< The poller's own tick. Ours.
constexpr Duration refresh_min = std::chrono::seconds{1};
constexpr auto say_again = std::chrono::milliseconds{100};  ///< What was told to stop and has not.

}  // namespace

/// One socket and its share of the tokens.
struct PriceStream::Connection final : live::FeedHandler {
    Connection(PriceStream& owner, int ordinal) : stream{owner}, number{ordinal} {}

    live::FrameOutcome on_frame(std::string_view frame) override {
        const auto now = stream.clock().now();
        if (auto* capture = stream.options_.capture) capture->frame(now, number, frame);
        const auto outcome = stream.core_.on_frame(now, number, frame);
        stream.note_doubtful();
        return outcome;
    }
    void on_state(const polymarket::act::Tell& tell) override {
        const auto now = stream.clock().now();
        if (auto* capture = stream.options_.capture) {
            capture->status(now, number, tell.state, tell.reason, tell.tokens);
        }
        stream.core_.on_state(now, number, tell.state, tell.reason, tell.tokens);
    }
    void on_polling(bool wanted) override { polling = wanted; }

    PriceStream& stream;
    int number;
    std::unique_ptr<live::MarketFeed> feed;
    std::set<TokenId> tokens;
    std::vector<TokenId> to_add;
    std::vector<TokenId> to_drop;
    bool polling = false;
};

struct PriceStream::Child {
    asio::cancellation_signal stop;
    std::optional<Result<void>> result;
    bool running = true;
};

PriceStream::PriceStream(Session& session, cli::Env& env, StreamListener& listener,
                         PriceStreamOptions options)
    : session_{session},
      env_{env},
      options_{std::move(options)},
      listener_{listener},
      core_{listener, options_.core},
      discovery_{session.catalogue(), session.clock(), options_.wish, env.log},
      poller_{session.catalogue(), env.clock, env.random, options_.poll} {}

PriceStream::~PriceStream() = default;

net::Task<void> PriceStream::run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    executor_ = co_await asio::this_coro::executor;
    ended_.emplace(*executor_);
    auto found = co_await find_markets();
    if (!found) co_return pass(found);
    auto said = drained();  // the market records, before anybody waits for a socket
    if (!said) co_return pass(said);
    if (!*said) co_return Result<void>{};
    for (auto& connection : connections_) spawn(run_connection(connection.get()));
    spawn(run_poller());
    if (options_.refresh > Duration{0}) spawn(run_discovery());
    co_return co_await wait_for_children();
}

net::Task<void> PriceStream::find_markets() {
    for (auto& market : options_.given) {
        discovery_.adopt(market);
        admit(market);
    }
    const auto& wish = options_.wish;
    if (!wish.names.empty() || wish.selection) {
        auto change = co_await discovery_.refresh();
        if (!change) co_return pass(change);
        if (!change->note.empty()) {
            note(env_.log, LogLevel::warning, "the market list is incomplete: " + change->note);
        }
        for (const auto& market : change->added) admit(market);
    }
    if (owner_.empty()) {
        co_return fail(Errc::not_found, "no open market fits", "see: pm-markets list");
    }
    co_return Result<void>{};
}

std::vector<TokenId> PriceStream::tokens_of(const Market& market) const {
    std::vector<TokenId> out;
    const bool asked_for = options_.only.contains(market.yes) || options_.only.contains(market.no);
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        const auto& token = market.token(outcome);
        if (token.empty()) continue;
        const bool wanted = asked_for ? options_.only.contains(token)
                                      : !options_.outcome || *options_.outcome == outcome;
        if (wanted) out.push_back(token);
    }
    return out;
}

PriceStream::Connection& PriceStream::room_for(std::size_t tokens) {
    for (auto& connection : connections_) {
        if (connection->tokens.size() + tokens <= options_.tokens_per_connection) {
            return *connection;
        }
    }
    const auto number = static_cast<int>(connections_.size());
    auto& connection = *connections_.emplace_back(std::make_unique<Connection>(*this, number));
    polymarket::FeedSession session{{}, options_.feed, env_.random};
    connection.feed = std::make_unique<live::MarketFeed>(session_.market_stream(), env_.clock,
                                                         std::move(session), connection);
    if (!children_.empty()) spawn(run_connection(&connection));
    return connection;
}

/// Takes a market in: its record is said, its tokens are asked for.
void PriceStream::admit(const Market& market) {
    const auto tokens = tokens_of(market);
    if (tokens.empty() || owner_.contains(market.condition)) return;
    auto& connection = room_for(tokens.size());
    owner_[market.condition] = &connection;
    connection.tokens.insert(tokens.begin(), tokens.end());
    connection.to_add.insert(connection.to_add.end(), tokens.begin(), tokens.end());
    const auto now = clock().now();
    std::optional<Outcome> only;
    if (tokens.size() == 1) only = tokens.front() == market.yes ? Outcome::yes : Outcome::no;
    if (options_.capture != nullptr) options_.capture->market(now, connection.number, market, only);
    core_.add_market(now, connection.number, market, only);
}

/// Lets a market go that has ended: its end is said, its tokens are left.
void PriceStream::release(const live::Gone& gone) {
    const auto at = owner_.find(gone.market.condition);
    if (at == owner_.end()) return;
    auto& connection = *at->second;
    Resolution resolution;
    resolution.condition = gone.market.condition;
    resolution.winner = gone.winner;
    const auto now = clock().now();
    if (options_.capture != nullptr) {
        options_.capture->resolved(now, resolution);
        options_.capture->gone(now, gone.market.condition);
    }
    core_.resolve(now, resolution);
    core_.drop_market(gone.market.condition);
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        const auto& token = gone.market.token(outcome);
        if (connection.tokens.erase(token) != 0) connection.to_drop.push_back(token);
    }
    owner_.erase(at);
}

net::Task<void> PriceStream::run_connection(Connection* connection) {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!stopping_) {
        if (!connection->to_add.empty()) {
            auto tokens = std::exchange(connection->to_add, {});
            auto done = co_await connection->feed->subscribe(std::move(tokens));
            if (!done) co_return pass(done);
        }
        if (!connection->to_drop.empty()) {
            auto tokens = std::exchange(connection->to_drop, {});
            auto done = co_await connection->feed->unsubscribe(std::move(tokens));
            if (!done) co_return pass(done);
        }
        auto stepped = co_await connection->feed->step();
        if (!stepped) co_return pass(stepped);
        auto go_on = drained();
        if (!go_on) co_return pass(go_on);
        if (!*go_on) co_return Result<void>{};
    }
    co_return Result<void>{};
}

/// Reads books by request: of connections without a link, and of single tokens in doubt.
net::Task<void> PriceStream::run_poller() {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!stopping_) {
        std::vector<TokenId> polled;
        for (const auto& connection : connections_) {
            if (!connection->polling) continue;
            polled.insert(polled.end(), connection->tokens.begin(), connection->tokens.end());
        }
        const std::vector<TokenId> doubtful(to_repair_.begin(), to_repair_.end());
        to_repair_.clear();
        if (!polled.empty() && env_.clock.steady() >= poller_.next_round()) {
            auto read = co_await read_books(std::move(polled), RestReason::poll);
            if (!read) co_return pass(read);
        }
        if (!doubtful.empty()) {
            auto read = co_await read_books(doubtful, RestReason::repair);
            if (!read) co_return pass(read);
        }
        auto paused = co_await net::pause(look_round);
        if (!paused) co_return pass(paused);
    }
    co_return Result<void>{};
}

net::Task<void> PriceStream::read_books(std::vector<TokenId> tokens, RestReason reason) {
    auto replies = reason == RestReason::poll ? poller_.round(std::move(tokens))
                                              : session_.catalogue().raw_books(std::move(tokens));
    auto bodies = co_await std::move(replies);
    if (!bodies) {
        if (bodies.error().code == Errc::cancelled) co_return pass(bodies);
        note(env_.log, LogLevel::warning, "books by request: " + bodies.error().message);
        co_return Result<void>{};
    }
    for (const auto& body : *bodies) {
        const auto now = clock().now();
        if (options_.capture != nullptr) options_.capture->rest(now, reason, body);
        auto taken = core_.on_rest(now, reason, body);
        if (!taken) note(env_.log, LogLevel::warning, "books by request: " + taken.error().message);
    }
    auto go_on = drained();
    if (!go_on) co_return pass(go_on);
    if (!*go_on) stop_children();
    co_return Result<void>{};
}

net::Task<void> PriceStream::run_discovery() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto scaled = static_cast<double>(options_.refresh.count()) / session_.speed();
    const auto every = std::max(Duration{static_cast<Duration::rep>(scaled)}, refresh_min);
    const auto& wish = options_.wish;
    while (!stopping_) {
        auto paused = co_await net::pause(every);
        if (!paused) co_return pass(paused);
        auto change = co_await discovery_.refresh();
        if (!change) {
            if (change.error().code == Errc::cancelled) co_return pass(change);
            note(env_.log, LogLevel::warning, "market list not renewed: " + change.error().message);
            continue;
        }
        for (const auto& market : change->added) admit(market);
        for (const auto& gone : change->gone) release(gone);
        auto go_on = drained();
        if (!go_on) co_return pass(go_on);
        if (!*go_on) co_return Result<void>{};
        if (owner_.empty() && !wish.selection) co_return Result<void>{};  // all named ones ended
    }
    co_return Result<void>{};
}

void PriceStream::say_stopping(std::string_view reason) {
    constexpr int no_connection = -1;
    const auto now = clock().now();
    if (options_.capture != nullptr) {
        options_.capture->status(now, no_connection, StreamState::stopping, reason, {});
        if (auto written = options_.capture->flush(); !written) {
            note(env_.log, LogLevel::warning, written.error().message);
        }
    }
    core_.on_state(now, no_connection, StreamState::stopping, reason, {});
}

Result<bool> PriceStream::drained() {
    if (options_.capture != nullptr) {
        auto written = options_.capture->flush();
        if (!written) return pass(written);
    }
    return listener_.on_drained();
}

void PriceStream::note_doubtful() {
    for (const auto& token : core_.take_doubtful()) {
        const auto now = env_.clock.steady();
        auto [at, fresh] = repaired_.try_emplace(token, now);
        if (!fresh && now - at->second < repair_every) continue;
        at->second = now;
        to_repair_.insert(token);
    }
}

// ---- Children: the first that ends ends all, and `run` waits for the last. ----

void PriceStream::spawn(net::Task<void> task) {
    auto* child = children_.emplace_back(std::make_unique<Child>()).get();
    net::Ended finish = [this, child](const std::exception_ptr&) {
        Result<void> threw = fail(Errc::internal, "a task of the stream threw");
        child_ended(child, child->result.value_or(std::move(threw)));
    };
    auto kept = net::keep(std::move(task), &child->result);
    net::spawn(*executor_, std::move(kept), std::move(finish), child->stop.slot());
}

void PriceStream::child_ended(Child* child, Result<void> result) {
    child->running = false;
    const bool told = stopping_ && !result && result.error().code == Errc::cancelled;
    if (!outcome_ && !told) outcome_ = std::move(result);
    stop_children();
    ended_->ring();
}

/// A word to stop is lost on a task that has just been given its data: it may be said again.
void PriceStream::stop_children() {
    stopping_ = true;
    for (auto& child : children_) {
        if (child->running) child->stop.emit(asio::cancellation_type::terminal);
    }
}

net::Task<void> PriceStream::wait_for_children() {
    const auto running = [this] {
        return std::any_of(children_.begin(), children_.end(),
                           [](const auto& child) { return child->running; });
    };
    bool cancelled = false;
    std::optional<Duration> look_again;
    while (running()) {
        co_await ended_->wait(look_again);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            cancelled = true;
            co_await asio::this_coro::reset_cancellation_state();
            stopping_ = true;
        }
        if (!stopping_) continue;
        stop_children();
        look_again = say_again;
    }
    if (outcome_) co_return std::move(*outcome_);
    if (cancelled) co_return fail(Errc::cancelled, "told to stop");
    co_return Result<void>{};
}

}  // namespace pm::wiring
