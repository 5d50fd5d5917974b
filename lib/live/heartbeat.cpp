#include "live/heartbeat.hpp"

#include <algorithm>
#include <utility>

#include "net/deadline.hpp"
#include "net/pause.hpp"

namespace pm::live {

namespace {

/// The pulse is looked at this often, whatever a beat under way does.
constexpr Duration look_every = std::chrono::milliseconds{100};

}  // namespace

void HeartbeatSession::on_accepted(std::string next, Instant sent, Instant now) {
    id_ = std::move(next);
    acknowledged_ = acknowledged_ ? std::max(*acknowledged_, sent) : sent;
    refusals_ = 0;
    next_ = std::max(sent + pace_.every, now);
}

void HeartbeatSession::on_refused(std::string expected, Instant now) {
    id_ = std::move(expected);
    ++refusals_;
    next_ = refusals_ == 1 ? now : now + pace_.retry;
}

void HeartbeatSession::on_failed(Instant now) {
    next_ = now + pace_.retry;
}

std::optional<Duration> HeartbeatSession::age(Instant now) const {
    if (!acknowledged_) return std::nullopt;
    return now - *acknowledged_;
}

HeartbeatSession::Pulse HeartbeatSession::pulse(Instant now) const {
    const auto since = age(now);
    if (!since) return Pulse::starting;
    if (*since > pace_.lost_after) return Pulse::lost;
    return *since > pace_.late_after ? Pulse::late : Pulse::good;
}

Heartbeat::Heartbeat(AccountClient& client, const Clock& clock, HeartbeatPace pace,
                     Listener listener, Log log)
    : client_{client},
      clock_{clock},
      pace_{pace},
      session_{pace},
      listener_{std::move(listener)},
      log_{std::move(log)} {}

net::Task<void> Heartbeat::run() {
    for (;;) {
        tell();
        const auto now = clock_.steady();
        if (now >= session_.next_beat()) {
            auto beaten = co_await beat();
            if (!beaten) co_return beaten;
            continue;
        }
        auto waited = co_await net::pause(std::min(look_every, session_.next_beat() - now));
        if (!waited) co_return waited;
    }
}

net::Task<void> Heartbeat::beat() {
    const auto sent = clock_.steady();
    Error late{Errc::lost, "the venue did not answer a heartbeat in time"};
    auto id = session_.id();
    auto work = client_.heartbeat(std::move(id));
    auto reply = co_await net::with_deadline(std::move(work), pace_.give_up, std::move(late));
    const auto now = clock_.steady();
    if (!reply) {
        if (reply.error().code == Errc::cancelled) co_return pass(reply);
        note(log_, LogLevel::warning, "heartbeat: " + reply.error().message);
        session_.on_failed(now);
        co_return Result<void>{};
    }
    if (reply->error.empty()) {
        ++beats_;
        session_.on_accepted(std::move(reply->id), sent, now);
        co_return Result<void>{};
    }
    note(log_, LogLevel::warning, "heartbeat: " + reply->error);
    session_.on_refused(std::move(reply->id), now);
    if (session_.contested()) {
        note(log_, LogLevel::error, "heartbeat: another program beats with these credentials");
    }
    co_return Result<void>{};
}

void Heartbeat::tell() {
    const auto pulse = session_.pulse(clock_.steady());
    if (pulse == told_) return;
    told_ = pulse;
    if (listener_) listener_(pulse);
}

}  // namespace pm::live
