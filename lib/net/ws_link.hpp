#pragma once

/// WebSocket messages over a ByteStream: joins fragments, tells control frames apart.

#include <string>
#include <string_view>

#include "net/byte_stream.hpp"
#include "net/ws_frame.hpp"

namespace pm::net::ws {

/// What came next. Views live until the next call of `next`.
struct Event {
    enum class Kind : std::uint8_t { message, ping, closed, deadline };

    Event() = default;
    Event(Kind k, std::string_view p, int c = 0) : kind{k}, payload{p}, code{c} {}

    Kind kind = Kind::deadline;
    std::string_view payload;  ///< Of a message (64 readable bytes follow it) or a ping.
    int code = 0;              ///< Of `closed`: the peer's code, 1006 when it vanished.
};

class Link {
public:
    /// `stream` outlives the link.
    Link(ByteStream& stream, Role role, std::size_t message_max)
        : stream_{stream}, role_{role}, message_max_{message_max} {}

    /// Waits for the next message, ping or end, at most until `deadline`.
    /// @return Errc::lost when the connection breaks, Errc::malformed when the peer breaks the
    ///         protocol or a message is above the limit, Errc::cancelled.
    Task<Event> next(Instant deadline);

    /// The next message when it is there, whole and in one frame, before anything else. @pre
    /// client.
    std::optional<std::string_view> take_buffered();

private:
    /// Takes in one frame. @return an event when it completes one.
    Result<std::optional<Event>> take(const Frame& frame);

    ByteStream& stream_;
    Role role_;
    std::size_t message_max_;
    std::string joined_;  ///< Fragments of the message that is under way.
    bool fragmented_ = false;
    std::size_t used_ = 0;  ///< Bytes of the frame handed out last.
};

}  // namespace pm::net::ws
