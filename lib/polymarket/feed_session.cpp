#include "polymarket/feed_session.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/json_writer.hpp"

namespace pm::polymarket {

namespace {

void write_ids(JsonWriter& out, const std::vector<TokenId>& tokens) {
    out.key("assets_ids").begin_array();
    for (const auto& token : tokens) out.string(token.text());
    out.end_array();
}

/// Sends `tokens` in frames the venue accepts; `first` makes the first one a subscription.
void send_tokens(Actions& out, const std::vector<TokenId>& tokens, bool first, bool subscribe) {
    for (std::size_t from = 0; from < tokens.size(); from += tokens_per_frame_max) {
        const auto to = std::min(from + tokens_per_frame_max, tokens.size());
        const std::vector<TokenId> part(tokens.begin() + static_cast<std::ptrdiff_t>(from),
                                        tokens.begin() + static_cast<std::ptrdiff_t>(to));
        const bool opens = first && from == 0;
        out.push_back(act::Send{opens ? subscription_text(part) : change_text(subscribe, part)});
    }
}

std::string count_text(std::size_t missing, std::size_t of) {
    return "no book for " + std::to_string(missing) + " of " + std::to_string(of) + " tokens";
}

}  // namespace

std::string subscription_text(const std::vector<TokenId>& tokens) {
    std::string text;
    JsonWriter out{text};
    out.begin_object().key("type").string("market");
    write_ids(out, tokens);
    out.key("initial_dump").boolean(true).key("level").integer(2);
    out.key("custom_feature_enabled").boolean(true).end_object();
    return text;
}

std::string change_text(bool subscribe, const std::vector<TokenId>& tokens) {
    std::string text;
    JsonWriter out{text};
    out.begin_object().key("operation").string(subscribe ? "subscribe" : "unsubscribe");
    write_ids(out, tokens);
    if (subscribe) out.key("custom_feature_enabled").boolean(true);
    out.end_object();
    return text;
}

FeedSession::FeedSession(std::vector<TokenId> tokens, FeedPace pace, Random& random)
    : wanted_{tokens.begin(), tokens.end()}, pace_{pace}, random_{random} {
    PM_ASSERT(wanted_.size() <= tokens_per_connection_max);
}

Actions FeedSession::start(Instant now) {
    PM_ASSERT(state_ == State::idle);
    state_ = State::connecting;
    lost_at_ = now;
    Actions out;
    out.push_back(act::Tell{StreamState::connecting, "", {}});
    out.push_back(act::Connect{});
    return out;
}

Actions FeedSession::on_connected(Instant now) {
    PM_ASSERT(state_ == State::connecting);
    state_ = State::resync;
    failed_connects_ = 0;
    heard_book_ = false;
    awaited_ = wanted_;
    next_ping_ = now + pace_.ping_every;
    silent_after_ = now + pace_.silence_max;
    books_until_ = now + pace_.resync_max;
    Actions out;
    if (polling_) {
        polling_ = false;
        out.push_back(act::Poll{false});
    }
    out.push_back(act::Tell{StreamState::resync, "", {}});
    send_tokens(out, {wanted_.begin(), wanted_.end()}, true, true);
    if (awaited_.empty()) settle(out, now);
    return woken(std::move(out));
}

void FeedSession::on_heard(Instant now) {
    silent_after_ = now + pace_.silence_max;
}

Actions FeedSession::on_book(const TokenId& token, Instant now) {
    if (!linked() || !wanted_.contains(token)) return {};
    heard_book_ = true;
    missed_.erase(token);
    if (awaited_.erase(token) == 0 || !awaited_.empty() || state_ != State::resync) return {};
    Actions out;
    settle(out, now);
    return woken(std::move(out));
}

Actions FeedSession::on_wake(Instant now) {
    Actions out;
    if (state_ == State::waiting) {
        maybe_poll(out, now);
        if (now >= retry_at_) {
            state_ = State::connecting;
            out.push_back(act::Connect{});
            return out;
        }
    }
    if (linked()) {
        if (now >= silent_after_) {
            lose(out, "the venue is silent", now);
        } else if (!awaited_.empty() && now >= books_until_) {
            resync_is_over(out, now);
        } else if (now >= next_ping_) {
            next_ping_ = now + pace_.ping_every;
            out.push_back(act::Send{std::string{ping_text}});
        }
    }
    return woken(std::move(out));
}

Actions FeedSession::on_lost(std::string_view why, Instant now) {
    Actions out;
    if (state_ == State::connecting) ++failed_connects_;
    lose(out, why, now);
    return woken(std::move(out));
}

Actions FeedSession::on_doubt(std::string_view why, Instant now) {
    Actions out;
    if (linked()) lose(out, why, now);
    return woken(std::move(out));
}

Actions FeedSession::subscribe(const std::vector<TokenId>& tokens, Instant now) {
    std::vector<TokenId> fresh;
    for (const auto& token : tokens) {
        if (wanted_.insert(token).second) fresh.push_back(token);
    }
    PM_ASSERT(wanted_.size() <= tokens_per_connection_max);
    if (fresh.empty() || !linked()) return {};
    Actions out;
    // A connection without tokens has sent no subscription yet: this is its first.
    send_tokens(out, fresh, fresh.size() == wanted_.size(), true);
    awaited_.insert(fresh.begin(), fresh.end());
    books_until_ = now + pace_.resync_max;
    return woken(std::move(out));
}

Actions FeedSession::unsubscribe(const std::vector<TokenId>& tokens, Instant now) {
    std::vector<TokenId> gone;
    for (const auto& token : tokens) {
        if (wanted_.erase(token) != 0) gone.push_back(token);
        awaited_.erase(token);
        missed_.erase(token);
    }
    if (gone.empty() || !linked()) return {};
    Actions out;
    send_tokens(out, gone, false, false);
    if (state_ == State::resync && awaited_.empty()) settle(out, now);
    return woken(std::move(out));
}

Instant FeedSession::next_wake() const {
    if (state_ == State::waiting) {
        return polling_ ? retry_at_ : std::min(retry_at_, lost_at_ + pace_.poll_after);
    }
    auto at = std::min(next_ping_, silent_after_);
    if (!awaited_.empty()) at = std::min(at, books_until_);
    return at;
}

/// The link is gone or given up: tell once, cut, wait, and poll when it takes long.
void FeedSession::lose(Actions& out, std::string_view why, Instant now) {
    if (state_ == State::waiting || state_ == State::idle) return;
    if (state_ == State::live && now - live_since_ >= pace_.healthy_after) failures_ = 0;
    if (!outage_) {
        outage_ = true;
        lost_at_ = now;
        gap_told_ = false;
    }
    state_ = State::waiting;
    awaited_.clear();
    out.push_back(act::Cut{});
    if (!gap_told_) {
        gap_told_ = true;
        out.push_back(act::Tell{StreamState::gap, std::string{why}, {}});
    }
    // The first try comes at once: most losses are a restart behind a load balancer.
    const auto wait =
        failures_ == 0 ? Duration{0} : full_jitter(pace_.retry, failures_ - 1, random_);
    retry_at_ = now + wait;
    ++failures_;
    maybe_poll(out, now);
}

void FeedSession::maybe_poll(Actions& out, Instant now) {
    const bool due =
        failed_connects_ >= pace_.poll_after_failures || now - lost_at_ >= pace_.poll_after;
    if (polling_ || !due || wanted_.empty()) return;
    polling_ = true;
    out.push_back(act::Poll{true});
    out.push_back(act::Tell{StreamState::polling, "no socket, reading books by request", {}});
}

void FeedSession::settle(Actions& out, Instant now) {
    state_ = State::live;
    outage_ = false;
    live_since_ = now;
    out.push_back(act::Tell{StreamState::live, "", {}});
}

/// Some books did not come in time. A token that stayed away on two connections while others came
/// has none; anything else is a subscription that got lost.
void FeedSession::resync_is_over(Actions& out, Instant now) {
    const bool known =
        std::includes(missed_.begin(), missed_.end(), awaited_.begin(), awaited_.end());
    const bool late = state_ == State::live;  // tokens added later: the others are well
    const auto reason = count_text(awaited_.size(), wanted_.size());
    missed_.insert(awaited_.begin(), awaited_.end());
    if (!late && !(known && heard_book_)) return lose(out, reason, now);
    out.push_back(act::Tell{StreamState::stale, reason, {awaited_.begin(), awaited_.end()}});
    awaited_.clear();
    if (!late) settle(out, now);
}

Actions FeedSession::woken(Actions out) const {
    if (state_ != State::idle && state_ != State::connecting) out.push_back(act::Wake{next_wake()});
    return out;
}

}  // namespace pm::polymarket
