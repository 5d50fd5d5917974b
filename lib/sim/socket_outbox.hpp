#pragma once

/// What a connection's writer has to send: the hubs fill it, the server empties it.

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace pm::sim {

struct SocketOutbox {
    /// Shared: one text goes to every follower. Oldest first.
    std::deque<std::shared_ptr<const std::string>> outbox;
    bool drop = false;           ///< The venue would cut this connection off now.
    int close_code = 0;          ///< With `drop`: close with this code instead, unless 0.
    bool half_frame = false;     ///< With `drop`: half of the first text goes out before the cut.
    std::function<void()> wake;  ///< Called when anything above changed.

    void ring() const {
        if (wake) wake();
    }
};

}  // namespace pm::sim
