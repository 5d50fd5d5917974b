#include "polymarket/user_session.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::polymarket {

UserActions UserSession::start(Instant /*now*/) {
    PM_ASSERT(state_ == State::idle);
    state_ = State::connecting;
    UserActions out;
    out.emplace_back(act::Tell{StreamState::connecting, "", {}});
    out.emplace_back(act::Connect{});
    return out;
}

UserActions UserSession::on_connected(Instant now) {
    PM_ASSERT(state_ == State::connecting);
    state_ = State::greeting;
    next_ping_ = now + pace_.ping_every;
    silent_after_ = now + pace_.silence_max;
    UserActions out;
    out.emplace_back(act::Authenticate{});
    // Frames are read in order: the answer to this shows that the one before was taken.
    out.emplace_back(act::Send{std::string{ping_text}});
    return out;
}

UserActions UserSession::on_heard(Instant now) {
    UserActions out;
    if (!linked()) return out;
    silent_after_ = now + pace_.silence_max;
    if (state_ != State::greeting) return out;
    state_ = State::resync;
    refusals_ = 0;
    out.emplace_back(act::Tell{StreamState::resync, "", {}});
    ask_resync(out, "connected");
    return out;
}

UserActions UserSession::on_unreadable(std::string_view why, Instant now) {
    auto out = on_heard(now);
    if (!out.empty() || !linked()) return out;  // a resync has just been asked for
    if (state_ == State::live) {
        state_ = State::resync;
        out.emplace_back(act::Tell{StreamState::resync, std::string{why}, {}});
    }
    ask_resync(out, std::string{why});
    return out;
}

UserActions UserSession::on_resynced(bool done, Instant now) {
    UserActions out;
    resyncing_ = false;
    if (!linked()) {  // lost meanwhile: the next connection asks by itself
        resync_again_ = false;
        return out;
    }
    if (resync_again_) {
        resync_again_ = false;
        ask_resync(out, "asked again");
        return out;
    }
    if (!done) {
        check_at_ = now + std::max(pace_.resync_retry.first / 2,
                                   full_jitter(pace_.resync_retry, resync_failures_, random_));
        ++resync_failures_;
        return out;
    }
    resync_failures_ = 0;
    check_at_ = now + pace_.check_every;
    if (state_ != State::resync) return out;
    state_ = State::live;
    live_since_ = now;
    gap_told_ = false;
    out.emplace_back(act::Tell{StreamState::live, "", {}});
    return out;
}

UserActions UserSession::on_wake(Instant now) {
    UserActions out;
    if (state_ == State::waiting && now >= retry_at_) {
        state_ = State::connecting;
        out.emplace_back(act::Connect{});
        return out;
    }
    if (!linked()) return out;
    if (now >= silent_after_) return on_lost("the venue is silent", now);
    if (state_ != State::greeting && !resyncing_ && now >= check_at_) ask_resync(out, "check");
    if (now >= next_ping_) {
        next_ping_ = now + pace_.ping_every;
        out.emplace_back(act::Send{std::string{ping_text}});
    }
    return out;
}

UserActions UserSession::on_lost(std::string_view why, Instant now) {
    UserActions out;
    if (state_ == State::waiting || state_ == State::idle) return out;
    if (state_ == State::greeting) ++refusals_;
    if (state_ == State::live && now - live_since_ >= pace_.healthy_after) failures_ = 0;
    state_ = State::waiting;
    // A resync under way may have begun before the loss: the next connection wants its own.
    if (resyncing_) resync_again_ = true;
    out.emplace_back(act::Cut{});
    if (!gap_told_) {
        gap_told_ = true;
        out.emplace_back(act::Tell{StreamState::gap, std::string{why}, {}});
    }
    if (refusals_ == pace_.refusals) {
        out.emplace_back(act::Tell{
            StreamState::stale, "closed before a word: are the API credentials right?", {}});
    }
    const auto wait =
        failures_ == 0 ? Duration{0} : full_jitter(pace_.retry, failures_ - 1, random_);
    retry_at_ = now + wait;
    ++failures_;
    return out;
}

Instant UserSession::next_wake() const {
    if (state_ == State::waiting) return retry_at_;
    if (!linked()) return Instant::max();
    auto at = std::min(next_ping_, silent_after_);
    if (state_ != State::greeting && !resyncing_) at = std::min(at, check_at_);
    return at;
}

void UserSession::ask_resync(UserActions& out, std::string reason) {
    if (resyncing_) {
        resync_again_ = true;
        return;
    }
    resyncing_ = true;
    out.emplace_back(act::Resync{std::move(reason)});
}

}  // namespace pm::polymarket
