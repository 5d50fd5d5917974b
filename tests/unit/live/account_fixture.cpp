#include "account_fixture.hpp"

#include <algorithm>

#include "net/pause.hpp"

namespace pm::test {

namespace {

std::string name_of(const net::ServerRequest& request) {
    const std::map<net::Method, std::string> names{{net::Method::get, "GET "},
                                                   {net::Method::post, "POST "},
                                                   {net::Method::put, "PUT "},
                                                   {net::Method::del, "DELETE "}};
    return names.at(request.method) + request.target.substr(0, request.target.find('?'));
}

}  // namespace

net::HttpReply http_reply(int status, std::string body, net::Headers headers) {
    net::HttpReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    reply.body = std::move(body);
    return reply;
}

ScriptedVenue::ScriptedVenue() = default;
ScriptedVenue::~ScriptedVenue() = default;

void ScriptedVenue::on(const std::string& what, Answer answer) {
    answers_[what] = std::move(answer);
}
void ScriptedVenue::on(const std::string& what, int status, std::string body,
                       net::Headers headers) {
    on(what, [=](const net::ServerRequest&) { return http_reply(status, body, headers); });
}
void ScriptedVenue::dies(const std::string& what) {
    on(what, [](const net::ServerRequest&) -> Result<net::HttpReply> {
        return fail(Errc::lost, "scripted");
    });
}

net::Task<net::HttpReply> ScriptedVenue::handle(net::ServerRequest request) {
    const auto what = name_of(request);
    requests.push_back(request);
    if (delay > Duration{0}) {
        co_await net::pause(delay);
    }
    const auto found = answers_.find(what);
    if (found == answers_.end()) co_return http_reply(404, R"({"error":"not found"})");
    co_return found->second(request);
}

net::Task<void> ScriptedVenue::serve_socket(std::string /*target*/, net::ServerSocket& socket) {
    sockets_.push_back(&socket);
    for (;;) {
        auto text = co_await socket.receive(Instant{std::chrono::years{100}});
        if (!text || !*text) break;
        if (**text == "PING") {
            if (pongs) (void)co_await socket.send("PONG");
        } else {
            said.push_back(**text);
            if (refuse_sockets) break;
        }
    }
    std::erase(sockets_, &socket);
    co_return Result<void>{};
}
net::Task<void> ScriptedVenue::push(std::string text) {
    for (auto* socket : sockets_) (void)co_await socket->send(text);
    co_return Result<void>{};
}
void ScriptedVenue::cut_sockets() {
    for (auto* socket : sockets_) socket->cut();
}

std::size_t ScriptedVenue::count(const std::string& what) const {
    return static_cast<std::size_t>(std::count_if(
        requests.begin(), requests.end(), [&](const auto& r) { return name_of(r) == what; }));
}
const net::ServerRequest& ScriptedVenue::last(const std::string& what) const {
    const auto found = std::find_if(requests.rbegin(), requests.rend(),
                                    [&](const auto& r) { return name_of(r) == what; });
    REQUIRE(found != requests.rend());
    return *found;
}

crypto::SigningKey test_key() {
    const std::string bytes(32, '\x11');
    return std::move(*crypto::SigningKey::from(std::move(*SecretBytes::copy_of(bytes))));
}

polymarket::ApiKey test_api_key() {
    polymarket::ApiKey key;
    key.key = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2";
    key.secret = std::move(*SecretBytes::copy_of("Q0FOQVJZLXNlY3JldC1ieXRlcw=="));
    key.passphrase = std::move(*SecretBytes::copy_of("CANARY-passphrase"));
    return key;
}

AccountFixture::AccountFixture() : server{loop.executor(), venue, clock} {
    auto listening = server.listen("127.0.0.1:0");
    REQUIRE(listening);
    endpoints = *live::endpoints_under(*listening);
    auto options = live::account_http_options();
    options.limits.first_byte = std::chrono::milliseconds{300};
    options.limits.total = std::chrono::milliseconds{600};
    options.retry.pace = {std::chrono::milliseconds{1}, std::chrono::milliseconds{2}};
    auto log = [this](LogLevel, std::string_view text) { logged.emplace_back(text); };
    http = net::make_http_client(loop.executor(), clock, random, log, options);
    live::AccountId id;
    id.wallet = key.address().text();
    client = std::make_unique<live::AccountClient>(
        live::AccountClient::Parts{*http, endpoints, clock, signer}, std::move(id), log);
    venue.on("GET /time", [this](const net::ServerRequest&) {
        const auto now = std::chrono::floor<std::chrono::seconds>(clock.now() + skew);
        return http_reply(200, std::to_string(now.time_since_epoch().count()));
    });
    venue.on("GET /version", 200, R"({"version":2})");
}

AccountFixture::~AccountFixture() {
    client.reset();
    http.reset();
    server.stop();
    loop.drain();
}

void AccountFixture::until(const std::function<bool()>& done) {
    auto wait = [](const std::function<bool()>* finished, const Clock* time) -> net::Task<void> {
        const auto end = time->steady() + std::chrono::seconds{2};
        while (!(*finished)() && time->steady() < end) {
            co_await net::pause(std::chrono::milliseconds{1});
        }
        co_return Result<void>{};
    };
    REQUIRE(loop.run(wait(&done, &clock)));
    CHECK(done());
}

}  // namespace pm::test
