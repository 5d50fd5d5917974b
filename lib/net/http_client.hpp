#pragma once

/// The HTTP client everything uses: one call makes the whole stack.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/token_bucket.hpp"
#include "net/breaker.hpp"
#include "net/http.hpp"
#include "net/reply_cache.hpp"
#include "net/retry.hpp"
#include "net/tls_trust.hpp"

namespace pm::net {

/// The most each phase of one attempt may take.
struct PhaseLimits {
    Duration resolve = std::chrono::seconds{3};
    Duration connect = std::chrono::seconds{3};
    Duration tls = std::chrono::seconds{3};
    Duration first_byte = std::chrono::seconds{5};  ///< From the request's last byte.
    Duration total = std::chrono::seconds{10};  ///< The attempt, waiting for a turn not counted.
};

struct PoolLimits {
    int per_host = 8;                              ///< Requests under way at once, per host.
    Duration idle_max = std::chrono::seconds{30};  ///< An unused connection is closed after this.
};

/// Rates by family (HttpRequest::family; a request without one uses its host's name). A family
/// may have several buckets, all of which must have a token. Families not listed are not limited.
using Rates = std::map<std::string, std::vector<BucketRate>>;

struct HttpOptions {
    std::string user_agent;  ///< Empty: "pm/<version>".
    PhaseLimits limits;
    PoolLimits pool;
    RetryPolicy retry;
    BreakerPolicy breaker;
    CacheLimits cache;
    Rates rates;
    TlsTrust trust;
    int redirects_max = 3;  ///< GETs without credentials, to the same host only.
};

/// Makes cache over redirects over retry over limits (rate, breaker, concurrency) over the wire.
///
/// Beside HttpClient's errors: Errc::bad_input (URL), Errc::bad_config (plain http to another
/// host than loopback). `clock` and `random` outlive the client; `clock.steady` is real time.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(boost::asio::any_io_executor executor,
                                                           const Clock& clock, Random& random,
                                                           Log log, HttpOptions options = {});

}  // namespace pm::net
