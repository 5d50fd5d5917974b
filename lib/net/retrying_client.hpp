#pragma once

/// Sends repeatable requests again when that may help. The decisions are in retry.hpp.

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "net/http.hpp"
#include "net/retry.hpp"

namespace pm::net {

/// After the last attempt the caller gets what that one got, reply or error. An error that names
/// its own `retry_after` (an open breaker) is handed over at once. All references outlive it.
class RetryingClient final : public HttpClient {
public:
    RetryingClient(HttpClient& inner, const Clock& clock, Random& random, Log log,
                   RetryPolicy policy)
        : inner_{inner}, clock_{clock}, random_{random}, log_{std::move(log)}, policy_{policy} {}

    Task<HttpReply> send(HttpRequest request) override;

private:
    Task<HttpReply> send_until_done(HttpRequest request);

    HttpClient& inner_;
    const Clock& clock_;
    Random& random_;
    Log log_;
    RetryPolicy policy_;
};

}  // namespace pm::net
