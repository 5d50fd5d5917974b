#include "net/retrying_client.hpp"

#include "base/text.hpp"
#include "net/http_wire.hpp"
#include "net/pause.hpp"

namespace pm::net {

namespace {

/// Where a request goes, without its query: queries may hold what logs must not.
std::string place(const HttpRequest& request) {
    return sanitised(std::string{name_of(request.method)} + ' ' +
                     request.url.substr(0, request.url.find('?')));
}

}  // namespace

Task<HttpReply> RetryingClient::send(HttpRequest request) {
    if (!request.repeatable) return inner_.send(std::move(request));
    return send_until_done(std::move(request));
}

Task<HttpReply> RetryingClient::send_until_done(HttpRequest request) {
    Attempt attempt;
    for (;; ++attempt.number) {
        auto reply = co_await inner_.send(request);
        attempt.error.reset();
        attempt.wish.reset();
        attempt.status = 0;
        if (reply) {
            attempt.status = reply->status;
            attempt.wish = retry_after(reply->headers, clock_.now());
        } else {
            attempt.error = reply.error().code;
            if (reply.error().retry_after) co_return std::move(reply);
        }
        const auto wait = wait_before_retry(policy_, attempt, random_);
        if (!wait) co_return std::move(reply);
        note(log_, LogLevel::debug,
             place(request) + ": " +
                 (reply ? "status " + std::to_string(reply->status) : reply.error().message) +
                 ", again in " + std::to_string(wait->count() / 1000) + " ms");
        auto waited = co_await pause(*wait);
        if (!waited) co_return pass(waited);
    }
}

}  // namespace pm::net
