#include "net/byte_stream.hpp"

#include <cstring>
#include <optional>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/assert.hpp"
#include "net/as_value.hpp"
#include "net/deadline.hpp"
#include "net/seat.hpp"
#include "net/tls_context.hpp"

namespace pm::net {

namespace ip = asio::ip;
namespace ssl = asio::ssl;

namespace {

constexpr std::size_t read_ahead = 1U << 16U;
constexpr std::size_t slack = 64;        // simdjson reads this far behind a message
constexpr int user_timeout_ms = 20'000;  // an unacknowledged send is a dead peer: F-02

using Plain = ip::tcp::socket;
using Secure = ssl::stream<ip::tcp::socket>;

Plain& lowest(Plain& socket) {
    return socket;
}
Plain& lowest(Secure& stream) {
    return stream.next_layer();
}

/// Sends what the kernel takes at once, which nearly always is all of it: no turn of the loop, no
/// alarm. A failure shows again when the rest is written. @return how many bytes went.
std::size_t send_now(Plain& socket, std::string_view bytes) {
    const auto sent =
        ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}
std::size_t send_now(Secure&, std::string_view) {
    return 0;  // a record may need to read before it can be sent
}

void tune(Plain& socket) {
    boost::system::error_code ignored;
    socket.set_option(ip::tcp::no_delay{true}, ignored);
    const int value = user_timeout_ms;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &value, sizeof value);
}

/// What handlers need when the stream object is already gone: pending operations share it, and Asio
/// completes them after the cut.
template <class Socket>
struct Shared {
    explicit Shared(Socket s) : socket{std::move(s)}, alarm{socket.get_executor()} {
        buffer.resize(read_ahead + slack);
    }

    Socket socket;
    asio::steady_timer alarm;
    Instant alarm_at = Instant::max();     ///< Max: not set.
    Instant read_until = Instant::max();   ///< Max: nobody waits.
    Instant write_until = Instant::max();  ///< The same.
    std::vector<char> buffer;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::weak_ptr<Seat> reading;  ///< The pending read's.
    std::optional<boost::system::error_code> failure;
    bool is_open = true;
};

template <class Socket>
class StreamOf final : public ByteStream {
public:
    explicit StreamOf(Socket socket)
        : state_{std::make_shared<Shared<Socket>>(std::move(socket))} {}
    ~StreamOf() override { cut(); }
    StreamOf(const StreamOf&) = delete;
    StreamOf& operator=(const StreamOf&) = delete;

    Task<Filled> fill(Instant deadline, std::size_t size_max) override {
        auto& s = *state_;
        const auto had = s.end - s.begin;
        for (;;) {
            if (s.end - s.begin > had) co_return Filled::more;
            if (!s.is_open) co_return fail(Errc::lost, "connection cut");
            if (s.failure) {
                if (*s.failure == asio::error::eof) co_return Filled::end;
                co_return fail(Errc::lost, "connection lost: " + s.failure->message());
            }
            if (had >= size_max) co_return fail(Errc::malformed, "message too large");
            if (s.reading.expired()) start_read(size_max);
            s.read_until = deadline;
            set_alarm(state_);
            auto waiting = s.reading.lock()->wait();
            const auto woken = co_await std::move(waiting);
            s.read_until = Instant::max();
            if (s.end - s.begin > had || s.failure || !s.is_open) continue;
            if (woken == Woken::late) co_return Filled::deadline;
            co_return fail(Errc::cancelled, "told to stop");
        }
    }

    std::string_view unread() const override {
        return {state_->buffer.data() + state_->begin, state_->end - state_->begin};
    }
    char* unread_data() override { return state_->buffer.data() + state_->begin; }
    void consume(std::size_t bytes) override {
        PM_ASSERT(bytes <= state_->end - state_->begin);
        state_->begin += bytes;
    }

    Task<void> write(std::string_view bytes, Instant deadline) override {
        auto state = state_;
        if (!state->is_open) co_return fail(Errc::lost, "connection cut");
        bytes.remove_prefix(send_now(state->socket, bytes));
        if (bytes.empty()) co_return Result<void>{};
        state->write_until = deadline;
        set_alarm(state);
        auto buffer = asio::buffer(bytes.data(), bytes.size());
        const auto [error, sent] = co_await asio::async_write(state->socket, buffer, as_value);
        state->write_until = Instant::max();
        if (!error) co_return Result<void>{};
        const bool told = error == asio::error::operation_aborted && state->is_open;
        if (told) co_return fail(Errc::cancelled, "told to stop");
        close(*state);
        co_return fail(Errc::lost, "connection lost while sending: " + error.message());
    }

    void finish_sending() override {
        boost::system::error_code ignored;
        lowest(state_->socket).shutdown(Plain::shutdown_send, ignored);
    }
    void cut() override { close(*state_); }
    void reset() override {
        boost::system::error_code ignored;
        lowest(state_->socket).set_option(asio::socket_base::linger{true, 0}, ignored);
        close(*state_);
    }
    bool open() const override { return state_->is_open && !state_->failure; }
    bool idle() const override {
        if (!open() || !state_->reading.expired() || state_->begin != state_->end) return false;
        char byte = 0;
        const auto handle = lowest(state_->socket).native_handle();
        const auto seen = ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return seen < 0 && errno == EAGAIN;
    }

private:
    static void close(Shared<Socket>& s) {
        if (!s.is_open) return;
        s.is_open = false;
        boost::system::error_code ignored;
        lowest(s.socket).close(ignored);  // which ends a pending read, and so wakes who waits
        s.alarm.cancel();
    }

    /// One timer for both directions, set for the earlier of their deadlines. It is left as it is
    /// while they only move away, as they do from one message to the next.
    static void set_alarm(const std::shared_ptr<Shared<Socket>>& state) {
        const auto due = std::min(state->read_until, state->write_until);
        if (due >= state->alarm_at || !state->is_open) return;
        state->alarm_at = due;
        state->alarm.expires_at(due);
        state->alarm.async_wait([state](const boost::system::error_code& error) {
            if (!error) ring(state);
        });
    }
    static void ring(const std::shared_ptr<Shared<Socket>>& state) {
        const auto now = std::exchange(state->alarm_at, Instant::max());
        if (state->write_until <= now) return close(*state);
        const auto seat = state->reading.lock();
        if (seat && state->read_until <= now) seat->wake(Woken::late);
        set_alarm(state);
    }

    void start_read(std::size_t size_max) {
        auto& s = *state_;
        make_room(s, size_max);
        auto seat = std::make_shared<Seat>();
        s.reading = seat;
        const auto room = s.buffer.size() - slack - s.end;
        auto target = asio::buffer(s.buffer.data() + s.end, room);
        s.socket.async_read_some(
            target, [state = state_, seat = std::move(seat)](const boost::system::error_code& error,
                                                             std::size_t bytes) {
                state->reading.reset();
                state->end += bytes;
                if (error) state->failure = error;
                seat->wake(Woken::read_ended);
            });
    }

    /// No read is pending, so the bytes may move.
    static void make_room(Shared<Socket>& s, std::size_t size_max) {
        if (s.begin == s.end) s.begin = s.end = 0;
        if (s.buffer.size() - slack - s.end >= read_ahead / 4) return;
        std::memmove(s.buffer.data(), s.buffer.data() + s.begin, s.end - s.begin);
        s.end -= s.begin;
        s.begin = 0;
        if (s.buffer.size() - slack - s.end >= read_ahead / 4) return;
        const auto wanted = std::min(2 * s.buffer.size(), size_max + read_ahead + slack);
        if (wanted > s.buffer.size()) s.buffer.resize(wanted);
    }

    std::shared_ptr<Shared<Socket>> state_;
};

std::string at(const Url& url) {
    return url.host + ':' + std::to_string(url.port);
}

class SystemConnector final : public Connector {
public:
    SystemConnector(ConnectLimits limits, TlsTrust trust)
        : limits_{limits}, trust_{std::move(trust)} {}

    Task<std::unique_ptr<ByteStream>> connect(Url url) override {
        auto allowed = check_allowed(url);
        if (!allowed) co_return pass(allowed);
        auto found = co_await resolve(url);
        if (!found) co_return pass(found);
        Error late{Errc::unavailable, "connecting to " + at(url) + " took too long"};
        auto connected =
            co_await with_deadline(dial(url, std::move(*found)), limits_.connect, std::move(late));
        if (!connected) co_return pass(connected);
        tune(*connected);
        if (!url.secure()) {
            std::unique_ptr<ByteStream> plain =
                std::make_unique<StreamOf<Plain>>(std::move(*connected));
            co_return plain;
        }
        Error stuck{Errc::unavailable, "TLS with " + at(url) + " took too long"};
        co_return co_await with_deadline(secure(url, std::move(*connected)), limits_.handshake,
                                         std::move(stuck));
    }

private:
    /// getaddrinfo runs on Asio's thread and cannot be stopped, so nobody waits for it: its result
    /// is shared with the handler, which may come long after the deadline.
    struct Lookup {
        explicit Lookup(const asio::any_io_executor& executor)
            : resolver{executor}, wake{executor} {}
        ip::tcp::resolver resolver;
        asio::steady_timer wake;
        ip::tcp::resolver::results_type found;
        boost::system::error_code error;
        bool done = false;
    };

    Task<ip::tcp::resolver::results_type> resolve(const Url& url) const {
        auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
        lookup->wake.expires_after(limits_.resolve);
        lookup->resolver.async_resolve(
            url.host, std::to_string(url.port),
            [lookup](const boost::system::error_code& error, auto found) {
                lookup->error = error;
                lookup->found = std::move(found);
                lookup->done = true;
                lookup->wake.cancel();
            });
        const auto [stopped] = co_await lookup->wake.async_wait(as_value);
        if (!lookup->done && stopped) co_return fail(Errc::cancelled, "told to stop");
        if (!lookup->done) {
            co_return fail(Errc::unavailable, "finding " + url.host + " took too long");
        }
        if (lookup->error) {
            co_return fail(Errc::unavailable,
                           "cannot find " + url.host + ": " + lookup->error.message());
        }
        co_return std::move(lookup->found);
    }

    static Task<Plain> dial(const Url& url, ip::tcp::resolver::results_type found) {
        Plain socket{co_await asio::this_coro::executor};
        boost::system::error_code last = asio::error::host_not_found;
        for (const auto& entry : found) {
            boost::system::error_code ignored;
            socket.close(ignored);
            const auto [error] = co_await socket.async_connect(entry.endpoint(), as_value);
            if (!error) co_return std::move(socket);
            if (error == asio::error::operation_aborted) {
                co_return fail(Errc::cancelled, "told to stop");
            }
            last = error;
        }
        co_return fail(Errc::unavailable, "cannot connect to " + at(url) + ": " + last.message(),
                       "is the address right, and is anything listening there?");
    }

    Task<std::unique_ptr<ByteStream>> secure(const Url& url, Plain socket) {
        if (!context_) {
            auto context = client_context(trust_);
            if (!context) co_return pass(context);
            context_.emplace(std::move(*context));
        }
        Secure stream{std::move(socket), *context_};
        if (!expect_host(stream.native_handle(), url.host)) {
            co_return fail(Errc::unavailable, "TLS: cannot check the name " + url.host);
        }
        const auto [failed] = co_await stream.async_handshake(ssl::stream_base::client, as_value);
        if (failed == asio::error::operation_aborted) {
            co_return fail(Errc::cancelled, "told to stop");
        }
        if (failed) {
            const auto verdict = SSL_get_verify_result(stream.native_handle());
            const std::string why =
                verdict == X509_V_OK ? failed.message() : X509_verify_cert_error_string(verdict);
            co_return fail(Errc::unavailable, "TLS with " + at(url) + " refused: " + why);
        }
        std::unique_ptr<ByteStream> secured = std::make_unique<StreamOf<Secure>>(std::move(stream));
        co_return secured;
    }

    ConnectLimits limits_;
    TlsTrust trust_;
    std::optional<ssl::context> context_;
};

class SystemIncoming final : public Incoming {
public:
    SystemIncoming(Plain socket, ssl::context* context)
        : socket_{std::move(socket)}, context_{context} {}

    Task<std::unique_ptr<ByteStream>> welcome() override {
        tune(socket_);
        std::unique_ptr<ByteStream> stream;
        if (context_ == nullptr) {
            stream = std::make_unique<StreamOf<Plain>>(std::move(socket_));
            co_return stream;
        }
        Secure secure{std::move(socket_), *context_};
        const auto [failed] = co_await secure.async_handshake(ssl::stream_base::server, as_value);
        if (failed) co_return fail(Errc::lost, "TLS: " + failed.message());
        stream = std::make_unique<StreamOf<Secure>>(std::move(secure));
        co_return stream;
    }

private:
    Plain socket_;
    ssl::context* context_;  ///< The acceptor's, which outlives this.
};

class SystemAcceptor final : public Acceptor {
public:
    SystemAcceptor(ip::tcp::acceptor acceptor, std::optional<ssl::context> context)
        : acceptor_{std::move(acceptor)}, context_{std::move(context)} {}

    Task<std::unique_ptr<Incoming>> accept() override {
        auto [error, socket] = co_await acceptor_.async_accept(as_value);
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) {
            co_return fail(Errc::cancelled, "told to stop");
        }
        if (error) co_return fail(Errc::lost, "accepting: " + error.message());
        auto* context = context_ ? &*context_ : nullptr;
        std::unique_ptr<Incoming> incoming =
            std::make_unique<SystemIncoming>(std::move(socket), context);
        co_return incoming;
    }
    std::uint16_t port() const override {
        boost::system::error_code ignored;
        return acceptor_.local_endpoint(ignored).port();
    }
    void stop() override {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
    }

private:
    ip::tcp::acceptor acceptor_;
    std::optional<ssl::context> context_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(ConnectLimits limits, TlsTrust trust) {
    return std::make_unique<SystemConnector>(limits, std::move(trust));
}

Result<std::unique_ptr<Acceptor>> listen_on(asio::any_io_executor executor, const std::string& host,
                                            std::uint16_t port, const ServerIdentity& identity) {
    boost::system::error_code error;
    const auto address = ip::make_address(host, error);
    if (error) return fail(Errc::bad_input, "not an IP address: '" + host + "'");
    std::optional<ssl::context> context;
    if (!identity.empty()) {
        auto made = server_context(identity);
        if (!made) return pass(made);
        context.emplace(std::move(*made));
    }
    ip::tcp::acceptor acceptor{executor};
    const ip::tcp::endpoint endpoint{address, port};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return fail(Errc::unavailable, "cannot listen on " + host + ':' + std::to_string(port) +
                                           ": " + error.message());
    }
    std::unique_ptr<Acceptor> made =
        std::make_unique<SystemAcceptor>(std::move(acceptor), std::move(context));
    return made;
}

}  // namespace pm::net
