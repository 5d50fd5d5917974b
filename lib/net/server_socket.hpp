#pragma once

/// The server's end of a WebSocket over a ByteStream, after the handshake.

#include <memory>

#include "net/byte_stream.hpp"
#include "net/server.hpp"

namespace pm::net {

/// A ServerSocket that can say when its writer is done with the stream.
class OpenServerSocket : public ServerSocket {
public:
    /// Waits until nothing uses the stream any more.
    virtual asio::awaitable<void> finished() = 0;
};

/// `stream` and `clock` outlive the socket and its `finished`.
[[nodiscard]] std::unique_ptr<OpenServerSocket> make_server_socket(asio::any_io_executor executor,
                                                                   ByteStream& stream,
                                                                   const Clock& clock,
                                                                   const ServerOptions& options,
                                                                   Headers headers);

}  // namespace pm::net
