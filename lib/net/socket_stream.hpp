#pragma once

/// Byte streams on connected sockets.

#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "net/byte_stream.hpp"

namespace pm::net {

using Plain = asio::ip::tcp::socket;
using Secure = asio::ssl::stream<asio::ip::tcp::socket>;

/// No waiting for more to send, and an end to sends that nobody acknowledges.
void tune(Plain& socket);

[[nodiscard]] std::unique_ptr<ByteStream> stream_on(Plain socket);
/// @param socket  after its handshake.
[[nodiscard]] std::unique_ptr<ByteStream> stream_on(Secure socket);

}  // namespace pm::net
