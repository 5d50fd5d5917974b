#include "live/account_client.hpp"

#include "account_fixture.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using polymarket::PostProof;

namespace {

const std::string order_hash = "0x" + std::string(64, 'a');
const std::string body = R"({"order":{"salt":1},"owner":"me"})";
const std::string accepted =
    R"({"success":true,"errorMsg":"","orderID":")" + order_hash + R"(","status":"live"})";

std::string_view header(const net::ServerRequest& request, const std::string& name) {
    return net::header(request.headers, name).value_or("");
}

std::string order_row(const std::string& order_id) {
    return R"({"id":")" + order_id + R"(","status":"LIVE","market":"0x)" + std::string(64, 'c') +
           R"(","asset_id":"11","original_size":"10","size_matched":"0"})";
}

}  // namespace

TEST_CASE("a private request is signed over its path and exact bytes", "[live][account]") {
    AccountFixture f;
    f.venue.on("POST /order", 200, accepted);
    f.venue.on("GET /data/orders", 200, R"({"next_cursor":"LTE=","data":[]})");
    REQUIRE(f.run(f.client->post_order(order_hash, body)));
    REQUIRE(f.run(f.client->open_orders()));
    const auto& post = f.venue.last("POST /order");
    CHECK(post.body == body);
    CHECK(header(post, "poly_address") == f.key.address().text());
    CHECK(header(post, "poly_api_key") == f.api.key);
    CHECK(header(post, "poly_passphrase") == f.api.passphrase.view());
    const auto signature = [&](const net::ServerRequest& request, std::string_view method,
                               std::string_view path) {
        std::string out;
        polymarket::append_l2_signature(out, f.api.secret.view(), header(request, "poly_timestamp"),
                                        {method, path, request.body});
        return out;
    };
    CHECK(header(post, "poly_signature") == signature(post, "POST", "/order"));
    const auto& get = f.venue.last("GET /data/orders");
    CHECK(get.target.find("next_cursor=") != std::string::npos);
    CHECK(header(get, "poly_signature") == signature(get, "GET", "/data/orders"));
}

TEST_CASE("an order is posted once, whatever becomes of it", "[live][account]") {
    AccountFixture f;
    const auto posted = [&] {
        auto verdict = f.run(f.client->post_order(order_hash, body));
        REQUIRE(verdict);
        return verdict->proof;
    };
    f.venue.on("POST /order", 200, accepted);
    CHECK(posted() == PostProof::exists);
    f.venue.dies("POST /order");  // on the kept connection, then on fresh ones
    CHECK(posted() == PostProof::unknown);
    CHECK(posted() == PostProof::unknown);
    f.venue.on("POST /order", 500, R"({"error":"Internal server error"})");
    CHECK(posted() == PostProof::unknown);
    f.venue.on("POST /order", 502, "<html>");
    CHECK(posted() == PostProof::unknown);
    f.venue.on("POST /order", 0, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"succ");
    CHECK(posted() == PostProof::unknown);
    f.venue.on("POST /order", 425, "");
    CHECK(posted() == PostProof::refused);
    f.venue.on("POST /order", 429, "Too Many Requests", {{"Retry-After", "1"}});
    CHECK(posted() == PostProof::refused);
    f.venue.on("POST /order", 302, "", {{"Location", "/elsewhere"}});
    CHECK(posted() == PostProof::unknown);
    f.venue.on("POST /order", 200, accepted);
    f.venue.delay = 500ms;  // later than we wait
    CHECK(posted() == PostProof::unknown);
    CHECK(f.venue.count("POST /order") == 10);
    CHECK(f.venue.count("GET /elsewhere") == 0);
}

TEST_CASE("an order that could not be sent is an error and no doubt", "[live][account]") {
    AccountFixture f;
    f.server.stop();
    f.loop.drain(10ms);
    auto refused = f.run(f.client->post_order(order_hash, body));
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::unavailable);
    live::KeySigner nobody{f.key, 137};
    live::AccountClient bare{{*f.http, f.endpoints, f.clock, nobody}, {}};
    auto unsigned_order = f.run(bare.post_order(order_hash, body));
    REQUIRE(!unsigned_order);
    CHECK(unsigned_order.error().code == Errc::credentials);
}

TEST_CASE("reads are repeated, cancellations are not", "[live][account]") {
    AccountFixture f;
    int calls = 0;
    f.venue.on("GET /balance-allowance", [&](const net::ServerRequest&) {
        return ++calls < 3 ? http_reply(500, "") : http_reply(200, R"({"balance":"7"})");
    });
    const auto balance = f.run(f.client->balance({}));
    REQUIRE(balance);
    CHECK(balance->micros == 7);
    CHECK(calls == 3);
    f.venue.on("DELETE /order", 500, "");
    CHECK(!f.run(f.client->cancel(order_hash)));
    CHECK(f.venue.count("DELETE /order") == 1);
    f.venue.on("DELETE /orders", 200, R"({"canceled":["0xB"],"not_canceled":{}})");
    const auto gone = f.run(f.client->cancel_many({"0xb"}));
    REQUIRE(gone);
    CHECK(gone->cancelled == std::vector<std::string>{"0xb"});
    f.venue.on("DELETE /cancel-all", 503, R"({"error":"Trading is currently disabled."})",
               {{"Retry-After", "9"}});
    const auto disabled = f.run(f.client->cancel_all());
    REQUIRE(!disabled);
    CHECK(disabled.error().code == Errc::restricted);
    CHECK(disabled.error().retry_after == 9s);
}

TEST_CASE("a clock that the venue does not believe is measured, and the read repeated once",
          "[live][account]") {
    AccountFixture f;
    f.skew = 1h;
    int calls = 0;
    f.venue.on("GET /data/orders", [&](const net::ServerRequest& request) {
        ++calls;
        const auto stamp = std::stoll(std::string{header(request, "poly_timestamp")});
        const auto now = (f.clock.now() + f.skew).time_since_epoch() / 1s;
        if (std::abs(stamp - now) > 5) return http_reply(401, R"({"error":"Unauthorized"})");
        return http_reply(200, R"({"next_cursor":"LTE=","data":[]})");
    });
    CHECK(f.run(f.client->open_orders()));
    CHECK(calls == 2);
    CHECK(f.client->clock_offset().offset() > 59min);
    // A wrong key is not asked about twice while the clock is known to be right.
    f.venue.on("GET /data/orders", 401, R"({"error":"Unauthorized/Invalid api key"})");
    const auto before = f.venue.count("GET /data/orders");
    const auto refused = f.run(f.client->open_orders());
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::credentials);
    CHECK(f.venue.count("GET /data/orders") == before + 1);
}

TEST_CASE("lists are walked to their end and never for ever", "[live][account]") {
    AccountFixture f;
    f.venue.on("GET /data/orders", [&](const net::ServerRequest& request) {
        const bool first = request.target.find("next_cursor=MA%3D%3D") != std::string::npos;
        return http_reply(200, first
                                   ? R"({"next_cursor":"MTA=","data":[)" + order_row("0x1") + "]}"
                                   : R"({"next_cursor":"LTE=","data":[)" + order_row("0x2") + "]}");
    });
    const auto orders = f.run(f.client->open_orders());
    REQUIRE(orders);
    REQUIRE(orders->size() == 2);
    CHECK((*orders)[1].order_id == "0x2");
    f.venue.on("GET /data/trades", 200, R"({"next_cursor":"same","data":[]})");
    CHECK(f.run(f.client->trades(noon)));
    CHECK(f.venue.count("GET /data/trades") == 2);
    CHECK(f.venue.last("GET /data/trades").target.find("after=1781611199") != std::string::npos);
    int page = 0;
    f.venue.on("GET /data/trades", [&](const net::ServerRequest&) {
        return http_reply(200, R"({"data":[],"next_cursor":"c)" + std::to_string(++page) + "\"}");
    });
    const auto endless = f.run(f.client->trades(std::nullopt));
    REQUIRE(!endless);
    CHECK(endless.error().code == Errc::malformed);
    f.venue.on("GET /data/trades", 200, R"({"data":[{"id":"t"}]})");
    CHECK(!f.run(f.client->trades(std::nullopt)));
}

TEST_CASE("an order that is not shown is nothing, another one is a fault", "[live][account]") {
    AccountFixture f;
    const auto none = f.run(f.client->order(order_hash));
    REQUIRE(none);
    CHECK(!*none);
    f.venue.on("GET /data/order/" + order_hash, 200, order_row(order_hash));
    CHECK((*f.run(f.client->order(order_hash)))->order_id == order_hash);
    f.venue.on("GET /data/order/" + order_hash, 200, order_row("0xb"));
    CHECK(!f.run(f.client->order(order_hash)));
    f.venue.on("GET /data/order/" + order_hash, 500, "");
    CHECK(!f.run(f.client->order(order_hash)));
}

TEST_CASE("API credentials are derived, or created when there are none", "[live][account]") {
    AccountFixture f;
    live::KeySigner wallet{f.key, 137, 3};
    live::AccountClient client{{*f.http, f.endpoints, f.clock, wallet}, {}};
    f.venue.on("GET /auth/derive-api-key", 400, R"({"error":"Could not derive api key!"})");
    f.venue.on("POST /auth/api-key", 200, R"({"apiKey":"k","secret":"c2VjcmV0","passphrase":"p"})");
    auto made = f.run(client.api_key());
    REQUIRE(made);
    CHECK(made->key == "k");
    CHECK(made->secret.view() == "c2VjcmV0");
    const auto& post = f.venue.last("POST /auth/api-key");
    CHECK(header(post, "poly_nonce") == "3");
    CHECK(polymarket::l1_proves(f.key.address(), 137, header(post, "poly_timestamp"), 3,
                                header(post, "poly_signature")));
    f.venue.on("GET /auth/derive-api-key", 200,
               R"({"apiKey":"d","secret":"c2VjcmV0","passphrase":"p"})");
    CHECK(f.run(client.api_key())->key == "d");
    CHECK(f.venue.count("POST /auth/api-key") == 1);
    f.venue.on("GET /auth/derive-api-key", 401, R"({"error":"Invalid L1 Request headers"})");
    CHECK(f.run(client.api_key()).error().code == Errc::credentials);
    CHECK(f.venue.count("POST /auth/api-key") == 1);
}

TEST_CASE("what is asked about an account and the venue", "[live][account]") {
    AccountFixture f;
    CHECK(*f.run(f.client->version()) == 2);
    f.venue.on("GET /version", 404, "");
    CHECK(*f.run(f.client->version()) == 2);
    CHECK(*f.run(f.client->closed_only()) == false);  // 404: no record
    f.venue.on("GET /auth/ban-status/closed-only", 200, R"({"closed_only":true})");
    CHECK(*f.run(f.client->closed_only()) == true);
    f.venue.on("GET /api/geoblock", 200, R"({"blocked":false,"country":"CH","region":""})");
    CHECK(f.run(f.client->geoblock())->country == "CH");
    CHECK(header(f.venue.last("GET /api/geoblock"), "poly_api_key").empty());
    f.venue.on("POST /v1/heartbeats", 400,
               R"({"error_msg":"Invalid Heartbeat ID","heartbeat_id":"x"})");
    CHECK(f.run(f.client->heartbeat(""))->id == "x");
    // the newer Data API first, then the older
    f.venue.on("GET /data-api/positions", 200,
               R"([{"asset":"11","conditionId":"0x)" + std::string(64, 'c') + R"(","size":5}])");
    const auto held = f.run(f.client->positions());
    REQUIRE(held);
    CHECK(held->at(0).size == shares(5));
    CHECK(f.venue.count("GET /data-api/v2/positions") == 1);
}

TEST_CASE("no secret reaches the log", "[live][account]") {
    AccountFixture f;
    f.venue.on("GET /data/orders", 500, "");
    f.venue.on("POST /order", 502, "<html>");
    f.venue.on("GET /data/trades", 401, "");
    (void)f.run(f.client->open_orders());
    (void)f.run(f.client->post_order(order_hash, body));
    (void)f.run(f.client->trades(std::nullopt));
    CHECK(!f.logged.empty());
    for (const auto& line : f.logged) {
        CAPTURE(line);
        CHECK(line.find("CANARY") == std::string::npos);
        CHECK(line.find("Q0FOQVJZ") == std::string::npos);
    }
}
