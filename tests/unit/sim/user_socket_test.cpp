#include <memory>
#include <string>

#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "net/http_client.hpp"
#include "net/websocket.hpp"
#include "sim/embedded_venue.hpp"
#include "support/loop.hpp"
#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

struct Heard {
    int created = 0;
    std::string pong;
    std::string placement;
    std::string end;
    Duration held{};
    int held_status = 0;
};

net::Task<net::HttpReply> send(net::HttpClient& http, net::Method method, std::string url,
                               std::string body, net::Headers headers) {
    net::HttpRequest request{method, std::move(url)};
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.repeatable = false;
    co_return co_await http.send(std::move(request));
}

/// The YES token of a market whose best bid is well above a cent.
std::string token_in(const std::string& catalogue) {
    const auto json = Json::parse(catalogue);
    if (!json) return {};
    for (const auto& market : json->find("markets")->items()) {
        if (market.real("bestBid").value_or(0) < 0.1) continue;
        const auto ids = Json::parse(market.string("clobTokenIds").value_or("[]"));
        return std::string{ids->items()[0].string().value_or("")};
    }
    return {};
}

/// Proves a key on the user channel, lets a foreign order be placed, and is broken off by the next.
net::Task<void> visit(net::HttpClient& http, const Clock& clock, std::string url, Heard& heard) {
    const auto key = throwaway_key(7);
    auto proof = polymarket::l1_headers(key, 137, 1'791'800'000, 0);
    auto made = co_await send(http, net::Method::post, url + "/auth/api-key", "", on_wire(proof));
    if (!made) co_return pass(made);
    heard.created = made->status;
    const auto api = Json::parse(made->body);
    if (!api) co_return fail(Errc::malformed, made->body);
    const auto executor = co_await boost::asio::this_coro::executor;
    const net::WebSocketOptions options;
    auto socket = net::make_websocket(executor, "ws" + url.substr(4) + "/ws/user", clock, options);
    auto done = co_await socket->connect();
    if (!done) co_return done;
    const auto member = [&](std::string_view name) {
        return std::string{api->string(name).value_or("")};
    };
    const auto first = R"({"type":"user","auth":{"apiKey":")" + member("apiKey") +
                       R"(","secret":")" + member("secret") + R"(","passphrase":")" +
                       member("passphrase") + "\"}}";
    done = co_await socket->send(first);
    if (done) done = co_await socket->send("PING");
    if (!done) co_return done;
    auto frame = co_await socket->receive(clock.steady() + 5s);
    if (!frame) co_return pass(frame);
    heard.pong = frame->value_or("");

    auto markets =
        co_await send(http, net::Method::get, url + "/gamma/markets/keyset?limit=100", "", {});
    if (!markets) co_return pass(markets);
    const std::string order = R"({"kind":"foreign_order","address":")" + key.address().text() +
                              R"(","token":")" + token_in(markets->body) +
                              R"(","side":"BUY","price":"0.01","size":"100"})";
    const std::string faults[]{order, R"({"kind":"user_half_frame"})", order};
    for (const auto& fault : faults) {
        auto set = co_await send(http, net::Method::post, url + "/sim/fault", fault, {});
        if (!set) co_return pass(set);
        if (set->status != 200) co_return fail(Errc::rejected, set->body);
    }
    frame = co_await socket->receive(clock.steady() + 5s);
    if (!frame) co_return pass(frame);
    heard.placement = frame->value_or("");
    frame = co_await socket->receive(clock.steady() + 5s);
    heard.end = frame ? "silence" : std::string{name_of(frame.error().code)};

    const std::string hold =
        R"({"kind":"delay_apply","path":"GET /ok","ms":300,"reply":"hold","count":1})";
    auto set = co_await send(http, net::Method::post, url + "/sim/fault", hold, {});
    if (!set) co_return pass(set);
    const auto began = clock.steady();
    auto late = co_await send(http, net::Method::get, url + "/ok", "", {});
    if (!late) co_return pass(late);
    heard.held = clock.steady() - began;
    heard.held_status = late->status;
    co_return Result<void>{};
}

/// A venue on loopback and the sockets that a test opens to it.
struct OpenVenue {
    OpenVenue() {
        auto started = venue.start();
        REQUIRE(started);
        url = *started;
    }
    std::unique_ptr<net::MessageStream> socket(const std::string& path) {
        return net::make_websocket(loop.executor(), "ws" + url.substr(4) + path, clock, {});
    }

    Loop loop;
    SystemClock clock;
    sim::EmbeddedVenue venue{loop.executor(), clock, {}, {.speed = 1}};
    std::string url;
};

}  // namespace

// The venue is stopped while a socket is open: its coroutines end cleanly all the same.
TEST_CASE("a venue stops under an open socket", "[sim][loopback]") {
    OpenVenue at;
    auto& [loop, clock, venue, url] = at;
    const auto socket = at.socket("/ws/market");
    CHECK(loop.run(socket->connect()));
    CHECK(loop.run(socket->send("PING")));
    const auto pong = loop.run(socket->receive(clock.steady() + 5s));
    REQUIRE(pong);
    CHECK(pong->value_or("") == "PONG");
    venue.stop();
    loop.drain(200ms);
    const auto after = loop.run(socket->receive(clock.steady() + 1s));
    CHECK_FALSE(after);
}

TEST_CASE("the user channel works over a socket, and breaks off inside a frame when told to",
          "[sim][user][loopback]") {
    OpenVenue at;
    auto& [loop, clock, venue, url] = at;
    SystemRandom random;
    Heard heard;
    {
        auto http = net::make_http_client(loop.executor(), clock, random, {}, {});
        const auto done = loop.run(visit(*http, clock, url, heard));
        INFO((done ? "" : done.error().message));
        CHECK(done);
    }
    venue.stop();
    loop.drain();
    CHECK(heard.created == 200);
    CHECK(heard.pong == "PONG");
    CHECK(heard.placement.find(R"("type":"PLACEMENT")") != std::string::npos);
    CHECK(heard.end != "silence");
    CHECK_FALSE(heard.end.empty());
    CHECK(heard.held >= 300ms);
    CHECK(heard.held_status == 200);
}

TEST_CASE("a wrong secret is hung up on", "[sim][user][loopback]") {
    OpenVenue at;
    auto& [loop, clock, venue, url] = at;
    const auto socket = at.socket("/ws/user");
    REQUIRE(loop.run(socket->connect()));
    const std::string wrong =
        R"({"type":"user","auth":{"apiKey":"a","secret":"wrong","passphrase":"p"}})";
    REQUIRE(loop.run(socket->send(wrong)));
    const auto end = loop.run(socket->receive(clock.steady() + 5s));
    REQUIRE_FALSE(end);
    CHECK(end.error().message == "closed by the peer, code 1008");
    venue.stop();
    loop.drain();
}
