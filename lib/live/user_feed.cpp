#include "live/user_feed.hpp"

#include <algorithm>
#include <utility>

#include "net/pause.hpp"

namespace pm::live {

using namespace polymarket;

namespace {

/// A finished resync is noticed within this.
constexpr Duration step_max = std::chrono::milliseconds{250};
constexpr int frames_a_step = 512;

}  // namespace

UserFeed::UserFeed(Parts parts, UserSession session, Log log)
    : UserFeed{std::move(parts), session, std::move(log),
               [clock = &parts.clock](Instant until) { return net::pause_until(*clock, until); }} {}

UserFeed::UserFeed(Parts parts, UserSession session, Log log, Sleep sleep)
    : parts_{std::move(parts)},
      session_{session},
      log_{std::move(log)},
      sleep_{std::move(sleep)},
      tasks_{parts_.executor} {}

net::Task<void> UserFeed::run() {
    for (;;) {
        auto stepped = co_await step();
        if (!stepped) co_return stepped;
    }
}

net::Task<void> UserFeed::close() {
    parts_.stream->cut();
    linked_ = false;
    co_return co_await tasks_.stop();
}

net::Task<void> UserFeed::step() {
    if (!started_) {
        started_ = true;
        co_return co_await carry_out(session_.start(parts_.clock.steady()));
    }
    if (!pending_.empty()) {
        auto done = co_await carry_out(std::exchange(pending_, {}));
        if (!done) co_return pass(done);
    }
    const auto deadline = std::min(session_.next_wake(), parts_.clock.steady() + step_max);
    if (linked_) {
        auto received = co_await receive(deadline);
        if (!received) co_return pass(received);
    } else {
        auto slept = co_await sleep_(deadline);
        if (!slept) co_return pass(slept);
    }
    if (parts_.clock.steady() < session_.next_wake()) co_return Result<void>{};
    co_return co_await carry_out(session_.on_wake(parts_.clock.steady()));
}

net::Task<void> UserFeed::receive(Instant deadline) {
    auto received = co_await parts_.stream->receive(deadline);
    if (!received) {
        if (received.error().code == Errc::cancelled) co_return pass(received);
        linked_ = false;
        co_return co_await carry_out(
            session_.on_lost(received.error().message, parts_.clock.steady()));
    }
    auto frame = *received;
    for (int i = 0; frame && i < frames_a_step; ++i) {
        auto taken = co_await take_frame(*frame);
        if (!taken || !linked_) co_return taken;
        frame = parts_.stream->take_buffered();
    }
    co_return Result<void>{};
}

net::Task<void> UserFeed::take_frame(std::string_view text) {
    const auto now = parts_.clock.steady();
    if (text == pong_text) co_return co_await carry_out(session_.on_heard(now));
    ++frames_;
    auto frame = decode_user_frame(text);
    if (!frame) {
        ++unreadable_;
        note(log_, LogLevel::warning, "user channel: " + frame.error().message);
        co_return co_await carry_out(session_.on_unreadable(frame.error().message, now));
    }
    skipped_ += static_cast<std::uint64_t>(frame->skipped);
    for (const auto& event : frame->events) parts_.handler.on_event(event);
    co_return co_await carry_out(session_.on_heard(now));
}

net::Task<void> UserFeed::resync(bool check) {
    auto done = co_await parts_.handler.resync(check);
    if (!done && done.error().code == Errc::cancelled) co_return pass(done);
    if (!done) note(log_, LogLevel::warning, "resync: " + done.error().message);
    for (auto& action : session_.on_resynced(done.has_value(), parts_.clock.steady())) {
        pending_.push_back(std::move(action));
    }
    co_return Result<void>{};
}

/// @return false when the action failed; `then` says what is to be done instead of the rest.
net::Task<bool> UserFeed::carry_out_one(UserAction action, UserActions* then) {
    const auto& clock = parts_.clock;
    if (std::holds_alternative<act::Authenticate>(action) ||
        std::holds_alternative<act::Send>(action)) {
        auto* send = std::get_if<act::Send>(&action);
        auto text = send != nullptr ? std::move(send->text) : user_subscription_text(parts_.key);
        auto sent = co_await parts_.stream->send(std::move(text));
        if (sent) co_return true;
        if (sent.error().code == Errc::cancelled) co_return pass(sent);
        linked_ = false;
        *then = session_.on_lost(sent.error().message, clock.steady());
        co_return false;
    }
    if (auto* tell = std::get_if<act::Tell>(&action)) {
        parts_.handler.on_state(*tell);
    } else if (auto* wish = std::get_if<act::Resync>(&action)) {
        tasks_.start(resync(wish->reason == "check"));
    } else if (std::holds_alternative<act::Cut>(action)) {
        linked_ = false;
        parts_.stream->cut();
        parts_.handler.on_lost();
    } else if (std::holds_alternative<act::Connect>(action)) {
        auto connected = co_await parts_.stream->connect();
        if (!connected && connected.error().code == Errc::cancelled) co_return pass(connected);
        linked_ = connected.has_value();
        *then = connected ? session_.on_connected(clock.steady())
                          : session_.on_lost(connected.error().message, clock.steady());
        co_return false;
    }
    co_return true;
}

net::Task<void> UserFeed::carry_out(UserActions actions) {
    for (std::size_t i = 0; i < actions.size(); ++i) {
        UserActions then;
        auto action = std::move(actions[i]);
        auto done = co_await carry_out_one(std::move(action), &then);
        if (!done) co_return pass(done);
        if (*done) continue;
        actions = std::move(then);  // what the session says now replaces what it said before
        i = static_cast<std::size_t>(-1);
    }
    co_return Result<void>{};
}

}  // namespace pm::live
