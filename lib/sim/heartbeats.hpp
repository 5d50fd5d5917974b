#pragma once

/// Cancel on silence: a key that has once sent a heartbeat must go on, or loses its open orders.
///
/// Source: docs/venue.md, heartbeat: an id chain, at least one beat every 10 s, checked each 5 s,
/// one registration a key for both endpoints; the one without ids resets the expected id. Real
/// time.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace pm::sim {

class Heartbeats {
public:
    struct Rule {
        Duration silence_max = std::chrono::seconds{10};
        Duration check_every = std::chrono::seconds{5};
        bool whole_account = false;  ///< A lapse wipes every key of the address.
    };
    explicit Heartbeats(std::uint64_t seed) : seed_{seed} {}
    void set(const Rule& rule) { rule_ = rule; }
    [[nodiscard]] const Rule& rule() const { return rule_; }

    struct Answer {
        bool accepted = false;
        std::string id;  ///< Accepted: the next one to send. Else: the expected one.
    };
    /// A beat with an id: "" first, then the one of the last answer.
    Answer beat(std::string_view key, std::string_view id, Instant now);
    /// A beat without ids.
    void beat(std::string_view key, Instant now);
    /// Makes the expected id another one (of every key, without one): the next beat is wrong.
    void forget_id(std::string_view key);

    /// The keys that have been silent too long, found at each round of the check; each once.
    [[nodiscard]] std::vector<std::string> lapsed(Instant now);

private:
    struct Registration {
        std::string expected;
        Instant last;
    };
    [[nodiscard]] std::string fresh_id();

    std::uint64_t seed_;
    Rule rule_;
    std::map<std::string, Registration, std::less<>> keys_;
    std::optional<Instant> next_check_;
    std::uint64_t ids_made_ = 0;
};

}  // namespace pm::sim
