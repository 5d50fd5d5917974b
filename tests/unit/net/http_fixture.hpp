#pragma once

/// A server on loopback whose answers a test scripts, and a client with short limits.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "net/http_client.hpp"
#include "net/pause.hpp"
#include "net/server.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

namespace pm::test {

inline net::HttpReply http_reply(int status, std::string body, net::Headers headers = {}) {
    net::HttpReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    reply.body = std::move(body);
    return reply;
}

/// Bytes written as they are, then the connection ends.
inline net::HttpReply raw(std::string bytes) {
    return http_reply(0, std::move(bytes));
}

/// Answers with a function and remembers every request.
class FunctionHandler final : public net::ServerHandler {
public:
    using Answer = std::function<Result<net::HttpReply>(const net::ServerRequest&)>;

    net::Task<net::HttpReply> handle(net::ServerRequest request) override {
        requests.push_back(request);
        if (delay > Duration{0}) {
            co_await net::pause(delay);
        }
        co_return answer(request);
    }
    net::Task<void> serve_socket(std::string, net::ServerSocket&) override {
        co_return fail(Errc::internal, "no sockets here");
    }

    Answer answer = [](const net::ServerRequest&) { return http_reply(200, "{}"); };
    Duration delay{0};
    std::vector<net::ServerRequest> requests;
};

inline net::HttpOptions short_limits() {
    using std::chrono::milliseconds;
    net::HttpOptions options;
    options.limits.first_byte = milliseconds{150};
    options.limits.total = milliseconds{400};
    options.retry.pace = {milliseconds{1}, milliseconds{2}};
    return options;
}

/// A server and a client on one loop. Everything ends with it, in the right order.
class HttpFixture {
public:
    explicit HttpFixture(net::HttpOptions client_options = short_limits(),
                         net::ServerOptions server_options = {})
        : server{loop.executor(), handler, clock, std::move(server_options)},
          client{net::make_http_client(loop.executor(), clock, random, {},
                                       std::move(client_options))} {
        auto listening = server.listen("127.0.0.1:0");
        REQUIRE(listening);
        url = *listening;
    }
    HttpFixture(const HttpFixture&) = delete;
    HttpFixture& operator=(const HttpFixture&) = delete;
    ~HttpFixture() {
        client.reset();
        server.stop();
        loop.drain();
    }

    Result<net::HttpReply> get(const std::string& path, bool repeatable = true) {
        net::HttpRequest request{net::Method::get, url + path};
        request.repeatable = repeatable;
        return loop.run(client->send(std::move(request)));
    }

    SystemClock clock;
    SeededRandom random{1};
    Loop loop;
    FunctionHandler handler;
    net::Server server;
    std::unique_ptr<net::HttpClient> client;
    std::string url;
};

}  // namespace pm::test
