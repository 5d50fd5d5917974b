#include "net/http_client.hpp"

#include "net/byte_stream.hpp"
#include "net/caching_client.hpp"
#include "net/limited_client.hpp"
#include "net/redirecting_client.hpp"
#include "net/retrying_client.hpp"
#include "net/wire_client.hpp"

namespace pm::net {

namespace {

std::unique_ptr<Connector> connector(const HttpOptions& options) {
    ConnectLimits limits;
    limits.resolve = options.limits.resolve;
    limits.connect = options.limits.connect;
    limits.handshake = options.limits.tls;
    return make_connector(limits, options.trust);
}

std::string user_agent(const HttpOptions& options) {
    return options.user_agent.empty() ? "pm/" PM_VERSION : options.user_agent;
}

/// Owns the layers, lowest first.
class StackedClient final : public HttpClient {
public:
    StackedClient(asio::any_io_executor executor, const Clock& clock, Random& random,
                  const Log& log, const HttpOptions& options)
        : wire_{clock, connector(options), options.limits, options.pool, user_agent(options)},
          limited_{wire_, std::move(executor), clock, log, options},
          retrying_{limited_, clock, random, log, options.retry},
          redirecting_{retrying_, options.redirects_max},
          caching_{redirecting_, clock, options.cache} {}

    Task<HttpReply> send(HttpRequest request) override { return caching_.send(std::move(request)); }

private:
    WireClient wire_;
    LimitedClient limited_;
    RetryingClient retrying_;
    RedirectingClient redirecting_;
    CachingClient caching_;
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(asio::any_io_executor executor, const Clock& clock,
                                             Random& random, Log log, HttpOptions options) {
    return std::make_unique<StackedClient>(std::move(executor), clock, random, log, options);
}

}  // namespace pm::net
