#include "net/url.hpp"

#include <rapidcheck.h>

#include "base/text.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::net;

TEST_CASE("a URL is taken apart", "[net][url]") {
    const auto url = parse_url("HTTPS://Gamma-API.Example.com/markets?slug=a%20b#part");
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->host == "gamma-api.example.com");
    CHECK(url->port == 443);
    CHECK(url->target == "/markets?slug=a%20b");
    CHECK(url->secure());
    CHECK(url->authority() == "gamma-api.example.com");
    CHECK(url->origin == "https://gamma-api.example.com:443");
    CHECK(url->text() == "https://gamma-api.example.com/markets?slug=a%20b");
}

TEST_CASE("ports, empty paths and IPv6 hosts are read", "[net][url]") {
    CHECK(parse_url("ws://127.0.0.1:8790")->target == "/");
    CHECK(parse_url("ws://127.0.0.1:8790")->port == 8790);
    CHECK(parse_url("http://localhost?x=1")->target == "/?x=1");
    CHECK(parse_url("http://localhost")->port == 80);
    CHECK(parse_url("wss://h/p")->port == 443);
    const auto six = parse_url("https://[::1]:8443/x");
    REQUIRE(six);
    CHECK(six->host == "::1");
    CHECK(six->port == 8443);
    CHECK(six->authority() == "[::1]:8443");
    CHECK(six->origin == "https://[::1]:8443");
}

TEST_CASE("what is not a URL we speak is refused", "[net][url]") {
    for (const std::string text : {"",
                                   "example.com",
                                   "ftp://example.com/",
                                   "http://",
                                   "http:///x",
                                   "https://a b/",
                                   "https://user@host/",
                                   "https://user:pw@host/",
                                   "https://host:0/",
                                   "https://host:65536/",
                                   "https://host:/",
                                   "https://host:8x/",
                                   "https://[::1",
                                   "https://[]/",
                                   "https://[zz]/",
                                   "https://ho\"st/",
                                   "https://host/\x01",
                                   "https://host/\r\nX: y",
                                   "https://h\xC3\xB6st/",
                                   "https://[::1]x/",
                                   "https://a:b:1/"}) {
        CAPTURE(text);
        const auto url = parse_url(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().code == Errc::bad_input);
    }
}

TEST_CASE("only this machine is loopback", "[net][url]") {
    for (const auto* host : {"localhost", "127.0.0.1", "127.255.0.9", "::1"}) {
        CAPTURE(host);
        CHECK(is_loopback(host));
    }
    for (const auto* host : {"localhost.evil.com", "127.0.0.1.evil.com", "128.0.0.1", "127.0.0",
                             "127.0.0.256", "127.0.0.", "1270.0.0.1", "0.0.0.0", "::2", ""}) {
        CAPTURE(host);
        CHECK_FALSE(is_loopback(host));
    }
}

TEST_CASE("plain text is allowed to loopback only", "[net][url]") {
    CHECK(check_allowed(*parse_url("http://127.0.0.1:1/")));
    CHECK(check_allowed(*parse_url("ws://[::1]:1/")));
    CHECK(check_allowed(*parse_url("https://example.com/")));
    CHECK(check_allowed(*parse_url("wss://example.com/")));
    for (const auto* text :
         {"http://example.com/", "ws://10.0.0.1/", "http://localhost.evil.com/"}) {
        const auto verdict = check_allowed(*parse_url(text));
        REQUIRE_FALSE(verdict);
        CHECK(verdict.error().code == Errc::bad_config);
    }
}

TEST_CASE("queries are escaped, joined and read back", "[net][url]") {
    CHECK(percent_encoded("a b&c=d/\xC3\xA9~-._") == "a%20b%26c%3Dd%2F%C3%A9~-._");
    CHECK(with_query("http://h/p", {{"a", "1"}, {"b c", "x&y"}}) == "http://h/p?a=1&b%20c=x%26y");
    CHECK(with_query("http://h/p?z=0", {{"a", "1"}}) == "http://h/p?z=0&a=1");
    CHECK(with_query("http://h/p", {}) == "http://h/p");
    CHECK(query_of("/p?a=1&b+c=x%26y&flag&&e=") ==
          Query{{"a", "1"}, {"b c", "x&y"}, {"flag", ""}, {"e", ""}});
    CHECK(query_of("/p").empty());
    CHECK(query_unescape("100%") == "100%");
    CHECK(query_unescape("%zz%4") == "%zz%4");
    CHECK(query_unescape("%41%2b") == "A+");
}

TEST_CASE("any text survives being a query value", "[net][url]") {
    CHECK(rc::check("escape and back", [](const std::string& name, const std::string& value) {
        const auto url = with_query("/p", {{"k" + name, value}});
        RC_ASSERT(url.find_first_of(" \r\n#") == std::string::npos);
        RC_ASSERT(query_of(url) == (Query{{"k" + name, value}}));
    }));
}

TEST_CASE("paths are joined with one slash", "[net][url]") {
    CHECK(join("http://h", "p") == "http://h/p");
    CHECK(join("http://h/", "/p") == "http://h/p");
    CHECK(join("http://h/gamma", "/events") == "http://h/gamma/events");
    CHECK(websocket_url("https://h/x") == "wss://h/x");
    CHECK(websocket_url("http://h:1/x") == "ws://h:1/x");
    CHECK(websocket_url("wss://h/x") == "wss://h/x");
}

TEST_CASE("a Location is resolved as RFC 3986 says", "[net][url]") {
    const auto base = *parse_url("https://host:8443/a/b?q=1");
    const auto at = [&](std::string_view location) {
        const auto url = resolve_reference(base, location);
        return url ? url->text() : "refused";
    };
    CHECK(at("/x?y=2") == "https://host:8443/x?y=2");
    CHECK(at("c") == "https://host:8443/a/c");
    CHECK(at("?z=3") == "https://host:8443/a/b?z=3");
    CHECK(at("//other/x") == "https://other/x");
    CHECK(at("http://other/x") == "http://other/x");
    CHECK(at("/x?u=http://other/") == "https://host:8443/x?u=http://other/");
    CHECK(at("") == "https://host:8443/a/b?q=1");
    CHECK(at("javascript://x/") == "refused");
}
