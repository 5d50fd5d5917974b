#pragma once

/// A venue's account side on loopback whose answers a test scripts, and a client of it with real
/// keys.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/system_clock.hpp"
#include "live/account_client.hpp"
#include "net/server.hpp"
#include "risk/gate.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

namespace pm::test {

net::HttpReply http_reply(int status, std::string body, net::Headers headers = {});

/// Answers "GET /path" with a function; remembers every request. Sockets get what `push` is given.
class ScriptedVenue final : public net::ServerHandler {
public:
    using Answer = std::function<Result<net::HttpReply>(const net::ServerRequest&)>;

    ScriptedVenue();
    ~ScriptedVenue() override;
    ScriptedVenue(const ScriptedVenue&) = delete;
    ScriptedVenue& operator=(const ScriptedVenue&) = delete;

    void on(const std::string& what, Answer answer);
    void on(const std::string& what, int status, std::string body, net::Headers headers = {});
    /// Resets the connection without a word, after the request was read.
    void dies(const std::string& what);

    net::Task<net::HttpReply> handle(net::ServerRequest request) override;
    net::Task<void> serve_socket(std::string target, net::ServerSocket& socket) override;
    net::Task<void> push(std::string text);
    void cut_sockets();

    [[nodiscard]] std::size_t count(const std::string& what) const;
    [[nodiscard]] const net::ServerRequest& last(const std::string& what) const;

    std::vector<net::ServerRequest> requests;
    std::vector<std::string> said;  ///< By sockets, PINGs apart.
    Duration delay{0};
    bool pongs = true;
    bool refuse_sockets = false;

private:
    std::map<std::string, Answer> answers_;
    std::vector<net::ServerSocket*> sockets_;
};

crypto::SigningKey test_key();
polymarket::ApiKey test_api_key();

/// A venue, and a client of it, on one loop. Everything ends with it, in the right order.
class AccountFixture {
public:
    AccountFixture();
    AccountFixture(const AccountFixture&) = delete;
    AccountFixture& operator=(const AccountFixture&) = delete;
    ~AccountFixture();

    template <class T>
    Result<T> run(net::Task<T> task) {
        return loop.run(std::move(task));
    }
    /// Lets the loop run until `done` or two seconds have passed.
    void until(const std::function<bool()>& done);

    SystemClock clock;
    SeededRandom random{1};
    Loop loop;
    ScriptedVenue venue;
    net::Server server;
    live::Endpoints endpoints;
    crypto::SigningKey key = test_key();
    polymarket::ApiKey api = test_api_key();
    live::KeySigner signer{api, key.address()};
    std::vector<std::string> logged;
    Duration skew{0};  ///< The venue's clock against ours.
    std::unique_ptr<net::HttpClient> http;
    std::unique_ptr<live::AccountClient> client;
};

}  // namespace pm::test
