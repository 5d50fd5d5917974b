#include "sim/embedded_venue.hpp"

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/json.hpp"
#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "net/http_client.hpp"
#include "net/websocket.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace std::chrono_literals;

namespace {

struct Heard {
    int status = 0;
    std::string time;
    std::string speed;
    std::string first_frame;
    std::string pong;
    std::string after_close;
};

net::Task<void> visit(net::HttpClient& http, const Clock& clock, std::string url, Heard& heard) {
    net::HttpRequest ask{net::Method::get, url + "/time"};
    auto time = co_await http.send(std::move(ask));
    if (!time) co_return pass(time);
    heard.status = time->status;
    heard.time = time->body;
    heard.speed = net::header(time->headers, "pm-sim-speed").value_or("");

    net::HttpRequest catalogue{net::Method::get,
                               url + "/gamma/markets/keyset?limit=1&tag_id=103040"};
    auto market = co_await http.send(std::move(catalogue));
    if (!market) co_return pass(market);
    const auto json = Json::parse(market->body);
    const auto ids =
        Json::parse(json->find("markets")->items()[0].string("clobTokenIds").value_or("[]"));
    const std::string token{ids->items()[0].string().value_or("")};

    const auto executor = co_await boost::asio::this_coro::executor;
    const net::WebSocketOptions options;
    auto socket =
        net::make_websocket(executor, "ws" + url.substr(4) + "/ws/market", clock, options);
    auto done = co_await socket->connect();
    if (!done) co_return done;
    done = co_await socket->send(R"({"type":"market","assets_ids":[")" + token + "\"]}");
    if (!done) co_return done;
    auto frame = co_await socket->receive(clock.steady() + 5s);
    if (!frame) co_return pass(frame);
    heard.first_frame = frame->value_or("");
    done = co_await socket->send("PING");
    while (done && heard.pong != "PONG") {
        frame = co_await socket->receive(clock.steady() + 5s);
        if (!frame || !*frame) break;
        heard.pong = **frame;
    }
    net::HttpRequest fault{net::Method::post, url + "/sim/fault"};
    fault.body = R"({"kind":"close","code":1012})";
    auto closed = co_await http.send(std::move(fault));
    if (!closed) co_return pass(closed);
    for (;;) {
        frame = co_await socket->receive(clock.steady() + 5s);
        if (frame && *frame) continue;
        heard.after_close = frame ? "silence" : std::string{name_of(frame.error().code)};
        break;
    }
    co_return Result<void>{};
}

}  // namespace

TEST_CASE("the embedded venue serves requests and sockets on a loopback port", "[sim][loopback]") {
    boost::asio::io_context loop{1};
    SystemClock clock;
    SystemRandom random;
    sim::EmbeddedVenue venue{loop.get_executor(), clock, {}, {.speed = 60}};
    const auto url = venue.start();
    REQUIRE(url);
    CHECK(url->starts_with("http://127.0.0.1:"));
    Heard heard;
    std::optional<Result<void>> result;
    {
        auto http = net::make_http_client(loop.get_executor(), clock, random, {}, {});
        auto visiting = net::keep(visit(*http, clock, *url, heard), &result);
        net::spawn(loop.get_executor(), std::move(visiting), [&](const std::exception_ptr&) {
            venue.stop();
            loop.stop();
        });
        loop.run();
    }
    REQUIRE(result);
    INFO((*result ? "" : result->error().message));
    CHECK(*result);
    CHECK(heard.status == 200);
    CHECK(heard.time.starts_with("17816"));
    CHECK(heard.speed == "60");
    CHECK(heard.first_frame.find("\"event_type\":\"book\"") != std::string::npos);
    CHECK(heard.pong == "PONG");
    CHECK(heard.after_close != "silence");
    CHECK(!heard.after_close.empty());
}

TEST_CASE("what cannot be served is refused with a reason", "[sim][loopback]") {
    boost::asio::io_context loop{1};
    SystemClock clock;
    const auto refusal = [&](sim::SimOptions options) {
        sim::EmbeddedVenue venue{loop.get_executor(), clock, {}, std::move(options)};
        const auto url = venue.start();
        return url ? std::string{"served"} : std::string{name_of(url.error().code)};
    };
    CHECK(refusal({.listen = "0.0.0.0:0"}) == "bad_input");
    CHECK(refusal({.speed = 0}) == "bad_input");
    CHECK(refusal({.rate = -1}) == "bad_input");
    CHECK(refusal({.extra_markets = -5}) == "bad_input");
    CHECK(refusal({.scenario_file = "/no/such/file"}) == "not_found");
}
