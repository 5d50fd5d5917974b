#pragma once

/// WebSocket frames (RFC 6455) read and written in place, without sockets.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::net::ws {

/// RFC 6455, 11.8.
enum class Opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

[[nodiscard]] constexpr bool is_control(Opcode opcode) {
    return opcode >= Opcode::close;
}

/// A frame that is whole in the buffer.
struct Frame {
    Opcode opcode = Opcode::text;
    bool final = true;
    std::string_view payload;  ///< Inside the caller's buffer, unmasked.
    std::size_t bytes = 0;     ///< Header and payload: what to consume.
};

/// Which side reads: a server's peer masks its frames, a client's does not.
enum class Role : std::uint8_t { client, server };

/// Reads the frame at the start of `data[0, size)`, unmasking it in place.
/// @return nothing while it is not whole; Errc::malformed for reserved bits or opcodes, masking of
///         the wrong side, a fragmented or long control frame, a length not in its shortest form,
///         or a payload above `payload_max`. Nothing is changed unless a frame is returned.
Result<std::optional<Frame>> read_frame(char* data, std::size_t size, Role role,
                                        std::size_t payload_max);

using Mask = std::array<std::uint8_t, 4>;

/// Appends one final frame. A client gives a mask, a server none.
void append_frame(std::string& out, Opcode opcode, std::string_view payload,
                  const std::optional<Mask>& mask);

/// The close code in a close frame's payload; 1005 when there is none (RFC 6455, 7.1.5).
[[nodiscard]] int close_code(std::string_view payload);

/// A close frame's payload: the code, big endian.
[[nodiscard]] std::string close_payload(int code);

}  // namespace pm::net::ws
