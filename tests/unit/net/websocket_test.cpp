// Real sockets on loopback: the client of make_websocket against the Server.

#include "net/websocket.hpp"

#include <functional>

#include "net/server.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"
#include "support/real_clock.hpp"

using namespace pm;
using namespace std::chrono_literals;
using net::Task;
using pm::test::real_clock;

namespace {

Instant in(Duration wait) {
    return real_clock.steady() + wait;
}

/// Serves every socket with one function; every request is a 404.
class Scripted final : public net::ServerHandler {
public:
    using Serve = std::function<Task<void>(net::ServerSocket&)>;
    explicit Scripted(Serve serve) : serve_{std::move(serve)} {}
    Task<net::HttpReply> handle(net::ServerRequest) override {
        net::HttpReply reply;
        reply.status = 404;
        co_return reply;
    }
    Task<void> serve_socket(std::string, net::ServerSocket& socket) override {
        co_return co_await serve_(socket);
    }

private:
    Serve serve_;
};

Task<void> echo(net::ServerSocket& socket) {
    for (;;) {
        auto message = co_await socket.receive(in(5s));
        if (!message) co_return Result<void>{};
        if (!*message) continue;
        auto sent = co_await socket.send(**message);
        if (!sent) co_return pass(sent);
    }
}

/// Runs `talk` with a connected client against a server that does `serve`.
void converse(Scripted::Serve serve, const std::function<Task<void>(net::MessageStream&)>& talk) {
    test::Loop loop;
    Scripted handler{std::move(serve)};
    net::Server server{loop.executor(), handler, real_clock};
    const auto url = server.listen("127.0.0.1:0");
    REQUIRE(url);
    const auto client =
        net::make_websocket(loop.executor(), "ws" + url->substr(4) + "/ws/market", real_clock);
    auto conversation = [&]() -> Task<void> {
        auto connected = co_await client->connect();
        if (!connected) co_return pass(connected);
        co_return co_await talk(*client);
    };
    const auto done = loop.run(conversation());
    CHECK((done ? std::string{} : done.error().message) == "");
    client->cut();
    server.stop();
    loop.drain();
}

Task<std::string> next(net::MessageStream& stream) {
    auto message = co_await stream.receive(in(5s));
    if (!message) co_return pass(message);
    if (!*message) co_return fail(Errc::internal, "no message in 5 s");
    co_return std::string{**message};
}

}  // namespace

TEST_CASE("text messages come back as they went, short and long", "[net][ws]") {
    converse(echo, [](net::MessageStream& client) -> Task<void> {
        for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 3000000U}) {
            const std::string text(size, 'm');
            auto sent = co_await client.send(text);
            if (!sent) co_return pass(sent);
            auto got = co_await next(client);
            if (!got) co_return pass(got);
            CHECK(*got == text);
        }
        co_return Result<void>{};
    });
}

TEST_CASE("64 bytes behind a message may be read", "[net][ws]") {
    converse(echo, [](net::MessageStream& client) -> Task<void> {
        auto sent = co_await client.send("padded");
        if (!sent) co_return pass(sent);
        auto message = co_await client.receive(in(5s));
        if (!message) co_return pass(message);
        int sum = 0;  // ASan judges
        for (std::size_t i = 0; i < 64; ++i) sum += *((*message)->data() + (*message)->size() + i);
        CHECK(sum != -1);
        co_return Result<void>{};
    });
}

TEST_CASE("a deadline leaves the stream whole", "[net][ws]") {
    auto late = [](net::ServerSocket& socket) -> Task<void> {
        auto asked = co_await socket.receive(in(5s));
        if (!asked) co_return pass(asked);
        auto sent = co_await socket.send("late");
        if (!sent) co_return pass(sent);
        auto gone = co_await socket.receive(in(5s));
        static_cast<void>(gone);
        co_return Result<void>{};
    };
    converse(late, [](net::MessageStream& client) -> Task<void> {
        for (int i = 0; i < 5; ++i) {
            auto nothing = co_await client.receive(in(2ms));
            REQUIRE(nothing);
            CHECK_FALSE(nothing->has_value());
        }
        auto sent = co_await client.send("go");
        if (!sent) co_return pass(sent);
        auto got = co_await next(client);
        if (!got) co_return pass(got);
        CHECK(*got == "late");
        co_return Result<void>{};
    });
}

TEST_CASE("fragments are joined, pings between them are answered", "[net][ws]") {
    auto broken_up = [](net::ServerSocket& socket) -> Task<void> {
        socket.send_raw(std::string{"\x01\x03Hel", 5} + std::string{"\x89\x01p", 3} +
                        std::string{"\x80\x02lo", 4});
        auto gone = co_await socket.receive(in(5s));
        static_cast<void>(gone);
        co_return Result<void>{};
    };
    converse(broken_up, [](net::MessageStream& client) -> Task<void> {
        auto got = co_await next(client);
        if (!got) co_return pass(got);
        CHECK(*got == "Hello");
        co_return Result<void>{};
    });
}

TEST_CASE("buffered tells whether another message is there already", "[net][ws]") {
    auto burst = [](net::ServerSocket& socket) -> Task<void> {
        std::string frames;
        for (const char c : {'a', 'b', 'c'}) frames += std::string{"\x81\x01", 2} + c;
        socket.send_raw(frames + "\x81");  // and the first byte of a fourth
        auto gone = co_await socket.receive(in(5s));
        static_cast<void>(gone);
        co_return Result<void>{};
    };
    converse(burst, [](net::MessageStream& client) -> Task<void> {
        auto got = co_await next(client);
        if (!got) co_return pass(got);
        std::string seen = *got;
        while (const auto more = client.take_buffered()) seen += *more;
        CHECK(seen == "abc");
        co_return Result<void>{};
    });
}

TEST_CASE("every way a peer can go is a lost link with its reason", "[net][ws]") {
    const int way = GENERATE(0, 1, 2, 3);
    CAPTURE(way);
    auto leave = [way](net::ServerSocket& socket) -> Task<void> {
        if (way == 0) {
            auto closed = co_await socket.close(1012);
            static_cast<void>(closed);
        }
        if (way == 1) socket.cut();
        if (way == 2) socket.send_raw(std::string{"\x83\x00", 2});
        if (way == 3) socket.stop_sending();
        auto gone = co_await socket.receive(in(1s));
        static_cast<void>(gone);
        co_return Result<void>{};
    };
    converse(leave, [way](net::MessageStream& client) -> Task<void> {
        auto message = co_await client.receive(in(5s));
        REQUIRE_FALSE(message);
        CHECK(message.error().code == (way == 2 ? Errc::malformed : Errc::unavailable));
        if (way == 0) CHECK(message.error().message == "closed by the peer, code 1012");
        auto again = co_await client.receive(in(1s));
        CHECK_FALSE(again);
        auto sent = co_await client.send("x");
        CHECK_FALSE(sent);
        co_return Result<void>{};
    });
}

TEST_CASE("nobody listening is unavailable, plain text to others is refused", "[net][ws]") {
    test::Loop loop;
    const auto nobody = net::make_websocket(loop.executor(), "ws://127.0.0.1:1/", real_clock);
    const auto refused = loop.run(nobody->connect());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    const auto plain = net::make_websocket(loop.executor(), "ws://192.0.2.1/", real_clock);
    const auto forbidden = loop.run(plain->connect());
    REQUIRE_FALSE(forbidden);
    CHECK(forbidden.error().code == Errc::bad_config);
}

TEST_CASE("a reader that never reads is cut at the queue's limit", "[net][ws]") {
    test::Loop loop;
    Error end{Errc::internal, "never cut"};
    Scripted handler{[&end](net::ServerSocket& socket) -> Task<void> {
        const std::string block(1U << 20U, 'x');
        for (int i = 0; i < 64; ++i) {
            auto sent = co_await socket.send(block);
            if (!sent) {
                end = sent.error();
                break;
            }
        }
        co_return Result<void>{};
    }};
    net::ServerOptions options;
    options.send_queue_max = 4U << 20U;
    net::Server server{loop.executor(), handler, real_clock, options};
    const auto url = server.listen("127.0.0.1:0");
    REQUIRE(url);
    const auto client = net::make_websocket(loop.executor(), "ws" + url->substr(4), real_clock);
    REQUIRE(loop.run(client->connect()));
    loop.drain(200ms);
    CHECK(end.code == Errc::closed);
    client->cut();
    server.stop();
    loop.drain();
}
