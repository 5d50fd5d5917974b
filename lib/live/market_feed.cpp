#include "live/market_feed.hpp"

#include <algorithm>

#include "net/pause.hpp"

namespace pm::live {

using namespace polymarket;

namespace {

constexpr Duration step_max = std::chrono::milliseconds{500};
constexpr int frames_a_step = 512;  ///< Then the caller may write what it has.

}  // namespace

MarketFeed::MarketFeed(std::unique_ptr<net::MessageStream> stream, const Clock& clock,
                       FeedSession session, FeedHandler& handler)
    : MarketFeed{std::move(stream), clock, std::move(session), handler,
                 [&clock](Instant until) { return net::pause_until(clock, until); }} {}

MarketFeed::MarketFeed(std::unique_ptr<net::MessageStream> stream, const Clock& clock,
                       FeedSession session, FeedHandler& handler, Sleep sleep)
    : stream_{std::move(stream)},
      clock_{clock},
      session_{std::move(session)},
      handler_{handler},
      sleep_{std::move(sleep)} {}

net::Task<void> MarketFeed::step() {
    if (!started_) {
        started_ = true;
        auto begun = session_.start(clock_.steady());
        co_return co_await carry_out(std::move(begun));
    }
    const auto deadline = std::min(session_.next_wake(), clock_.steady() + step_max);
    if (linked_) {
        auto received = co_await receive(deadline);
        if (!received) co_return pass(received);
    } else {
        auto slept = co_await sleep_(deadline);
        if (!slept) co_return pass(slept);
    }
    if (clock_.steady() < session_.next_wake()) co_return Result<void>{};
    auto woken = session_.on_wake(clock_.steady());
    co_return co_await carry_out(std::move(woken));
}

/// Frames until none is buffered, or nothing at the deadline.
net::Task<void> MarketFeed::receive(Instant deadline) {
    auto received = co_await stream_->receive(deadline);
    if (!received) {
        if (received.error().code == Errc::cancelled) co_return pass(received);
        linked_ = false;
        auto lost = session_.on_lost(received.error().message, clock_.steady());
        co_return co_await carry_out(std::move(lost));
    }
    auto frame = *received;
    for (int i = 0; frame && i < frames_a_step; ++i) {
        auto wanted = take_frame(*frame);
        if (!wanted.empty()) {
            auto done = co_await carry_out(std::move(wanted));
            if (!done || !linked_) co_return done;
        }
        frame = stream_->take_buffered();
    }
    co_return Result<void>{};
}

/// No coroutine: a busy stream runs through here for every message.
Actions MarketFeed::take_frame(std::string_view frame) {
    const auto now = clock_.steady();
    session_.on_heard(now);
    if (frame == pong_text) return {};
    const auto outcome = handler_.on_frame(frame);
    if (outcome.doubt != nullptr) return session_.on_doubt(outcome.doubt, now);
    Actions wanted;
    for (const auto& token : outcome.books) {
        for (auto& action : session_.on_book(token, now)) wanted.push_back(std::move(action));
    }
    return wanted;
}

net::Task<void> MarketFeed::subscribe(std::vector<TokenId> tokens) {
    auto actions = session_.subscribe(tokens, clock_.steady());
    co_return co_await carry_out(std::move(actions));
}

net::Task<void> MarketFeed::unsubscribe(std::vector<TokenId> tokens) {
    auto actions = session_.unsubscribe(tokens, clock_.steady());
    co_return co_await carry_out(std::move(actions));
}

net::Task<void> MarketFeed::carry_out(Actions actions) {
    for (std::size_t i = 0; i < actions.size(); ++i) {
        auto& action = actions[i];
        std::optional<Actions> then;
        if (auto* send = std::get_if<act::Send>(&action)) {
            auto text = std::move(send->text);
            auto sent = co_await stream_->send(std::move(text));
            if (!sent && sent.error().code == Errc::cancelled) co_return pass(sent);
            if (!sent) {
                linked_ = false;
                then = session_.on_lost(sent.error().message, clock_.steady());
            }
        } else if (auto* tell = std::get_if<act::Tell>(&action)) {
            handler_.on_state(*tell);
        } else if (auto* poll = std::get_if<act::Poll>(&action)) {
            handler_.on_polling(poll->on);
        } else if (std::holds_alternative<act::Cut>(action)) {
            linked_ = false;
            stream_->cut();
        } else if (std::holds_alternative<act::Connect>(action)) {
            auto connected = co_await stream_->connect();
            if (!connected && connected.error().code == Errc::cancelled) co_return pass(connected);
            linked_ = connected.has_value();
            const auto now = clock_.steady();
            then = connected ? session_.on_connected(now)
                             : session_.on_lost(connected.error().message, now);
        }
        if (then) {  // what the session says now replaces what it said before
            actions = std::move(*then);
            i = static_cast<std::size_t>(-1);
        }
    }
    co_return Result<void>{};
}

}  // namespace pm::live
