#include "net/caching_client.hpp"

namespace pm::net {

namespace {

/// Everything that can change the answer, so that one caller's reply is never another's.
std::string key_of(const HttpRequest& request) {
    std::string key = request.url;
    for (const auto& [name, value] : request.headers) key.append("\n" + name + ": " + value);
    return key;
}

}  // namespace

Task<HttpReply> CachingClient::send(HttpRequest request) {
    if (request.method != Method::get || request.cache_for <= Duration{0}) {
        return inner_.send(std::move(request));
    }
    return remember(std::move(request));
}

Task<HttpReply> CachingClient::remember(HttpRequest request) {
    const auto key = key_of(request);
    if (const auto* stored = cache_.fresh(key, request.cache_for, clock_.steady())) {
        if (stored->body.size() <= request.body_max) co_return *stored;
    }
    auto plain = request;
    for (auto& condition : cache_.conditions(key)) {
        request.headers.push_back(std::move(condition));
    }
    const bool conditional = request.headers.size() != plain.headers.size();
    auto reply = co_await inner_.send(std::move(request));
    if (reply && reply->status == 304 && conditional) {
        auto stored = cache_.revalidated(key, clock_.steady());
        if (stored) co_return std::move(*stored);
        reply = co_await inner_.send(std::move(plain));  // evicted while we asked
    }
    if (reply) cache_.store(key, *reply, clock_.steady());
    co_return std::move(reply);
}

}  // namespace pm::net
