#pragma once

/// Idle connections kept for the next request. Pure: the caller brings streams and the time.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "net/byte_stream.hpp"

namespace pm::net {

class ConnectionPool {
public:
    /// Keeps at most `per_host` for each origin, each at most `idle_max` without use.
    ConnectionPool(std::size_t per_host, Duration idle_max)
        : per_host_{per_host}, idle_max_{idle_max} {}

    /// The connection to `origin` last used that is still fit for a request; null: make one.
    /// Drops what is too old or no longer fit on the way, for every origin.
    [[nodiscard]] std::unique_ptr<ByteStream> take(const std::string& origin, Instant now);

    /// Keeps `stream` for later; when there are too many, the one unused longest goes.
    void put(const std::string& origin, std::unique_ptr<ByteStream> stream, Instant now);

    [[nodiscard]] std::size_t size() const;

private:
    struct Idle {
        std::unique_ptr<ByteStream> stream;
        Instant since;
    };
    void evict(Instant now);

    std::size_t per_host_;
    Duration idle_max_;
    std::map<std::string, std::vector<Idle>> idle_;  ///< Longest unused first.
};

}  // namespace pm::net
