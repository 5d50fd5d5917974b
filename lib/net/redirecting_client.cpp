#include "net/redirecting_client.hpp"

#include <algorithm>
#include <array>

#include "net/url.hpp"

namespace pm::net {

namespace {

/// Only headers known to carry no secret: a list of what may go, not of what may not.
bool harmless(const Headers& headers) {
    constexpr std::array<std::string_view, 6> known{
        "accept", "accept-language", "user-agent", "if-none-match", "if-modified-since", "range"};
    return std::all_of(headers.begin(), headers.end(), [&](const auto& item) {
        return std::find(known.begin(), known.end(), item.first) != known.end();
    });
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

std::string redirect_target(const HttpRequest& request, const HttpReply& reply) {
    if (!is_redirect(reply.status) || request.method != Method::get) return {};
    if (!harmless(request.headers)) return {};
    const auto location = header(reply.headers, "location");
    if (!location) return {};
    auto from = parse_url(request.url);
    if (!from) return {};
    auto to = resolve_reference(*from, *location);
    if (!to || to->origin != from->origin) return {};
    return to->text();
}

Task<HttpReply> RedirectingClient::send(HttpRequest request) {
    if (request.method != Method::get) return inner_.send(std::move(request));
    return follow(std::move(request));
}

Task<HttpReply> RedirectingClient::follow(HttpRequest request) {
    for (int left = redirects_max_;; --left) {
        auto reply = co_await inner_.send(request);
        if (!reply || left <= 0) co_return std::move(reply);
        auto next = redirect_target(request, *reply);
        if (next.empty()) co_return std::move(reply);
        request.url = std::move(next);
    }
}

}  // namespace pm::net
