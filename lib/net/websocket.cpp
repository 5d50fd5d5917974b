#include "net/websocket.hpp"

#include "base/random.hpp"
#include "base/text.hpp"
#include "net/byte_stream.hpp"
#include "net/url.hpp"
#include "net/ws_handshake.hpp"
#include "net/ws_link.hpp"

namespace pm::net {

namespace {

constexpr std::size_t handshake_max = 16U << 10U;

/// A connection and what reads it. Shared: a send may still hold it when a new one is made.
struct Connection {
    Connection(std::unique_ptr<ByteStream> s, std::size_t message_max)
        : stream{std::move(s)}, link{*stream, ws::Role::client, message_max} {}

    std::unique_ptr<ByteStream> stream;
    ws::Link link;
    std::string queue;  ///< Frames not yet given to the stream.
    bool writing = false;
};

class WebSocket final : public MessageStream {
public:
    WebSocket(std::string url, const Clock& clock, WebSocketOptions options)
        : url_{std::move(url)}, clock_{clock}, options_{std::move(options)} {
        const ConnectLimits limits{options_.resolve_max, options_.connect_max, options_.tls_max};
        connector_ = make_connector(limits, options_.trust);
    }

    Task<void> connect() override {
        cut();
        connection_.reset();
        auto url = parse_url(url_);
        if (!url) co_return fail(Errc::bad_config, url.error().message, url.error().hint);
        auto stream = co_await connector_->connect(*url);
        if (!stream) co_return pass(stream);
        auto opened = co_await shake_hands(**stream, *url);
        if (!opened) co_return pass(opened);
        connection_ = std::make_shared<Connection>(std::move(*stream), options_.message_max);
        co_return Result<void>{};
    }

    Task<void> send(std::string text) override {
        co_return co_await send_frame(ws::Opcode::text, std::move(text));
    }

    Task<std::optional<std::string_view>> receive(Instant deadline) override {
        auto connection = connection_;
        std::optional<std::string_view> none;
        for (;;) {
            if (!connection || !connection->stream->open()) {
                co_return fail(Errc::unavailable, "not connected");
            }
            auto event = co_await connection->link.next(deadline);
            if (!event) co_return broken(*connection, std::move(event.error()));
            switch (event->kind) {
                case ws::Event::Kind::deadline: co_return none;
                case ws::Event::Kind::message: co_return std::optional{event->payload};
                case ws::Event::Kind::closed: {
                    auto answered = co_await send_frame(ws::Opcode::close, ws::close_payload(1000));
                    static_cast<void>(answered);  // the peer may be gone already
                    connection->stream->cut();
                    co_return fail(Errc::unavailable,
                                   "closed by the peer, code " + std::to_string(event->code));
                }
                case ws::Event::Kind::ping: {
                    auto payload = std::string{event->payload};
                    auto sent = co_await send_frame(ws::Opcode::pong, std::move(payload));
                    if (!sent) co_return pass(sent);
                }
            }
        }
    }

    std::optional<std::string_view> take_buffered() override {
        if (!connection_ || !connection_->stream->open()) return std::nullopt;
        return connection_->link.take_buffered();
    }

    void cut() override {
        if (connection_) connection_->stream->cut();
    }

private:
    static tl::unexpected<Error> broken(Connection& connection, Error error) {
        if (error.code == Errc::cancelled) return tl::unexpected{std::move(error)};
        connection.stream->cut();
        if (error.code == Errc::lost) error.code = Errc::unavailable;
        return tl::unexpected{std::move(error)};
    }

    Task<void> send_frame(ws::Opcode opcode, std::string payload) {
        auto connection = connection_;
        if (!connection || !connection->stream->open()) {
            co_return fail(Errc::unavailable, "not connected");
        }
        if (connection->queue.size() + payload.size() > options_.send_queue_max) {
            co_return fail(Errc::throttled, "too much waits to be sent");
        }
        // Masks only keep proxies from misreading frames (RFC 6455, 10.3); no decision and no
        // output depends on them, so they need not be repeatable.
        const auto bits = mask_source_.next();
        ws::Mask mask{};
        for (std::size_t i = 0; i < mask.size(); ++i) {
            mask[i] = static_cast<std::uint8_t>(bits >> (8 * i));
        }
        ws::append_frame(connection->queue, opcode, payload, mask);
        if (connection->writing) co_return Result<void>{};  // whoever writes takes it along
        connection->writing = true;
        while (!connection->queue.empty()) {
            std::string bytes;
            bytes.swap(connection->queue);
            const auto deadline = clock_.steady() + options_.send_max;
            auto written = co_await connection->stream->write(bytes, deadline);
            if (!written) {
                connection->writing = false;
                co_return broken(*connection, std::move(written.error()));
            }
        }
        connection->writing = false;
        co_return Result<void>{};
    }

    Task<void> shake_hands(ByteStream& stream, const Url& url) {
        const auto deadline = clock_.steady() + options_.handshake_max;
        std::string nonce;
        for (int i = 0; i < 2; ++i) {
            const auto bits = mask_source_.next();
            for (unsigned shift = 0; shift < 64; shift += 8) {
                nonce += static_cast<char>(static_cast<std::uint8_t>(bits >> shift));
            }
        }
        const auto key = ws::base64(nonce);
        auto written = co_await stream.write(handshake_text(url, key), deadline);
        if (!written) co_return pass(written);
        std::size_t end = std::string_view::npos;
        while (end == std::string_view::npos) {
            auto filled = co_await stream.fill(deadline, handshake_max);
            if (!filled) co_return pass(filled);
            if (*filled != Filled::more) {
                co_return fail(Errc::unavailable, "no WebSocket handshake from " + url.host);
            }
            end = stream.unread().find("\r\n\r\n");
        }
        auto accepted = check_answer(stream.unread().substr(0, end), key);
        stream.consume(end + 4);
        co_return accepted;
    }

    std::string handshake_text(const Url& url, std::string_view key) const {
        std::string out = "GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority();
        out += "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13";
        out += "\r\nSec-WebSocket-Key: " + std::string{key} + "\r\n";
        for (const auto& [name, value] : options_.headers) out += name + ": " + value + "\r\n";
        return out + "\r\n";
    }

    static Result<void> check_answer(std::string_view head, std::string_view key) {
        const auto lines = split(head, '\n');
        const auto status = trimmed(lines[0]);
        if (!status.starts_with("HTTP/1.1 101")) {
            return fail(Errc::unavailable, "WebSocket refused: " + sanitised(status.substr(0, 80)));
        }
        std::string accept;
        bool upgraded = false;
        for (const auto line : lines) {
            const auto colon = line.find(':');
            if (colon == std::string_view::npos) continue;
            const auto name = lower_case(line.substr(0, colon));
            const auto value = trimmed(line.substr(colon + 1));
            if (name == "sec-websocket-accept") accept = value;
            if (name == "upgrade") upgraded = lower_case(value) == "websocket";
        }
        if (!upgraded || accept != ws::accept_of(key)) {
            return fail(Errc::unavailable, "WebSocket refused: not a WebSocket answer");
        }
        return {};
    }

    std::string url_;
    const Clock& clock_;
    WebSocketOptions options_;
    std::unique_ptr<Connector> connector_;
    std::shared_ptr<Connection> connection_;
    SystemRandom mask_source_;
};

}  // namespace

std::unique_ptr<MessageStream> make_websocket(boost::asio::any_io_executor, std::string url,
                                              const Clock& clock, WebSocketOptions options) {
    return std::make_unique<WebSocket>(std::move(url), clock, std::move(options));
}

}  // namespace pm::net
