#include "net/server.hpp"

#include <charconv>
#include <map>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "base/text.hpp"
#include "net/deadline.hpp"
#include "net/http_wire.hpp"
#include "net/pause.hpp"
#include "net/server_socket.hpp"
#include "net/ws_handshake.hpp"

namespace pm::net {

namespace {

constexpr Duration reply_time_max = std::chrono::seconds{60};

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

Result<Address> parse_address(std::string_view text) {
    const auto colon = text.rfind(':');
    Address address;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host == "localhost" ? "127.0.0.1" : std::string{host};
    const auto digits = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    const auto [end, bad] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (bad != std::errc{} || end != digits.data() + digits.size() || address.host.empty()) {
        return fail(Errc::bad_input, "not an address: '" + sanitised(text.substr(0, 60)) + "'",
                    "write it like 127.0.0.1:8790");
    }
    return address;
}

bool wants_socket(const ReadRequest& request) {
    const auto upgrade = header(request.headers, "upgrade");
    return upgrade && lower_case(*upgrade) == "websocket" &&
           header(request.headers, "sec-websocket-key").has_value();
}

HttpReply plain_reply(int status, std::string error) {
    HttpReply reply;
    reply.status = status;
    reply.body = "{\"error\":\"" + std::move(error) + "\"}";
    return reply;
}

/// One connection: its stream, and how to stop whoever serves it.
struct Peer {
    explicit Peer(std::unique_ptr<ByteStream> s) : stream{std::move(s)} {}
    std::unique_ptr<ByteStream> stream;
    asio::cancellation_signal stop;
};

}  // namespace

/// Lives as long as a connection does: connections may end after the server.
struct Server::Core : std::enable_shared_from_this<Server::Core> {
    Core(asio::any_io_executor e, ServerHandler& h, const Clock& c, ServerOptions o)
        : executor{std::move(e)}, handler{h}, clock{c}, options{std::move(o)}, room{executor} {}

    asio::any_io_executor executor;
    ServerHandler& handler;
    const Clock& clock;
    ServerOptions options;
    std::unique_ptr<Acceptor> acceptor;
    std::map<std::uint64_t, std::shared_ptr<Peer>> peers;
    std::uint64_t accepted = 0;
    std::uint64_t last_peer = 0;
    bool stopped = false;
    Bell room;  ///< Rung when a connection ends.

    asio::awaitable<void> accept_all();
    asio::awaitable<void> welcome(std::unique_ptr<Incoming> incoming);
    void start(std::unique_ptr<ByteStream> stream);
    asio::awaitable<void> serve(std::shared_ptr<Peer> peer);
    asio::awaitable<bool> answer(Peer& peer, ReadRequest request);
    asio::awaitable<void> serve_upgrade(Peer& peer, ReadRequest request);
};

asio::awaitable<void> Server::Core::accept_all() {
    while (!stopped) {
        if (static_cast<int>(peers.size()) >= options.connections_max) {
            co_await room.wait();
            continue;
        }
        auto incoming = co_await acceptor->accept();
        if (!incoming && incoming.error().code == Errc::cancelled) co_return;
        if (!incoming) {  // out of descriptors, most likely: others must end first
            co_await room.wait(std::chrono::milliseconds{20});
            continue;
        }
        ++accepted;
        auto greeting = welcome(std::move(*incoming));
        spawn(executor, std::move(greeting), [](const std::exception_ptr&) {});
    }
}

asio::awaitable<void> Server::Core::welcome(std::unique_ptr<Incoming> incoming) {
    auto self = shared_from_this();  // the server may be destroyed during the handshake
    Error late{Errc::lost, "the handshake took too long"};
    auto stream = co_await with_deadline(incoming->welcome(), options.idle_max, std::move(late));
    if (stream && !stopped) start(std::move(*stream));
}

void Server::Core::start(std::unique_ptr<ByteStream> stream) {
    const auto key = ++last_peer;
    auto peer = std::make_shared<Peer>(std::move(stream));
    peers.emplace(key, peer);
    auto finish = [self = shared_from_this(), key](std::exception_ptr) {
        self->peers.erase(key);
        self->room.ring();
    };
    auto slot = peer->stop.slot();
    spawn(executor, serve(std::move(peer)), std::move(finish), slot);
}

asio::awaitable<void> Server::Core::serve(std::shared_ptr<Peer> peer) {
    auto self = shared_from_this();
    // Told to stop it goes on to its end all the same: a socket's writer looks at the stream until
    // `finished`. Everything that waits returns at once then, for the stream has been reset.
    co_await asio::this_coro::throw_if_cancelled(false);
    ReadLimits limits;
    limits.body_max = options.body_max;
    while (!stopped && peer->stream->open()) {
        const auto deadline = clock.steady() + options.idle_max;
        auto request = co_await read_request(*peer->stream, limits, deadline);
        if (!request) {
            const bool large = request.error().message.find("body limit") != std::string::npos;
            if (request.error().code == Errc::malformed) {
                const auto text = reply_text(
                    plain_reply(large ? 413 : 400, large ? "request too large" : "bad request"),
                    false);
                auto sent = co_await peer->stream->write(text, clock.steady() + reply_time_max);
                static_cast<void>(sent);
            }
            break;
        }
        if (!*request) break;
        if (wants_socket(**request)) {
            co_await serve_upgrade(*peer, std::move(**request));
            break;
        }
        if (!co_await answer(*peer, std::move(**request))) break;
    }
    peer->stream->cut();
}

/// @return whether the connection may carry another request.
asio::awaitable<bool> Server::Core::answer(Peer& peer, ReadRequest request) {
    const bool keep_alive = request.keep_alive;
    ServerRequest asked{request.method, std::move(request.target)};
    asked.headers = std::move(request.headers);
    asked.body = std::move(request.body);
    auto reply = co_await handler.handle(std::move(asked));
    if (!reply) {
        peer.stream->reset();
        co_return false;
    }
    const bool raw = reply->status == 0;
    const auto text = raw ? std::move(reply->body) : reply_text(*reply, keep_alive);
    auto sent = co_await peer.stream->write(text, clock.steady() + reply_time_max);
    co_return sent.has_value() && keep_alive && !raw;
}

asio::awaitable<void> Server::Core::serve_upgrade(Peer& peer, ReadRequest request) {
    if (!handler.accepts_socket(request.target)) {
        const auto text = reply_text(plain_reply(404, "not found"), false);
        auto sent = co_await peer.stream->write(text, clock.steady() + reply_time_max);
        static_cast<void>(sent);
        co_return;
    }
    const auto key = *header(request.headers, "sec-websocket-key");
    const auto text =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        ws::accept_of(key) + "\r\n\r\n";
    auto sent = co_await peer.stream->write(text, clock.steady() + reply_time_max);
    if (!sent) co_return;
    auto socket =
        make_server_socket(executor, *peer.stream, clock, options, std::move(request.headers));
    auto served = co_await handler.serve_socket(std::move(request.target), *socket);
    if (!served) {
        socket->cut();
    } else {
        auto closed = co_await socket->close(1000);
        static_cast<void>(closed);
    }
    co_await socket->finished();
}

Server::Server(asio::any_io_executor executor, ServerHandler& handler, const Clock& clock,
               ServerOptions options)
    : core_{std::make_shared<Core>(std::move(executor), handler, clock, std::move(options))} {}

Server::~Server() {
    stop();
}

Result<std::string> Server::listen(std::string_view host_port) {
    auto address = parse_address(host_port);
    if (!address) return pass(address);
    const ServerIdentity identity{core_->options.cert_file, core_->options.key_file};
    auto acceptor = listen_on(core_->executor, address->host, address->port, identity);
    if (!acceptor) return pass(acceptor);
    core_->acceptor = std::move(*acceptor);
    spawn(core_->executor, core_->accept_all(), [core = core_](const std::exception_ptr&) {});
    const bool v6 = address->host.find(':') != std::string::npos;
    const auto host = v6 ? '[' + address->host + ']' : address->host;
    return std::string{identity.empty() ? "http://" : "https://"} + host + ':' +
           std::to_string(core_->acceptor->port());
}

void Server::stop() {
    if (core_->stopped) return;
    core_->stopped = true;
    if (core_->acceptor) core_->acceptor->stop();
    core_->room.ring();
    for (const auto& [key, peer] : core_->peers) peer->stream->reset();
    // Asio 1.26 hands a cancellation on by a raw pointer when it comes from outside the loop, which
    // may dangle by then; from inside it is delivered at once.
    asio::post(core_->executor, [core = core_] {
        const auto peers = core->peers;  // serving ends erase from the map
        for (const auto& [key, peer] : peers) {
            if (core->peers.contains(key)) peer->stop.emit(asio::cancellation_type::terminal);
        }
    });
}

int Server::connections() const {
    return static_cast<int>(core_->peers.size());
}

std::uint64_t Server::accepted() const {
    return core_->accepted;
}

}  // namespace pm::net
