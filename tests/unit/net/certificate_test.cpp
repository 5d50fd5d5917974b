// TLS as it is in the world: certificates made for the test, good ones and bad ones.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "net/byte_stream.hpp"
#include "net/server.hpp"
#include "net/websocket.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"
#include "support/real_clock.hpp"

using namespace pm;
using namespace std::chrono_literals;
using net::Task;
using pm::test::real_clock;
namespace fs = std::filesystem;

namespace {

/// A certificate authority and certificates of it, made with the openssl command.
class Authority {
public:
    Authority() : folder_{fs::temp_directory_path() / "pm-tls-XXXXXX"} {
        auto name = folder_.string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder_ = name;
        shell(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
            "/CN=test-ca "
            "-keyout ca.key -out ca.pem");
    }
    ~Authority() { fs::remove_all(folder_); }
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return folder_ / name; }

    /// A certificate for `name` signed by this authority, valid for `days`.
    net::ServerOptions issue(const std::string& name, int days) {
        std::ofstream{folder_ / "ext"} << "subjectAltName=" << name << "\n";
        shell(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server "
            "-keyout server.key -out server.csr");
        shell("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days " +
              std::to_string(days) + " -extfile ext -out server.pem");
        return {.cert_file = file("server.pem"), .key_file = file("server.key")};
    }
    net::ServerOptions self_signed() {
        shell(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
            "/CN=localhost "
            "-addext subjectAltName=DNS:localhost -keyout own.key -out own.pem");
        return {.cert_file = file("own.pem"), .key_file = file("own.key")};
    }

private:
    void shell(const std::string& arguments) const {
        const auto command =
            "cd " + folder_.string() + " && openssl " + arguments + " > openssl.log 2>&1";
        REQUIRE(std::system(command.c_str()) == 0);
    }
    fs::path folder_;
};

class Greeter final : public net::ServerHandler {
public:
    Task<net::HttpReply> handle(net::ServerRequest) override {
        net::HttpReply reply;
        reply.status = 200;
        reply.body = "{}";
        co_return reply;
    }
    Task<void> serve_socket(std::string, net::ServerSocket& socket) override {
        auto sent = co_await socket.send("hello over TLS");
        if (!sent) co_return pass(sent);
        auto gone = co_await socket.receive(real_clock.steady() + 5s);
        static_cast<void>(gone);
        co_return Result<void>{};
    }
};

/// Connects a WebSocket to a server with `identity`, trusting `ca_file` only.
Result<std::string> greeting(const net::ServerOptions& identity, const std::string& ca_file,
                             const std::string& host = "localhost") {
    test::Loop loop;
    Greeter greeter;
    net::Server server{loop.executor(), greeter, real_clock, identity};
    const auto url = server.listen("127.0.0.1:0");
    REQUIRE(url);
    const auto port = url->substr(url->rfind(':'));
    net::WebSocketOptions options;
    options.trust.ca_file = ca_file;
    const auto client =
        net::make_websocket(loop.executor(), "wss://" + host + port + "/ws", real_clock, options);
    auto talk = [&]() -> Task<std::string> {
        auto connected = co_await client->connect();
        if (!connected) co_return pass(connected);
        auto message = co_await client->receive(real_clock.steady() + 5s);
        if (!message) co_return pass(message);
        if (!*message) co_return fail(Errc::internal, "silence");
        co_return std::string{**message};
    };
    auto got = loop.run(talk());
    client->cut();
    server.stop();
    loop.drain();
    return got;
}

void check_refused(const Result<std::string>& got, const std::string& why) {
    REQUIRE_FALSE(got);
    CHECK(got.error().code == Errc::unavailable);
    CHECK_THAT(got.error().message, Catch::Contains(why));
}

}  // namespace

TEST_CASE("a trusted certificate for the right host is accepted", "[net][tls]") {
    Authority authority;
    const auto got = greeting(authority.issue("DNS:localhost", 2), authority.file("ca.pem"));
    REQUIRE((got ? "" : got.error().message) == std::string{});
    CHECK(*got == "hello over TLS");
}

TEST_CASE("a certificate for another host is refused", "[net][tls]") {
    Authority authority;
    check_refused(greeting(authority.issue("DNS:example.org", 2), authority.file("ca.pem")),
                  "mismatch");
}

TEST_CASE("an address is not a name in the certificate", "[net][tls]") {
    Authority authority;
    check_refused(
        greeting(authority.issue("DNS:localhost", 2), authority.file("ca.pem"), "127.0.0.1"),
        "mismatch");
}

TEST_CASE("an expired certificate is refused", "[net][tls]") {
    Authority authority;
    check_refused(greeting(authority.issue("DNS:localhost", -1), authority.file("ca.pem")),
                  "expired");
}

TEST_CASE("a self-signed certificate is refused", "[net][tls]") {
    Authority authority;
    check_refused(greeting(authority.self_signed(), authority.file("ca.pem")), "self");
}

TEST_CASE("an unknown authority is refused", "[net][tls]") {
    Authority authority;
    Authority stranger;
    check_refused(greeting(stranger.issue("DNS:localhost", 2), authority.file("ca.pem")), "issuer");
}
