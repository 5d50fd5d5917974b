#include "net/reply_cache.hpp"

namespace pm::net {

namespace {

std::size_t size_of(const std::string& key, const HttpReply& reply) {
    auto bytes = 2 * key.size() + reply.body.size() + sizeof(HttpReply) + 128;
    for (const auto& [name, value] : reply.headers) bytes += name.size() + value.size() + 64;
    return bytes;
}

}  // namespace

const HttpReply* ReplyCache::fresh(const std::string& key, Duration age_max, Instant now) {
    const auto found = entries_.find(key);
    if (found == entries_.end() || now - found->second.stored >= age_max) return nullptr;
    touch(found->second);
    return &found->second.reply;
}

Headers ReplyCache::conditions(const std::string& key) const {
    Headers out;
    const auto found = entries_.find(key);
    if (found == entries_.end()) return out;
    const auto& headers = found->second.reply.headers;
    if (const auto tag = header(headers, "etag")) out.emplace_back("if-none-match", *tag);
    if (const auto date = header(headers, "last-modified")) {
        out.emplace_back("if-modified-since", *date);
    }
    return out;
}

void ReplyCache::store(const std::string& key, HttpReply reply, Instant now) {
    const auto old = entries_.find(key);
    if (old != entries_.end()) drop(old);
    const auto bytes = size_of(key, reply);
    if (reply.status != 200 || bytes > limits_.bytes_max / 2 || limits_.entries_max == 0) return;
    while (!used_.empty() &&
           (bytes_ + bytes > limits_.bytes_max || entries_.size() >= limits_.entries_max)) {
        drop(entries_.find(used_.front()));
    }
    used_.push_back(key);
    bytes_ += bytes;
    entries_.emplace(key, Entry{std::move(reply), now, bytes, std::prev(used_.end())});
}

std::optional<HttpReply> ReplyCache::revalidated(const std::string& key, Instant now) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    found->second.stored = now;
    touch(found->second);
    return found->second.reply;
}

void ReplyCache::touch(Entry& entry) {
    used_.splice(used_.end(), used_, entry.use);
}

void ReplyCache::drop(std::map<std::string, Entry>::iterator entry) {
    bytes_ -= entry->second.bytes;
    used_.erase(entry->second.use);
    entries_.erase(entry);
}

}  // namespace pm::net
