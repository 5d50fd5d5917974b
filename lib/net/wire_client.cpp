#include "net/wire_client.hpp"

#include <algorithm>

#include "net/deadline.hpp"
#include "net/http_wire.hpp"

namespace pm::net {

bool sendable(const Headers& headers) {
    const auto good_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    const auto good_value = [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); };
    return std::all_of(headers.begin(), headers.end(), [&](const auto& item) {
        return !item.first.empty() &&
               std::all_of(item.first.begin(), item.first.end(), good_name) &&
               std::all_of(item.second.begin(), item.second.end(), good_value);
    });
}

/// One request on its way.
struct WireClient::Attempt {
    explicit Attempt(Url u) : url{std::move(u)} {}
    Url url;
    std::string text;  ///< The request as sent.
    std::size_t body_max = 0;
    Instant deadline{};
    bool nothing_read = false;  ///< Not one byte of a reply had come.
};

Task<HttpReply> WireClient::send_to(Url url, HttpRequest request) {
    auto allowed = check_allowed(url);
    if (!allowed) co_return pm::pass(allowed);
    if (!sendable(request.headers)) co_return fail(Errc::bad_input, "a header cannot be sent");
    Attempt attempt{std::move(url)};
    attempt.text = request_text(request, attempt.url, user_agent_);
    attempt.body_max = request.body_max;
    attempt.deadline = clock_.steady() + limits_.total;
    auto pooled = pool_.take(attempt.url.origin, clock_.steady());
    if (pooled) {
        auto reply = co_await exchange(attempt, std::move(pooled));
        const bool went_stale = !reply && reply.error().code == Errc::lost &&
                                attempt.nothing_read && request.repeatable &&
                                clock_.steady() < attempt.deadline;
        if (!went_stale) co_return std::move(reply);
    }
    auto fresh = co_await connect(attempt.url, attempt.deadline);
    if (!fresh) co_return pm::pass(fresh);
    co_return co_await exchange(attempt, std::move(*fresh));
}

Task<std::unique_ptr<ByteStream>> WireClient::connect(const Url& url, Instant deadline) {
    Error late{Errc::unavailable, "connecting to " + url.authority() + " took too long"};
    const auto left = deadline - clock_.steady();
    co_return co_await with_deadline(connector_->connect(url), left, std::move(late));
}

Task<HttpReply> WireClient::exchange(Attempt& attempt, std::unique_ptr<ByteStream> stream) {
    attempt.nothing_read = true;
    auto sent = co_await stream->write(attempt.text, attempt.deadline);
    if (!sent) co_return pm::pass(sent, attempt.url.authority());
    const auto first_byte = std::min(attempt.deadline, clock_.steady() + limits_.first_byte);
    ReadLimits limits;
    limits.body_max = attempt.body_max;
    auto read =
        co_await read_reply(*stream, limits, first_byte, attempt.deadline, &attempt.nothing_read);
    if (!read) co_return pm::pass(read, attempt.url.authority());
    auto inflated = inflate_body(read->reply, attempt.body_max);
    if (!inflated) co_return pm::pass(inflated, attempt.url.authority());
    if (read->keep_alive) {
        pool_.put(attempt.url.origin, std::move(stream), clock_.steady());
    }
    co_return std::move(read->reply);
}

}  // namespace pm::net
