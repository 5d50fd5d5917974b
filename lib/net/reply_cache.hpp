#pragma once

/// Remembers replies to GETs: for a time, and for conditional requests after it. Pure.

#include <list>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "net/http.hpp"

namespace pm::net {

struct CacheLimits {
    std::size_t bytes_max = 32U << 20U;
    std::size_t entries_max = 512;
};

class ReplyCache {
public:
    explicit ReplyCache(CacheLimits limits) : limits_{limits} {}

    /// The reply stored for `key`, if it is younger than `age_max`. Valid until the next change.
    [[nodiscard]] const HttpReply* fresh(const std::string& key, Duration age_max, Instant now);

    /// If-None-Match and If-Modified-Since for the stored reply; empty when there is none.
    [[nodiscard]] Headers conditions(const std::string& key) const;

    /// Stores a 200 reply; anything larger than half the limit is not kept.
    void store(const std::string& key, HttpReply reply, Instant now);

    /// The stored reply, made young again by a 304; nothing when it is gone.
    [[nodiscard]] std::optional<HttpReply> revalidated(const std::string& key, Instant now);

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::size_t entries() const { return entries_.size(); }

private:
    struct Entry {
        HttpReply reply;
        Instant stored;
        std::size_t bytes;
        std::list<std::string>::iterator use;
    };
    void touch(Entry& entry);
    void drop(std::map<std::string, Entry>::iterator entry);

    CacheLimits limits_;
    std::size_t bytes_ = 0;
    std::map<std::string, Entry> entries_;
    std::list<std::string> used_;  ///< Least recently used first.
};

}  // namespace pm::net
