#pragma once

/// The opening handshake of a WebSocket (RFC 6455, section 4), as text.

#include <string>
#include <string_view>

namespace pm::net::ws {

/// The Sec-WebSocket-Accept that answers `key`: base64(SHA-1(key + GUID)). RFC 6455, 4.2.2.
[[nodiscard]] std::string accept_of(std::string_view key);

/// Base64 of `bytes`, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace pm::net::ws
