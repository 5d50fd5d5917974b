#pragma once

/// The WebSocket client: a MessageStream over TCP or TLS.

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "net/message_stream.hpp"
#include "net/tls_trust.hpp"

namespace pm::net {

struct WebSocketOptions {
    Duration resolve_max = std::chrono::seconds{3};
    Duration connect_max = std::chrono::seconds{3};
    Duration tls_max = std::chrono::seconds{3};
    Duration handshake_max = std::chrono::seconds{5};
    Duration send_max =
        std::chrono::seconds{10};            ///< A send blocked longer than this cuts the link.
    std::size_t message_max = 8U << 20U;     ///< Larger messages are Errc::malformed.
    std::size_t send_queue_max = 4U << 20U;  ///< More unsent bytes than this: Errc::throttled.
    Headers headers;                         ///< Sent with the handshake.
    TlsTrust trust;
};

/// Makes an unconnected client for `url` (ws or wss; ws only to loopback). It answers ping frames
/// while somebody receives, joins fragments, offers no compression, and decides nothing: text
/// pings, silence and reconnecting are the session's.
/// `clock` outlives the stream; its `steady` runs at real speed.
[[nodiscard]] std::unique_ptr<MessageStream> make_websocket(boost::asio::any_io_executor executor,
                                                            std::string url, const Clock& clock,
                                                            WebSocketOptions options = {});

}  // namespace pm::net
