/// The layers of the HTTP client, each alone over a scripted one.

#include "base/system_clock.hpp"
#include "net/caching_client.hpp"
#include "net/limited_client.hpp"
#include "net/redirecting_client.hpp"
#include "net/retrying_client.hpp"
#include "net/wire_client.hpp"
#include "scripted_client.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;
using pm::test::reply_of;
using pm::test::run;
using pm::test::ScriptedClient;

namespace {

const std::string place = "https://venue.example/book?id=1";

HttpRequest get(const std::string& url = place) {
    return {Method::get, url};
}

HttpRequest cached(Duration age) {
    auto request = get();
    request.cache_for = age;
    return request;
}

const RetryPolicy fast{
    .attempts_max = 3, .pace = {.first = 1us, .max = 2us}, .retry_after_max = 1s};

}  // namespace

TEST_CASE("a repeatable request is sent again until it is answered", "[net][retrying]") {
    ScriptedClient inner;
    inner.script = {fail(Errc::lost, "cut"), reply_of(503), reply_of(200, "yes")};
    ManualClock clock{Timestamp{}};
    SeededRandom random{1};
    RetryingClient client{inner, clock, random, {}, fast};
    const auto reply = run(client.send(get()));
    REQUIRE(reply);
    CHECK(reply->body == "yes");
    CHECK(inner.asked.size() == 3);
}

TEST_CASE("after the last attempt the caller gets what there is", "[net][retrying]") {
    ScriptedClient inner;
    inner.script = {reply_of(503), reply_of(503), reply_of(429, "slow down"), reply_of(200)};
    ManualClock clock{Timestamp{}};
    SeededRandom random{1};
    RetryingClient client{inner, clock, random, {}, fast};
    const auto reply = run(client.send(get()));
    REQUIRE(reply);
    CHECK(reply->status == 429);
    CHECK(inner.asked.size() == 3);
}

TEST_CASE("what acts is sent once, whatever happens", "[net][retrying]") {
    ScriptedClient inner;
    inner.script = {fail(Errc::lost, "cut"), reply_of(503), reply_of(200)};
    ManualClock clock{Timestamp{}};
    SeededRandom random{1};
    RetryingClient client{inner, clock, random, {}, fast};
    HttpRequest order{Method::post, place};
    order.repeatable = false;
    const auto lost = run(client.send(order));
    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == Errc::lost);
    const auto turned_away = run(client.send(order));
    REQUIRE(turned_away);
    CHECK(turned_away->status == 503);
    CHECK(inner.asked.size() == 2);
}

TEST_CASE("an error that names its own time is handed over at once", "[net][retrying]") {
    ScriptedClient inner;
    Error rest{Errc::unavailable, "left alone"};
    rest.retry_after = 5s;
    inner.script = {tl::unexpected{rest}, reply_of(200)};
    ManualClock clock{Timestamp{}};
    SeededRandom random{1};
    RetryingClient client{inner, clock, random, {}, fast};
    CHECK_FALSE(run(client.send(get())));
    CHECK(inner.asked.size() == 1);
}

TEST_CASE("a repeat within its time is answered from memory", "[net][caching]") {
    ScriptedClient inner;
    inner.script = {reply_of(200, "one"), reply_of(200, "two")};
    ManualClock clock{Timestamp{}};
    CachingClient client{inner, clock, {}};
    CHECK(run(client.send(cached(10s)))->body == "one");
    clock.advance(9s);
    CHECK(run(client.send(cached(10s)))->body == "one");
    CHECK(inner.asked.size() == 1);
    clock.advance(1s);
    CHECK(run(client.send(cached(10s)))->body == "two");
}

TEST_CASE("without cache_for every request goes out", "[net][caching]") {
    ScriptedClient inner;
    inner.script = {reply_of(200, "one"), reply_of(200, "two")};
    ManualClock clock{Timestamp{}};
    CachingClient client{inner, clock, {}};
    CHECK(run(client.send(get()))->body == "one");
    CHECK(run(client.send(get()))->body == "two");
}

TEST_CASE("replies to different headers are kept apart", "[net][caching]") {
    ScriptedClient inner;
    inner.script = {reply_of(200, "mine"), reply_of(200, "yours")};
    ManualClock clock{Timestamp{}};
    CachingClient client{inner, clock, {}};
    auto mine = cached(10s);
    mine.headers = {{"accept", "a"}};
    auto yours = cached(10s);
    yours.headers = {{"accept", "b"}};
    CHECK(run(client.send(mine))->body == "mine");
    CHECK(run(client.send(yours))->body == "yours");
    CHECK(run(client.send(mine))->body == "mine");
}

TEST_CASE("an old reply is asked for conditionally and kept on 304", "[net][caching]") {
    ScriptedClient inner;
    inner.script = {reply_of(200, "one", {{"etag", "\"v1\""}}), reply_of(304)};
    ManualClock clock{Timestamp{}};
    CachingClient client{inner, clock, {}};
    CHECK(run(client.send(cached(1s)))->body == "one");
    clock.advance(5s);
    const auto again = run(client.send(cached(1s)));
    REQUIRE(again);
    CHECK(again->status == 200);
    CHECK(again->body == "one");
    CHECK(header(inner.asked.back().headers, "if-none-match") == "\"v1\"");
    CHECK(run(client.send(cached(1s)))->body == "one");
    CHECK(inner.asked.size() == 2);
}

TEST_CASE("a redirect within the origin is followed", "[net][redirecting]") {
    ScriptedClient inner;
    inner.script = {reply_of(302, "", {{"location", "/b"}}), reply_of(200, "there")};
    RedirectingClient client{inner, 3};
    CHECK(run(client.send(get()))->body == "there");
    CHECK(inner.asked.back().url == "https://venue.example/b");
}

TEST_CASE("redirects that could carry a secret away are not followed", "[net][redirecting]") {
    const auto elsewhere = reply_of(302, "", {{"location", "https://evil.example/"}});
    const auto inside = reply_of(307, "", {{"location", "/b"}});
    CHECK(redirect_target(get(), inside) == "https://venue.example/b");
    CHECK(redirect_target(get(), elsewhere).empty());
    CHECK(redirect_target(get(), reply_of(302, "", {{"location", "https://venue.example:444/"}}))
              .empty());
    CHECK(
        redirect_target(get(), reply_of(302, "", {{"location", "http://venue.example/"}})).empty());
    CHECK(redirect_target(get(), reply_of(302)).empty());
    CHECK(redirect_target(get(), reply_of(200, "", {{"location", "/b"}})).empty());
    CHECK(redirect_target(HttpRequest{Method::post, place}, inside).empty());
    auto signed_get = get();
    signed_get.headers = {{"poly_signature", "x"}};
    CHECK(redirect_target(signed_get, inside).empty());
}

TEST_CASE("a redirect loop ends", "[net][redirecting]") {
    ScriptedClient inner;
    for (int i = 0; i < 10; ++i) inner.script.emplace_back(reply_of(302, "", {{"location", "/a"}}));
    RedirectingClient client{inner, 3};
    CHECK(run(client.send(get()))->status == 302);
    CHECK(inner.asked.size() == 4);
}

TEST_CASE("a failing host is left alone until a probe succeeds", "[net][limited]") {
    ScriptedClient inner;
    inner.script = {fail(Errc::lost, "cut"), reply_of(503), reply_of(200, "well"), reply_of(200)};
    ManualClock clock{Timestamp{}};
    boost::asio::io_context loop;
    HttpOptions options;
    options.breaker = {.failures_max = 2, .cool_down = 5s};
    std::vector<std::string> said;
    const Log log = [&](LogLevel, std::string_view text) { said.emplace_back(text); };
    LimitedClient client{inner, loop.get_executor(), clock, log, options};
    CHECK_FALSE(run(client.send(get())));
    CHECK(run(client.send(get()))->status == 503);
    const auto refused = run(client.send(get()));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(refused.error().retry_after == Duration{5s});
    CHECK(refused.error().message.find("5.0 s") != std::string::npos);
    CHECK(inner.asked.size() == 2);
    clock.advance(5s);
    CHECK(run(client.send(get()))->body == "well");
    CHECK(run(client.send(get()))->status == 200);
    CHECK(said.size() == 2);
}

TEST_CASE("another host is asked while one is left alone", "[net][limited]") {
    ScriptedClient inner;
    inner.script = {fail(Errc::lost, "cut"), reply_of(200)};
    ManualClock clock{Timestamp{}};
    boost::asio::io_context loop;
    HttpOptions options;
    options.breaker = {.failures_max = 1, .cool_down = 5s};
    LimitedClient client{inner, loop.get_executor(), clock, {}, options};
    CHECK_FALSE(run(client.send(get())));
    CHECK_FALSE(run(client.send(get())));
    CHECK(run(client.send(get("https://other.example/"))));
}

TEST_CASE("a request refused by our own rules says nothing about the host", "[net][limited]") {
    ScriptedClient inner;
    ManualClock clock{Timestamp{}};
    boost::asio::io_context loop;
    HttpOptions options;
    options.breaker = {.failures_max = 1, .cool_down = 5s};
    LimitedClient client{inner, loop.get_executor(), clock, {}, options};
    for (const auto code : {Errc::bad_config, Errc::cancelled, Errc::bad_input}) {
        inner.script = {fail(code, "not sent"), reply_of(200)};
        CHECK_FALSE(run(client.send(get())));
        CHECK(run(client.send(get())));
    }
}

TEST_CASE("headers that would end a line early cannot be sent", "[net][wire]") {
    CHECK(sendable({{"poly_address", "0x12 ab"}, {"accept", "application/json; q=1"}}));
    CHECK_FALSE(sendable({{"a", "b\r\nc: d"}}));
    CHECK_FALSE(sendable({{"a\n", "b"}}));
    CHECK_FALSE(sendable({{"a b", "c"}}));
    CHECK_FALSE(sendable({{"", "c"}}));
    CHECK_FALSE(sendable({{"a", std::string{"b\0c", 3}}}));
}
