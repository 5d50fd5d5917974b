#pragma once

/// Answers repeated GETs from memory. The memory itself is reply_cache.hpp.

#include "base/clock.hpp"
#include "net/http.hpp"
#include "net/reply_cache.hpp"

namespace pm::net {

/// Only GETs with `cache_for` above zero. What is older is asked for conditionally (ETag,
/// Last-Modified) and a 304 makes it young again. References outlive it.
class CachingClient final : public HttpClient {
public:
    CachingClient(HttpClient& inner, const Clock& clock, CacheLimits limits)
        : inner_{inner}, clock_{clock}, cache_{limits} {}

    Task<HttpReply> send(HttpRequest request) override;

private:
    Task<HttpReply> remember(HttpRequest request);

    HttpClient& inner_;
    const Clock& clock_;
    ReplyCache cache_;
};

}  // namespace pm::net
