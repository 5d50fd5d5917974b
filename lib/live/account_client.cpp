#include "live/account_client.hpp"

#include <limits>

#include "live/http_method.hpp"
#include "net/retry.hpp"
#include "polymarket/clob_requests.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"

namespace pm::live {

using polymarket::Access;
using polymarket::PostVerdict;
using polymarket::Request;

namespace {

/// A clock measured so recently is not what made the venue say 401.
constexpr Duration clock_fresh = std::chrono::seconds{5};

/// Whether a failure came before anything left this machine.
bool nothing_sent(Errc code) {
    return code == Errc::unavailable || code == Errc::bad_input || code == Errc::bad_config ||
           code == Errc::credentials;
}

PostVerdict unknown_after(const Error& error) {
    PostVerdict out;
    out.kind = std::string{pm::name_of(error.code)};
    out.reason = error.message;
    return out;
}

}  // namespace

net::HttpOptions account_http_options(net::Rates rates) {
    net::HttpOptions options;
    options.rates = std::move(rates);
    options.breaker.failures_max = std::numeric_limits<int>::max();
    options.redirects_max = 0;
    options.pool.per_host = 16;
    return options;
}

AccountClient::AccountClient(Parts parts, AccountId id, Log log)
    : parts_{parts}, id_{std::move(id)}, log_{std::move(log)} {}

net::Task<net::HttpReply> AccountClient::exchange(Request request) {
    net::HttpRequest out{method_of(request.verb),
                         base_of(parts_.endpoints, request.service) + request.target};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(venue_now());
    const polymarket::L2Request covered{net::name_of(out.method),
                                        polymarket::signed_path(request.target), request.body};
    auto headers =
        parts_.signer.headers(request.access, seconds.time_since_epoch().count(), covered);
    if (!headers) co_return pass(headers);
    out.headers = std::move(*headers);
    out.headers.emplace_back("accept", "application/json");
    if (!request.body.empty()) out.headers.emplace_back("content-type", "application/json");
    out.body = std::move(request.body);
    out.family = request.family;
    out.repeatable = request.verb == polymarket::Verb::get;
    out.body_max = polymarket::account_reply_max;
    auto reply = co_await parts_.http.send(std::move(out));
    if (reply) parts_.signer.mask(reply->body);
    if (reply && listener_) listener_(request.family, *reply);
    co_return std::move(reply);
}

net::Task<net::HttpReply> AccountClient::read(Request request) {
    auto again = request;
    auto reply = co_await exchange(std::move(request));
    if (!reply || reply->status != 401 || again.access == Access::open) co_return std::move(reply);
    const auto age = offset_.age(parts_.clock.steady());
    if (age && *age < clock_fresh) co_return std::move(reply);
    auto measured = co_await measure_clock();
    if (!measured) co_return std::move(reply);
    co_return co_await exchange(std::move(again));
}

net::Task<std::string> AccountClient::fetch(Request request, std::string what) {
    const bool reads = request.verb == polymarket::Verb::get;
    const bool asks_for_secrets = request.access == Access::wallet;
    net::Task<net::HttpReply> task =
        reads ? read(std::move(request)) : exchange(std::move(request));
    auto reply = co_await std::move(task);
    if (!reply) co_return pass(reply, what);
    if (!net::succeeded(reply->status)) {
        if (asks_for_secrets) mask_tokens(reply->body);
        auto error = polymarket::error_of(reply->status, reply->body, what);
        error.retry_after = wish(*reply);
        co_return tl::unexpected<Error>{std::move(error)};
    }
    co_return std::move(reply->body);
}

std::optional<Duration> AccountClient::wish(const net::HttpReply& reply) const {
    return net::retry_after(reply.headers, venue_now());
}

net::Task<PostVerdict> AccountClient::post_order(std::string order_id, std::string body) {
    auto request = polymarket::post_order_request(std::move(body));
    auto reply = co_await exchange(std::move(request));
    if (reply) {
        co_return polymarket::post_verdict(reply->status, reply->body, order_id, wish(*reply));
    }
    if (nothing_sent(reply.error().code)) co_return pass(reply, "order " + order_id);
    co_return unknown_after(reply.error());
}

net::Task<std::vector<PostVerdict>> AccountClient::post_orders(std::vector<std::string> order_ids,
                                                               std::vector<std::string> bodies) {
    auto request = polymarket::post_orders_request(bodies);
    auto reply = co_await exchange(std::move(request));
    if (reply) {
        co_return polymarket::post_verdicts(reply->status, reply->body, order_ids, wish(*reply));
    }
    if (nothing_sent(reply.error().code)) co_return pass(reply, "batch of orders");
    std::vector<PostVerdict> out;
    out.assign(order_ids.size(), unknown_after(reply.error()));
    co_return out;
}

net::Task<polymarket::CancelReply> AccountClient::cancelled(Request request, std::string what) {
    auto body = co_await fetch(std::move(request), what);
    if (!body) co_return pass(body);
    auto reply = polymarket::decode_cancel(*body);
    if (!reply) co_return pass(reply, what);
    co_return std::move(reply);
}

net::Task<polymarket::CancelReply> AccountClient::cancel(std::string order_id) {
    co_return co_await cancelled(polymarket::cancel_request(order_id), "cancel " + order_id);
}

net::Task<polymarket::CancelReply> AccountClient::cancel_many(std::vector<std::string> order_ids) {
    co_return co_await cancelled(polymarket::cancel_many_request(order_ids),
                                 "cancel of " + std::to_string(order_ids.size()) + " orders");
}

net::Task<polymarket::CancelReply> AccountClient::cancel_market(ConditionId condition,
                                                                TokenId token) {
    co_return co_await cancelled(polymarket::cancel_market_request(condition, token),
                                 "cancel of a market");
}

net::Task<polymarket::CancelReply> AccountClient::cancel_all() {
    co_return co_await cancelled(polymarket::cancel_all_request(), "cancel of all orders");
}

net::Task<polymarket::HeartbeatReply> AccountClient::heartbeat(std::string id) {
    auto reply = co_await exchange(polymarket::heartbeat_request(id));
    if (!reply) co_return pass(reply, "heartbeat");
    if (!net::succeeded(reply->status) && reply->status != 400) {
        co_return tl::unexpected<Error>{
            polymarket::error_of(reply->status, reply->body, "heartbeat")};
    }
    auto decoded = polymarket::decode_heartbeat(reply->body);
    if (!decoded) co_return pass(decoded, "heartbeat");
    if (reply->status == 400 && decoded->error.empty()) decoded->error = "refused";
    co_return std::move(decoded);
}

net::Task<void> AccountClient::measure_clock() {
    const auto ask = polymarket::time_request();
    net::HttpRequest request{net::Method::get, parts_.endpoints.clob + ask.target};
    request.family = ask.family;
    request.repeatable = false;  // a repeat would hide how long the answer took
    const auto asked = parts_.clock.now();
    auto reply = co_await parts_.http.send(std::move(request));
    const auto answered = parts_.clock.now();
    if (!reply) co_return pass(reply, "the venue's time");
    if (!net::succeeded(reply->status)) {
        co_return tl::unexpected<Error>{
            polymarket::error_of(reply->status, reply->body, "the venue's time")};
    }
    auto named = polymarket::decode_time(reply->body);
    if (!named) co_return pass(named);
    offset_.add(asked, answered, *named, parts_.clock.steady());
    co_return Result<void>{};
}

}  // namespace pm::live
