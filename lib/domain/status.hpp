#pragma once

/// What a stream says about itself, and what people must hear about.

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.hpp"

namespace pm {

enum class StreamState : std::uint8_t {
    connecting,
    live,
    gap,
    stale,
    resync,
    polling,
    halted,
    stopping,
};

struct StreamStatus {
    StreamState state = StreamState::connecting;
    std::int64_t count = 0;       ///< How many tokens are concerned.
    std::vector<TokenId> tokens;  ///< Which; empty when `count` says enough.
    std::string reason;
};

struct Alert {
    int severity = 3;  ///< 1 acts at once, 2 needs a person today, 3 is good to know.
    std::string code;
    std::string message;
    std::string subject;  ///< What it is about: a token, an order, a task.
};

}  // namespace pm
