#pragma once

/// The bottom of the HTTP stack: one request, one attempt, over a pooled or a new connection.

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "net/byte_stream.hpp"
#include "net/connection_pool.hpp"
#include "net/http.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"

namespace pm::net {

/// Sends a request once, to its URL as read. Errors as HttpClient.
class Wire {
public:
    virtual ~Wire() = default;
    virtual Task<HttpReply> send_to(Url url, HttpRequest request) = 0;
};

/// Beside HttpClient's errors: Errc::bad_input (a header), Errc::bad_config (plain http to another
/// host than loopback). `clock` outlives it.
class WireClient final : public Wire {
public:
    WireClient(const Clock& clock, std::unique_ptr<Connector> connector, PhaseLimits limits,
               PoolLimits pool, std::string user_agent)
        : clock_{clock},
          connector_{std::move(connector)},
          limits_{limits},
          pool_{static_cast<std::size_t>(pool.per_host), pool.idle_max},
          user_agent_{std::move(user_agent)} {}

    Task<HttpReply> send_to(Url url, HttpRequest request) override;

private:
    struct Attempt;
    Task<std::unique_ptr<ByteStream>> connect(const Url& url, Instant deadline);
    Task<HttpReply> exchange(Attempt& attempt, std::unique_ptr<ByteStream> stream);

    const Clock& clock_;
    std::unique_ptr<Connector> connector_;
    PhaseLimits limits_;
    ConnectionPool pool_;
    std::string user_agent_;
};

/// Whether names and values can go on the wire as they are: no line breaks, no controls.
[[nodiscard]] bool sendable(const Headers& headers);

}  // namespace pm::net
