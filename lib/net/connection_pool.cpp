#include "net/connection_pool.hpp"

namespace pm::net {

std::unique_ptr<ByteStream> ConnectionPool::take(const std::string& origin, Instant now) {
    evict(now);
    const auto found = idle_.find(origin);
    if (found == idle_.end()) return nullptr;
    auto& streams = found->second;
    std::unique_ptr<ByteStream> taken;
    while (!taken && !streams.empty()) {
        auto last = std::move(streams.back().stream);
        streams.pop_back();
        if (last->idle()) taken = std::move(last);
    }
    if (streams.empty()) idle_.erase(found);
    return taken;
}

void ConnectionPool::put(const std::string& origin, std::unique_ptr<ByteStream> stream,
                         Instant now) {
    evict(now);
    if (per_host_ == 0 || !stream->open() || !stream->unread().empty()) return;
    auto& streams = idle_[origin];
    if (streams.size() >= per_host_) streams.erase(streams.begin());
    streams.push_back(Idle{std::move(stream), now});
}

std::size_t ConnectionPool::size() const {
    std::size_t count = 0;
    for (const auto& [origin, streams] : idle_) count += streams.size();
    return count;
}

void ConnectionPool::evict(Instant now) {
    for (auto host = idle_.begin(); host != idle_.end();) {
        std::erase_if(host->second,
                      [&](const Idle& idle) { return now - idle.since >= idle_max_; });
        host = host->second.empty() ? idle_.erase(host) : std::next(host);
    }
}

}  // namespace pm::net
