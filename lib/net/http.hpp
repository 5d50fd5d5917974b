#pragma once

/// HTTP as values, and the one interface everything above `net` talks to.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "net/task.hpp"

namespace pm::net {

/// Header names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header called `name` (lower case), or nothing.
[[nodiscard]] std::optional<std::string_view> header(const Headers& headers, std::string_view name);

enum class Method : std::uint8_t { get, post, put, del };
[[nodiscard]] std::string_view name_of(Method method);  ///< As in a request line.

/// Whether a status says that it was done.
[[nodiscard]] constexpr bool succeeded(int status) {
    return status >= 200 && status < 300;
}

/// A request to an absolute URL. Has a constructor: it crosses co_await (CONTRIBUTING.md).
struct HttpRequest {
    HttpRequest(Method m, std::string u) : method{m}, url{std::move(u)} {}

    Method method;
    std::string url;  ///< "https://host/path?query"; plain http only to loopback.
    Headers headers;
    std::string body;
    std::string family;      ///< Rate-limit family, named by the caller; empty: the host's default.
    bool repeatable = true;  ///< May be sent again after a failure. False for anything that acts.
    Duration cache_for{0};   ///< Answers a repeat from memory for this long. Zero: never.
    std::size_t body_max = 1U << 20U;  ///< Largest reply accepted, after inflation.
};

struct HttpReply {
    int status = 0;
    Headers headers;
    std::string body;  ///< Inflated.
};

/// Sends requests. Implementations stack: cache over retry over limits over the wire; tests script
/// one.
///
/// A reply of any status is a success here, also 429 and 503 after the retries: the caller knows
/// what they mean. Errors: Errc::unavailable (nothing was sent, or the breaker is open), Errc::lost
/// (sent, no whole reply), Errc::malformed (not HTTP, or too large), Errc::cancelled.
///
/// Lifetime    the client outlives every task it returned.
/// Concurrency any number of tasks at once, one event loop.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual Task<HttpReply> send(HttpRequest request) = 0;
};

}  // namespace pm::net
