#pragma once

/// HTTP/1.1 messages over a ByteStream: written by hand, read with Beast's parser.

#include <optional>
#include <string>
#include <string_view>

#include "net/byte_stream.hpp"
#include "net/http.hpp"

namespace pm::net {

/// How much of a message is accepted, and until when.
struct ReadLimits {
    std::size_t header_max = 64U << 10U;  ///< Bytes of all headers.
    std::size_t headers_max = 100;        ///< How many.
    std::size_t body_max = 1U << 20U;     ///< Bytes on the wire; inflation has a limit of its own.
};

/// Text of a request: request line, Host, the given headers, Content-Length, body.
[[nodiscard]] std::string request_text(const HttpRequest& request, const Url& url,
                                       std::string_view user_agent);

/// A reply and whether the connection may be used again.
struct ReadReply {
    ReadReply() = default;
    HttpReply reply;
    bool keep_alive = false;
};

/// Reads one reply. `first_byte` limits the wait for its first byte, `deadline` all of it.
/// `nothing_read`, if given, tells afterwards that not one byte had come.
/// @return Errc::lost for a cut or late reply, Errc::malformed for bytes that are not HTTP or
///         beyond a limit, Errc::cancelled.
Task<ReadReply> read_reply(ByteStream& stream, ReadLimits limits, Instant first_byte,
                           Instant deadline, bool* nothing_read);

/// A request as a server sees it.
struct ReadRequest {
    ReadRequest() = default;
    Method method = Method::get;
    std::string target;
    Headers headers;
    std::string body;
    bool keep_alive = true;
};

/// Reads one request. @return nothing when the peer closed between requests or the deadline came
///         first; errors as `read_reply`.
Task<std::optional<ReadRequest>> read_request(ByteStream& stream, ReadLimits limits,
                                              Instant deadline);

/// Text of a reply with Content-Length.
[[nodiscard]] std::string reply_text(const HttpReply& reply, bool keep_alive);

/// Inflates a gzip body in place where `content-encoding` says so, and drops that header.
/// @return Errc::malformed for another encoding, a broken stream, more than `size_max` bytes, or
///         more than 100 times the compressed size.
Result<void> inflate_body(HttpReply& reply, std::size_t size_max);

}  // namespace pm::net
