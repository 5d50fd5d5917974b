/// The whole HTTP client against the server, over real sockets on loopback.

#include "net/http_client.hpp"

#include "http_fixture.hpp"
#include "net/deadline.hpp"
#include "net/fan_out.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;
using pm::test::http_reply;
using pm::test::HttpFixture;
using pm::test::raw;
using pm::test::short_limits;

namespace {

std::string hex_bytes(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
    }
    return out;
}

}  // namespace

TEST_CASE("a GET arrives as sent and its reply comes back whole", "[net][http]") {
    HttpFixture web;
    web.handler.answer = [](const ServerRequest&) {
        return http_reply(404, R"({"error":"x"})", {{"x-test", "yes"}});
    };
    HttpRequest request{Method::get, web.url + "/book?token_id=1%202"};
    request.headers = {{"poly_address", "0xab"}};
    const auto reply = web.loop.run(web.client->send(request));
    REQUIRE(reply);
    CHECK(reply->status == 404);
    CHECK(reply->body == R"({"error":"x"})");
    CHECK(header(reply->headers, "x-test") == "yes");
    REQUIRE(web.handler.requests.size() == 1);
    const auto& seen = web.handler.requests[0];
    CHECK(seen.method == Method::get);
    CHECK(seen.target == "/book?token_id=1%202");
    CHECK(header(seen.headers, "poly_address") == "0xab");
    CHECK(header(seen.headers, "user-agent").value_or("").substr(0, 3) == "pm/");
    CHECK("http://" + std::string{header(seen.headers, "host").value_or("")} == web.url);
}

TEST_CASE("a POST carries its body byte for byte", "[net][http]") {
    HttpFixture web;
    HttpRequest request{Method::post, web.url + "/order"};
    request.body = std::string(100'000, 'x') + "\r\n\r\n\0";
    REQUIRE(web.loop.run(web.client->send(request)));
    CHECK(web.handler.requests[0].method == Method::post);
    CHECK(web.handler.requests[0].body == request.body);
    HttpRequest removal{Method::del, web.url + "/order"};
    removal.body = R"({"orderID":"1"})";
    REQUIRE(web.loop.run(web.client->send(removal)));
    CHECK(web.handler.requests[1].method == Method::del);
    CHECK(web.handler.requests[1].body == removal.body);
}

TEST_CASE("connections are used again", "[net][http]") {
    HttpFixture web;
    for (int i = 0; i < 20; ++i) REQUIRE(web.get("/"));
    CHECK(web.server.accepted() == 1);
}

TEST_CASE("a host sees at most per_host connections at once", "[net][http]") {
    auto options = short_limits();
    options.pool.per_host = 3;
    HttpFixture web{options};
    web.handler.delay = 5ms;
    std::vector<Job<HttpReply>> jobs;
    for (int i = 0; i < 12; ++i) {
        jobs.emplace_back([&web] {
            HttpRequest request{Method::get, web.url + "/"};
            return web.client->send(std::move(request));
        });
    }
    const auto all = [](std::vector<Job<HttpReply>> work) -> Task<int> {
        const auto replies = co_await fan_out(std::move(work), 12);
        int good = 0;
        for (const auto& reply : replies) good += reply.has_value() ? 1 : 0;
        co_return good;
    };
    CHECK(web.loop.run(all(std::move(jobs))) == 12);
    CHECK(web.server.accepted() == 3);
}

TEST_CASE("a repeatable GET outlives a 503 and a reset", "[net][http]") {
    HttpFixture web;
    int count = 0;
    web.handler.answer = [&](const ServerRequest&) -> Result<HttpReply> {
        ++count;
        if (count == 1) return http_reply(503, "later", {{"retry-after", "0"}});
        if (count == 2) return fail(Errc::internal, "reset");
        return http_reply(200, "well");
    };
    const auto reply = web.get("/");
    REQUIRE(reply);
    CHECK(reply->body == "well");
    CHECK(count == 3);
}

TEST_CASE("an order is never sent twice", "[net][http]") {
    HttpFixture web;
    REQUIRE(web.get("/"));  // leaves a pooled connection behind
    web.handler.answer = [](const ServerRequest&) -> Result<HttpReply> {
        return fail(Errc::internal, "reset");
    };
    HttpRequest order{Method::post, web.url + "/order"};
    order.repeatable = false;
    order.body = "{}";
    const auto reply = web.loop.run(web.client->send(order));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::lost);
    CHECK(web.handler.requests.size() == 2);
}

TEST_CASE("a connection closed while idle costs nothing", "[net][http]") {
    HttpFixture web;
    web.handler.answer = [](const ServerRequest&) {
        return raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");  // promises more, then closes
    };
    CHECK(web.get("/")->body == "ok");
    web.loop.drain(5ms);
    HttpRequest order{Method::post, web.url + "/order"};
    order.repeatable = false;
    CHECK(web.loop.run(web.client->send(order)));
    CHECK(web.server.accepted() == 2);
}

TEST_CASE("a pooled connection that dies under a GET is replaced once", "[net][http]") {
    auto options = short_limits();
    options.retry.attempts_max = 1;
    HttpFixture web{options};
    REQUIRE(web.get("/"));
    int count = 0;
    web.handler.answer = [&](const ServerRequest&) -> Result<HttpReply> {
        if (++count == 1) return fail(Errc::internal, "reset");
        return http_reply(200, "fresh");
    };
    CHECK(web.get("/")->body == "fresh");
    CHECK(web.server.accepted() == 2);
    count = 0;
    CHECK_FALSE(web.get("/", false));
    CHECK(count == 1);
}

TEST_CASE("a gzip reply is inflated", "[net][http]") {
    HttpFixture web;
    // printf 'hello hello hello hello' | gzip -n
    const auto packed = hex_bytes("1f8b0800000000000203cb48cdc9c957c8402701e3513d8d17000000");
    web.handler.answer = [&](const ServerRequest&) {
        return http_reply(200, packed, {{"content-encoding", "gzip"}});
    };
    const auto reply = web.get("/");
    REQUIRE(reply);
    CHECK(reply->body == "hello hello hello hello");
    CHECK(header(web.handler.requests[0].headers, "accept-encoding") == "gzip");
}

TEST_CASE("a gzip bomb and a broken gzip are refused", "[net][http]") {
    HttpFixture web;
    // head -c 2000000 /dev/zero | gzip -n9: 2 MB in 1,972 bytes, most of them zero themselves
    std::string body;
    SECTION("bomb") {
        body = hex_bytes("1f8b0800000000000203edc101010000008220ffaf6e484001") +
               std::string(1937, '\0') + hex_bytes("6f06411d5a4280841e00");
    }
    SECTION("broken") {
        body = "not gzip at all";
    }
    SECTION("cut") {
        body = hex_bytes("1f8b0800000000000203cb48cdc9c957c8402701e3513d8d17000000").substr(0, 15);
    }
    web.handler.answer = [&](const ServerRequest&) {
        return http_reply(200, body, {{"content-encoding", "gzip"}});
    };
    const auto reply = web.get("/");
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::malformed);
}

TEST_CASE("bytes that are no reply within bounds are refused", "[net][http]") {
    HttpFixture web;
    std::string bytes;
    SECTION("HTML without HTTP") {
        bytes = "<html>nginx</html>\r\n\r\n";
    }
    SECTION("endless headers") {
        bytes = "HTTP/1.1 200 OK\r\n";
        for (int i = 0; i < 101; ++i) bytes += "x" + std::to_string(i) + ": y\r\n";
        bytes += "Content-Length: 0\r\n\r\n";
    }
    SECTION("a huge header") {
        bytes = "HTTP/1.1 200 OK\r\nx: " + std::string(70'000, 'y') + "\r\n\r\n";
    }
    SECTION("a body above the limit") {
        bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x');
    }
    SECTION("a chunked body above the limit") {
        bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int i = 0; i < 20; ++i) bytes += "10000\r\n" + std::string(65'536, 'x') + "\r\n";
        bytes += "0\r\n\r\n";
    }
    SECTION("a bad chunk size") {
        bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
    }
    SECTION("two lengths") {
        bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    }
    web.handler.answer = [&](const ServerRequest&) { return raw(bytes); };
    const auto reply = web.get("/");
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::malformed);
}

TEST_CASE("chunked replies are put together", "[net][http]") {
    HttpFixture web;
    web.handler.answer = [](const ServerRequest&) {
        return raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            "5\r\nhello\r\n1;x=y\r\n \r\n5\r\nworld\r\n0\r\n\r\n");
    };
    CHECK(web.get("/")->body == "hello world");
}

TEST_CASE("interim replies are passed over", "[net][http]") {
    HttpFixture web;
    web.handler.answer = [](const ServerRequest&) {
        return raw(
            "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    };
    const auto reply = web.get("/");
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->body == "ok");
}

TEST_CASE("a cut reply is lost, not short", "[net][http]") {
    auto options = short_limits();
    options.retry.attempts_max = 1;
    HttpFixture web{options};
    std::string bytes;
    SECTION("in the body") {
        bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    }
    SECTION("in a header") {
        bytes = "HTTP/1.1 200 OK\r\nConte";
    }
    SECTION("in a chunk") {
        bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel";
    }
    SECTION("before the last chunk") {
        bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    }
    SECTION("at once") {}
    web.handler.answer = [&](const ServerRequest&) { return raw(bytes); };
    const auto reply = web.get("/");
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::lost);
}

TEST_CASE("a silent server is given up after the limit", "[net][http]") {
    auto options = short_limits();
    options.retry.attempts_max = 1;
    HttpFixture web{options};
    web.handler.delay = 10s;
    const auto start = web.clock.steady();
    const auto reply = web.get("/");
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::lost);
    CHECK(web.clock.steady() - start >= 149ms);
    CHECK(web.clock.steady() - start < 5s);
}

TEST_CASE("a refused connection is unavailable", "[net][http]") {
    HttpFixture web;
    web.server.stop();
    const auto reply = web.get("/");
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::unavailable);
}

TEST_CASE("plain text to another host is refused before anything is sent", "[net][http]") {
    HttpFixture web;
    const auto plain =
        web.loop.run(web.client->send(HttpRequest{Method::get, "http://192.0.2.1/"}));
    REQUIRE_FALSE(plain);
    CHECK(plain.error().code == Errc::bad_config);
    const auto odd = web.loop.run(web.client->send(HttpRequest{Method::get, "gopher://x/"}));
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code == Errc::bad_input);
}

TEST_CASE("a family's rate is kept on the wire", "[net][http]") {
    auto options = short_limits();
    options.rates["book"] = {{.burst = 2, .refill = 1, .period = 30ms}};
    HttpFixture web{options};
    const auto start = web.clock.steady();
    for (int i = 0; i < 4; ++i) {
        HttpRequest request{Method::get, web.url + "/"};
        request.family = "book";
        REQUIRE(web.loop.run(web.client->send(request)));
    }
    CHECK(web.clock.steady() - start >= 58ms);
}

TEST_CASE("a task that is told to stop ends at once", "[net][http]") {
    auto options = short_limits();
    options.limits.first_byte = 20s;
    options.limits.total = 20s;
    HttpFixture web{options};
    web.handler.delay = 10s;
    auto hurried = [&]() -> Task<HttpReply> {
        Error told{Errc::cancelled, "enough"};
        HttpRequest request{Method::get, web.url + "/"};
        co_return co_await with_deadline(web.client->send(std::move(request)), 20ms,
                                         std::move(told));
    };
    const auto start = web.clock.steady();
    const auto reply = web.loop.run(hurried());
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::cancelled);
    CHECK(web.clock.steady() - start < 5s);
}
