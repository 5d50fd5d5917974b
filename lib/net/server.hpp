#pragma once

/// HTTP/1.1 and WebSocket on one port, for the simulator and for tests of the clients.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "net/http.hpp"

namespace pm::net {

/// One request. Has a constructor: it crosses co_await (CONTRIBUTING.md).
struct ServerRequest {
    ServerRequest() = default;
    ServerRequest(Method m, std::string t) : method{m}, target{std::move(t)} {}

    Method method = Method::get;
    std::string target;  ///< Path and query as sent.
    Headers headers;
    std::string body;
};

/// The server's end of one WebSocket.
///
/// Concurrency one `receive` and any number of `send` at a time. Messages leave in the order in
///             which `send` was called.
class ServerSocket {
public:
    virtual ~ServerSocket() = default;

    /// The next text message; nothing at `deadline` (the link stays up).
    /// @return Errc::closed when the other side closed or vanished; Errc::malformed when it broke
    ///         the protocol; Errc::cancelled when the server stops.
    virtual Task<std::optional<std::string>> receive(Instant deadline) = 0;

    /// Queues one text message and returns at once; the text is copied. Cuts the link and returns
    /// Errc::closed when more than ServerOptions::send_queue_max bytes wait for a slow reader.
    virtual Task<void> send(std::string_view text) = 0;

    /// Sends what is queued, then a close frame with `code`, and waits at most two seconds for the
    /// other side's. No `send` after it.
    virtual Task<void> close(int code) = 0;

    virtual void cut() = 0;  ///< Resets the connection (RST): nothing more is sent.

    virtual void answer_pings(bool yes) = 0;  ///< Whether ping frames are answered (default: yes).
    virtual void stop_sending() = 0;  ///< Half-closes: sends FIN after what is queued, still reads.
    virtual void send_raw(std::string bytes) = 0;  ///< Queues bytes as they are, for broken frames.
    [[nodiscard]] virtual std::size_t queued() const = 0;  ///< Bytes not yet given to the kernel.
    /// The handshake's request headers.
    [[nodiscard]] virtual const Headers& headers() const = 0;
};

/// What a server serves. Outlives the server.
class ServerHandler {
public:
    virtual ~ServerHandler() = default;

    /// Answers one request; it may wait as long as it likes. Content-Length, Connection and Date
    /// are added when missing. Faults: a reply with status 0 has its `body` written as raw bytes
    /// and the connection closed behind it; an Error resets the connection without a word.
    virtual Task<HttpReply> handle(ServerRequest request) = 0;

    /// Serves one WebSocket until it returns; the socket is then closed (code 1000, or reset
    /// after an Error). `socket` lives until then.
    virtual Task<void> serve_socket(std::string target, ServerSocket& socket) = 0;

    /// Whether a handshake at `target` is accepted; otherwise it is answered with 404.
    [[nodiscard]] virtual bool accepts_socket(std::string_view target) const {
        return !target.empty();
    }
};

struct ServerOptions {
    std::string cert_file;                    ///< PEM chain; empty: plain http and ws.
    std::string key_file;                     ///< PEM.
    std::size_t body_max = 4U << 20U;         ///< Larger requests are answered with 413.
    std::size_t message_max = 8U << 20U;      ///< Larger WebSocket messages are closed with 1009.
    std::size_t send_queue_max = 64U << 20U;  ///< Per socket; see ServerSocket::send.
    int connections_max = 4096;               ///< Further ones wait in the kernel's queue.
    Duration idle_max = std::chrono::seconds{75};  ///< A connection without a request is closed.
};

class Server {
public:
    /// `handler` and `clock` outlive the server; `clock.steady` is real time.
    Server(boost::asio::any_io_executor executor, ServerHandler& handler, const Clock& clock,
           ServerOptions options = {});
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// Listens on "host:port" (port 0: a free one) and serves from then on.
    /// @return the base URL, "http://127.0.0.1:41234"; Errc::bad_input for an odd address,
    ///         Errc::unavailable when it cannot be bound, Errc::bad_config for a bad certificate.
    Result<std::string> listen(std::string_view host_port);

    /// Stops accepting and resets every connection; running handlers are cancelled.
    void stop();

    [[nodiscard]] int connections() const;         ///< Open now.
    [[nodiscard]] std::uint64_t accepted() const;  ///< Since the start.

private:
    struct Core;
    std::shared_ptr<Core> core_;  ///< Shared with connections that end after the server.
};

}  // namespace pm::net
