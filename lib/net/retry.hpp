#pragma once

/// Whether to send a request again, and when. Pure.

#include <optional>
#include <variant>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "net/http.hpp"

namespace pm::net {

struct RetryPolicy {
    int attempts_max = 4;  ///< The first one included.
    BackoffPace pace{std::chrono::milliseconds{250}, std::chrono::seconds{8}};
    Duration retry_after_max = std::chrono::seconds{30};  ///< A longer wish is not waited for.
};

/// How one attempt of a repeatable request ended.
struct Attempt {
    int number = 1;                ///< 1 is the first.
    std::optional<Errc> error;     ///< Set when there is no reply.
    int status = 0;                ///< Set when there is one.
    std::optional<Duration> wish;  ///< The reply's Retry-After, already relative.
};

/// How long to wait before the next attempt, or nothing: give up and hand over what there is.
///
/// For requests that may be repeated. Retried: Errc::unavailable, lost, throttled;
/// status 408, 425, 429, 500, 502, 503, 504. A Retry-After replaces the jittered wait when it is
/// longer; one beyond `retry_after_max` gives up, because the caller should know.
[[nodiscard]] std::optional<Duration> wait_before_retry(const RetryPolicy& policy,
                                                        const Attempt& attempt, Random& random);

/// Reads Retry-After: whole seconds or an HTTP date (RFC 9110 section 10.2.3).
/// @return nothing when absent or unreadable; zero for a date in the past.
[[nodiscard]] std::optional<Duration> retry_after(const Headers& headers, Timestamp now);

}  // namespace pm::net
