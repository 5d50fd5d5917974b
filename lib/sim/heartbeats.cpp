#include "sim/heartbeats.hpp"

#include "sim/chance.hpp"
#include "sim/names.hpp"

namespace pm::sim {

std::string Heartbeats::fresh_id() {
    return uuid_text(Fingerprint{}.add("heartbeat").add(seed_).add(++ids_made_).value());
}

Heartbeats::Answer Heartbeats::beat(std::string_view key, std::string_view id, Instant now) {
    const auto [at, is_new] = keys_.try_emplace(std::string{key});
    auto& registration = at->second;
    if (is_new) registration.last = now;
    if (id != registration.expected) return {false, registration.expected};
    registration.expected = fresh_id();
    registration.last = now;
    if (!next_check_) next_check_ = now + rule_.check_every;
    return {true, registration.expected};
}

void Heartbeats::beat(std::string_view key, Instant now) {
    auto& registration = keys_[std::string{key}];
    registration.expected.clear();
    registration.last = now;
    if (!next_check_) next_check_ = now + rule_.check_every;
}

void Heartbeats::forget_id(std::string_view key) {
    for (auto& [owner, registration] : keys_) {
        if (key.empty() || owner == key) registration.expected = fresh_id();
    }
}

std::vector<std::string> Heartbeats::lapsed(Instant now) {
    std::vector<std::string> out;
    if (!next_check_ || now < *next_check_) return out;
    // A host that slept checks once, not once for every round it missed.
    while (*next_check_ <= now) *next_check_ += rule_.check_every;
    for (auto at = keys_.begin(); at != keys_.end();) {
        if (now - at->second.last <= rule_.silence_max) {
            ++at;
            continue;
        }
        out.push_back(at->first);
        at = keys_.erase(at);  // A lapse ends the registration: the next beat starts anew.
    }
    if (keys_.empty()) next_check_.reset();
    return out;
}

}  // namespace pm::sim
