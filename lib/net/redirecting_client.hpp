#pragma once

/// Follows redirects where that cannot carry a secret away: GETs without credentials, same origin.

#include "net/http.hpp"

namespace pm::net {

/// Any other redirect is handed over as the reply it is. `inner` outlives it.
class RedirectingClient final : public HttpClient {
public:
    RedirectingClient(HttpClient& inner, int redirects_max)
        : inner_{inner}, redirects_max_{redirects_max} {}

    Task<HttpReply> send(HttpRequest request) override;

private:
    Task<HttpReply> follow(HttpRequest request);

    HttpClient& inner_;
    int redirects_max_;
};

/// Where `reply` sends `request` on to, if it may be followed; otherwise empty. Pure.
[[nodiscard]] std::string redirect_target(const HttpRequest& request, const HttpReply& reply);

}  // namespace pm::net
