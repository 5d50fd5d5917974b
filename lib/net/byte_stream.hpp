#pragma once

/// A connected stream of bytes, TCP or TLS, with read-ahead. What HTTP and WebSocket are made on.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "net/task.hpp"
#include "net/tls_trust.hpp"
#include "net/url.hpp"

namespace pm::net {

/// What a wait for bytes ended with.
enum class Filled : std::uint8_t { more, deadline, end };

/// Lifetime    tasks may not outlive the stream.
/// Concurrency one coroutine reads, one writes; one event loop.
/// Cancelling  `fill` and `write` return Errc::cancelled; the stream may then only be destroyed.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    /// Waits until there are more unread bytes than now, or `deadline`. A deadline harms nothing:
    /// the read goes on and its bytes are there the next time.
    /// @param size_max how many unread bytes may be held; more is Errc::malformed.
    /// @return Errc::lost when the connection breaks, also on TLS closed without notice.
    virtual Task<Filled> fill(Instant deadline, std::size_t size_max) = 0;

    /// The unread bytes, at least 64 readable ones behind them. Valid until the next `fill`.
    [[nodiscard]] virtual std::string_view unread() const = 0;
    /// The same bytes for whoever unmasks or parses in place.
    [[nodiscard]] virtual char* unread_data() = 0;
    virtual void consume(std::size_t bytes) = 0;

    /// Writes all of `bytes`, which live until it returns.
    /// @return Errc::lost when the connection breaks or `deadline` passes; it is then cut.
    virtual Task<void> write(std::string_view bytes, Instant deadline) = 0;

    virtual void finish_sending() = 0;  ///< Sends FIN; reading goes on.
    virtual void cut() = 0;    ///< Closes at once; what waits returns Errc::lost. Idempotent.
    virtual void reset() = 0;  ///< The same with a TCP reset, as a dying peer does it.
    [[nodiscard]] virtual bool open() const = 0;
    /// Whether an unused connection is fit for another request: open, and neither a byte nor an
    /// end has come meanwhile.
    [[nodiscard]] virtual bool idle() const = 0;
};

/// Limits of each phase of a connection attempt.
struct ConnectLimits {
    Duration resolve{std::chrono::seconds{3}};
    Duration connect{std::chrono::seconds{3}};
    Duration handshake{std::chrono::seconds{3}};
};

/// Makes client connections. The TLS context is made when first needed.
class Connector {
public:
    virtual ~Connector() = default;
    /// Resolves, connects, and for https and wss verifies certificate and host name.
    /// @return Errc::unavailable, naming host and phase; Errc::bad_config as check_allowed;
    ///         Errc::cancelled.
    virtual Task<std::unique_ptr<ByteStream>> connect(Url url) = 0;
};

[[nodiscard]] std::unique_ptr<Connector> make_connector(ConnectLimits limits, TlsTrust trust);

/// A server's certificate and key, PEM files.
struct ServerIdentity {
    std::string certificate_file;
    std::string key_file;
    [[nodiscard]] bool empty() const { return certificate_file.empty(); }
};

/// A connection that has been accepted but has not yet shaken hands.
class Incoming {
public:
    virtual ~Incoming() = default;
    /// Does the TLS handshake where there is an identity. @return Errc::lost, Errc::cancelled.
    virtual Task<std::unique_ptr<ByteStream>> welcome() = 0;
};

/// Accepts connections on one address.
class Acceptor {
public:
    virtual ~Acceptor() = default;
    /// The next connection. @return Errc::lost when that one failed (accept again),
    ///         Errc::cancelled after `stop`.
    virtual Task<std::unique_ptr<Incoming>> accept() = 0;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    virtual void stop() = 0;
};

/// Listens on `host` (an IP address) and `port`; port 0 picks one.
/// @return Errc::unavailable when the address can't be had, Errc::bad_config for a bad identity.
Result<std::unique_ptr<Acceptor>> listen_on(asio::any_io_executor executor, const std::string& host,
                                            std::uint16_t port, const ServerIdentity& identity);

}  // namespace pm::net
