#include "live/live_venue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/assert.hpp"
#include "live/report_of.hpp"
#include "net/retry.hpp"
#include "polymarket/facts.hpp"

namespace pm::live {

using polymarket::PostProof;
using polymarket::PostVerdict;
using polymarket::VenueMode;
using Kind = SignerBuckets::Kind;
using Urgency = SignerBuckets::Urgency;

namespace {

/// After so many mismatches in a row, though the version is the one we sign for, a person must
/// look: each is a refused order.
constexpr int version_mismatches_max = 2;

bool is_order(std::string_view family) {
    return family == "clob.order" || family == "clob.orders";
}
bool is_cancel(std::string_view family) {
    return family.starts_with("clob.cancel");
}

risk::VenueState state_of(VenueMode mode) {
    switch (mode) {
        case VenueMode::normal: return risk::VenueState::open;
        case VenueMode::restarting: return risk::VenueState::restarting;
        case VenueMode::post_only: return risk::VenueState::post_only;
        case VenueMode::cancel_only: return risk::VenueState::cancel_only;
        case VenueMode::disabled:
        case VenueMode::blocked: return risk::VenueState::disabled;
    }
    return risk::VenueState::open;
}

std::optional<risk::VenueState> state_of_kind(std::string_view kind) {
    if (kind == "post_only_mode") return risk::VenueState::post_only;
    if (kind == "cancel_only") return risk::VenueState::cancel_only;
    if (kind == "disabled") return risk::VenueState::disabled;
    return std::nullopt;
}

Error throttled(Duration wait) {
    Error error{Errc::throttled, "the signer's order limit is used up for the moment"};
    error.retry_after = wait;
    return error;
}

}  // namespace

LiveVenue::LiveVenue(Parts parts, Log log)
    : parts_{std::move(parts)}, log_{std::move(log)}, tasks_{parts_.executor} {
    parts_.client.listen(
        [this](std::string_view family, const net::HttpReply& reply) { hear(family, reply); });
}

void LiveVenue::connect(trading::ReportSink& sink, VenueDesk& desk) {
    sink_ = &sink;
    desk_ = &desk;
}

net::Task<void> LiveVenue::open() {
    auto measured = co_await parts_.client.measure_clock();
    if (!measured) co_return pass(measured);
    co_return co_await read_version();
}

net::Task<void> LiveVenue::read_version() {
    auto version = co_await parts_.client.version();
    if (!version) co_return pass(version);
    version_ = *version;
    version_doubted_ = false;
    if (*version != polymarket::known_venue_version) {
        co_return fail(Errc::rejected,
                       "the venue speaks order version " + std::to_string(*version) +
                           ", this program signs version " +
                           std::to_string(polymarket::known_venue_version),
                       "nothing was signed; a newer release is needed");
    }
    co_return Result<void>{};
}

net::Task<void> LiveVenue::close() {
    co_return co_await tasks_.stop();
}

Result<trading::Prepared> LiveVenue::prepare(const risk::Approved<OrderIntent>& order) {
    if (!version_ || version_doubted_) {
        return fail(Errc::rejected, "the venue's order version is not known yet");
    }
    if (*version_ != polymarket::known_venue_version ||
        version_mismatches_ >= version_mismatches_max) {
        return fail(Errc::rejected, "the venue does not take orders of our version");
    }
    const auto wait =
        parts_.buckets.wait_for(Kind::orders, static_cast<std::int64_t>(gathered_.size()) + 1,
                                Urgency::ordinary, parts_.clock.steady());
    if (wait > Duration{0}) return tl::unexpected<Error>{throttled(wait)};
    return parts_.maker.make(*order, parts_.client.venue_now());
}

Result<void> LiveVenue::submit(const trading::Prepared& prepared,
                               risk::Approved<OrderIntent> order) {
    PM_ASSERT(sink_ != nullptr && desk_ != nullptr);
    if (prepared.body.empty()) return fail(Errc::rejected, "an order without its bytes");
    if (auto refusal = risk::refusal_in(state(), *order)) {
        return fail(Errc::restricted, "the venue is " + std::string{risk::name_of(state())});
    }
    Outgoing outgoing{prepared.order_id, prepared.body, *order};
    if (batching_) {
        gathered_.push_back(std::move(outgoing));
        return {};
    }
    const auto now = parts_.clock.steady();
    if (!parts_.buckets.take(Kind::orders, 1, Urgency::ordinary, now)) {
        return tl::unexpected<Error>{
            throttled(parts_.buckets.wait_for(Kind::orders, 1, Urgency::ordinary, now))};
    }
    std::vector<Outgoing> one;
    one.push_back(std::move(outgoing));
    launch(std::move(one));
    return {};
}

void LiveVenue::end_batch() {
    batching_ = false;
    auto all = std::exchange(gathered_, {});
    for (std::size_t from = 0; from < all.size(); from += polymarket::orders_per_batch_max) {
        const auto to = std::min(from + polymarket::orders_per_batch_max, all.size());
        std::vector<Outgoing> part(
            std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(from)),
            std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(to)));
        const auto count = static_cast<std::int64_t>(part.size());
        const auto now = parts_.clock.steady();
        if (parts_.buckets.take(Kind::orders, count, Urgency::ordinary, now)) {
            launch(std::move(part));
            continue;
        }
        for (const auto& order : part) {  // not sent, for certain
            sink_->on_report(trading::OrderReport{order.id,
                                                  OrderStatus::rejected,
                                                  {},
                                                  {},
                                                  throttled({}).message,
                                                  parts_.client.venue_now(),
                                                  trading::Proof::own});
        }
    }
}

void LiveVenue::launch(std::vector<Outgoing> orders) {
    std::vector<std::string> ids;
    ids.reserve(orders.size());
    for (const auto& order : orders) ids.push_back(order.id);
    // On the loop's thread the bytes are in the socket when `start` returns: writing down that they
    // left costs them no time. The intent itself has been written down before.
    if (orders.size() == 1) {
        tasks_.start(post(std::move(orders.front())));
    } else {
        tasks_.start(post_all(std::move(orders)));
    }
    for (const auto& id : ids) {
        sink_->on_report(trading::OrderReport{
            id, OrderStatus::sent, {}, {}, "", parts_.client.venue_now(), trading::Proof::own});
        desk_->on_sent(id);
    }
}

net::Task<void> LiveVenue::post(Outgoing order) {
    auto verdict = co_await parts_.client.post_order(order.id, order.body);
    settle(order, std::move(verdict));
    co_return Result<void>{};
}

net::Task<void> LiveVenue::post_all(std::vector<Outgoing> orders) {
    std::vector<std::string> ids;
    std::vector<std::string> bodies;
    for (const auto& order : orders) {
        ids.push_back(order.id);
        bodies.push_back(order.body);
    }
    auto verdicts = co_await parts_.client.post_orders(std::move(ids), std::move(bodies));
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (verdicts) {
            settle(orders[i], std::move((*verdicts)[i]));
        } else {
            settle(orders[i], tl::unexpected<Error>{verdicts.error()});
        }
    }
    co_return Result<void>{};
}

void LiveVenue::settle(const Outgoing& order, Result<PostVerdict> verdict) {
    const auto now = parts_.client.venue_now();
    if (!verdict) {  // certain that nothing was sent
        sink_->on_report(trading::OrderReport{
            order.id,
            OrderStatus::rejected,
            {},
            {},
            std::string{name_of(verdict.error().code)} + ": " + verdict.error().message,
            now,
            trading::Proof::own});
        return;
    }
    judge(*verdict);
    auto report = report_of(*verdict, order.id, order.intent, now);
    sink_->on_report(report);
    if (verdict->proof == PostProof::unknown) {
        note(log_, LogLevel::warning, "order " + order.id + ": unknown, " + report.reason);
        desk_->on_unknown(order.id);
    }
}

/// What one order's answer says about the venue.
void LiveVenue::judge(const PostVerdict& verdict) {
    const auto now = parts_.clock.steady();
    if (verdict.proof == PostProof::exists) version_mismatches_ = 0;
    if (verdict.kind == "version") doubt_version();
    if (verdict.kind == "id_mismatch") {
        desk_->on_impossible(
            {Errc::malformed, "the venue names an order of ours otherwise: " + verdict.reason});
    }
    // In a batch the pause is told leg by leg, with status 200.
    if (const auto state = state_of_kind(verdict.kind)) {
        watch_.saw(*state, verdict.retry_after, now);
    }
}

void LiveVenue::doubt_version() {
    ++version_mismatches_;
    if (version_doubted_) return;
    version_doubted_ = true;
    note(log_, LogLevel::error, "the venue refused our order version: asking for its own");
    tasks_.start(read_version());
}

void LiveVenue::hear(std::string_view family, const net::HttpReply& reply) {
    const bool order = is_order(family);
    if (!order && !is_cancel(family)) return;
    const auto now = parts_.clock.steady();
    parts_.buckets.on_reply(order ? Kind::orders : Kind::cancels, reply, parts_.client.venue_now(),
                            now);
    const auto wish = net::retry_after(reply.headers, parts_.client.venue_now());
    if (reply.status == 429) {
        // A throttled cancel says nothing about orders: their buckets are apart.
        if (order) watch_.saw(risk::VenueState::throttled, wish, now);
        return;
    }
    if (const auto sign = polymarket::mode_sign(reply.status, reply.body)) {
        if (sign->mode == VenueMode::blocked && !blocked_) {
            blocked_ = true;
            note(log_, LogLevel::error, "the venue refuses this network or region");
        }
        watch_.saw(state_of(sign->mode), sign->retry_after ? sign->retry_after : wish, now);
        return;
    }
    if (net::succeeded(reply.status)) {
        blocked_ = false;
        watch_.saw_success(now);
    }
}

Result<void> LiveVenue::cancel(std::string_view order_id) {
    PM_ASSERT(desk_ != nullptr);
    const auto held = [&](const Outgoing& order) { return order.id == order_id; };
    if (const auto found = std::find_if(gathered_.begin(), gathered_.end(), held);
        found != gathered_.end()) {  // it has not left yet
        sink_->on_report(trading::OrderReport{found->id,
                                              OrderStatus::cancelled,
                                              Size{},
                                              {},
                                              "withdrawn",
                                              parts_.client.venue_now(),
                                              trading::Proof::own});
        gathered_.erase(found);
        return {};
    }
    desk_->on_cancel_wanted(std::string{order_id});
    return {};
}

}  // namespace pm::live
