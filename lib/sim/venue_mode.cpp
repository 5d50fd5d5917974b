#include "sim/venue_mode.hpp"

#include <array>
#include <utility>

#include "base/json_writer.hpp"
#include "polymarket/facts.hpp"
#include "sim/query.hpp"

namespace pm::sim {
namespace {

constexpr std::array<std::pair<std::string_view, ModeState>, 5> names{{
    {"normal", ModeState::normal},
    {"restarting", ModeState::restarting},
    {"post_only", ModeState::post_only},
    {"cancel_only", ModeState::cancel_only},
    {"disabled", ModeState::disabled},
}};

constexpr std::int64_t retry_default = 5;

std::int64_t seconds_until(Instant now, std::optional<Instant> until) {
    if (!until || *until <= now) return retry_default;
    return std::chrono::ceil<std::chrono::seconds>(*until - now).count();
}

net::HttpReply with_retry(net::HttpReply reply, std::int64_t seconds) {
    reply.headers.emplace_back("retry-after", std::to_string(seconds));
    return reply;
}

}  // namespace

std::optional<ModeState> mode_named(std::string_view name) {
    for (const auto& [text, state] : names) {
        if (text == name) return state;
    }
    return std::nullopt;
}

std::string_view VenueMode::post_only_text() {
    return "post-only mode: only post-only orders and cancels are allowed";
}

void VenueMode::set(ModeState state, std::optional<Instant> until) {
    state_ = state;
    until_ = until;
    if (state == ModeState::normal) restarted_ = post_only_ = Instant::min();
}

void VenueMode::restart(Instant now, Duration down, Duration post_only) {
    restarted_ = now + down;
    post_only_ = restarted_ + post_only;
}

ModeState VenueMode::at(Instant now) const {
    if (now < restarted_) return ModeState::restarting;
    if (state_ != ModeState::normal && (!until_ || now < *until_)) return state_;
    if (now < post_only_) return ModeState::post_only;
    return ModeState::normal;
}

std::optional<net::HttpReply> VenueMode::refuses_order(Instant now, bool post_only) const {
    switch (at(now)) {
        case ModeState::normal: return std::nullopt;
        case ModeState::restarting:
            return with_retry(clob_error(425, "service not ready"),
                              seconds_until(now, now < restarted_ ? restarted_ : until_));
        case ModeState::post_only: {
            if (post_only) return std::nullopt;
            const auto seconds = seconds_until(now, now < post_only_ ? post_only_ : until_);
            std::string body;
            JsonWriter w{body};
            w.begin_object().key("error").string(post_only_text());
            w.key("code").string("post_only_mode");
            w.key("retry_after_seconds").integer(seconds).end_object();
            return with_retry(json_reply(std::move(body), 503), seconds);
        }
        case ModeState::cancel_only:
            return clob_error(503,
                              "Trading is currently cancel-only. New orders are not accepted, but "
                              "cancels are allowed.");
        case ModeState::disabled: return refuses_cancel(now);
    }
    return std::nullopt;
}

std::optional<net::HttpReply> VenueMode::refuses_cancel(Instant now) const {
    const auto state = at(now);
    if (state == ModeState::restarting) return refuses_order(now, false);
    if (state != ModeState::disabled) return std::nullopt;
    return clob_error(503, "Trading is currently disabled. Check " +
                               std::string{polymarket::site_host} + " for updates");
}

}  // namespace pm::sim
