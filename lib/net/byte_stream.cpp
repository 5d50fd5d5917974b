#include "net/byte_stream.hpp"

#include <optional>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/as_value.hpp"
#include "net/deadline.hpp"
#include "net/socket_stream.hpp"
#include "net/tls_context.hpp"

namespace pm::net {

namespace ip = asio::ip;
namespace ssl = asio::ssl;

namespace {

std::string at(const Url& url) {
    return url.host + ':' + std::to_string(url.port);
}

class SystemConnector final : public Connector {
public:
    SystemConnector(ConnectLimits limits, TlsTrust trust)
        : limits_{limits}, trust_{std::move(trust)} {}

    Task<std::unique_ptr<ByteStream>> connect(Url url) override {
        auto allowed = check_allowed(url);
        if (!allowed) co_return pass(allowed);
        auto found = co_await resolve(url);
        if (!found) co_return pass(found);
        Error late{Errc::unavailable, "connecting to " + at(url) + " took too long"};
        auto connected =
            co_await with_deadline(dial(url, std::move(*found)), limits_.connect, std::move(late));
        if (!connected) co_return pass(connected);
        tune(*connected);
        if (!url.secure()) {
            co_return stream_on(std::move(*connected));
        }
        Error stuck{Errc::unavailable, "TLS with " + at(url) + " took too long"};
        co_return co_await with_deadline(secure(url, std::move(*connected)), limits_.handshake,
                                         std::move(stuck));
    }

private:
    /// getaddrinfo runs on Asio's thread and cannot be stopped, so nobody waits for it: its result
    /// is shared with the handler, which may come long after the deadline.
    struct Lookup {
        explicit Lookup(const asio::any_io_executor& executor)
            : resolver{executor}, wake{executor} {}
        ip::tcp::resolver resolver;
        asio::steady_timer wake;
        ip::tcp::resolver::results_type found;
        boost::system::error_code error;
        bool done = false;
    };

    Task<ip::tcp::resolver::results_type> resolve(const Url& url) const {
        auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
        lookup->wake.expires_after(limits_.resolve);
        lookup->resolver.async_resolve(
            url.host, std::to_string(url.port),
            [lookup](const boost::system::error_code& error, auto found) {
                lookup->error = error;
                lookup->found = std::move(found);
                lookup->done = true;
                lookup->wake.cancel();
            });
        const auto [stopped] = co_await lookup->wake.async_wait(as_value);
        if (!lookup->done && stopped) co_return fail(Errc::cancelled, "told to stop");
        if (!lookup->done) {
            co_return fail(Errc::unavailable, "finding " + url.host + " took too long");
        }
        if (lookup->error) {
            co_return fail(Errc::unavailable,
                           "cannot find " + url.host + ": " + lookup->error.message());
        }
        co_return std::move(lookup->found);
    }

    static Task<Plain> dial(const Url& url, ip::tcp::resolver::results_type found) {
        Plain socket{co_await asio::this_coro::executor};
        boost::system::error_code last = asio::error::host_not_found;
        for (const auto& entry : found) {
            boost::system::error_code ignored;
            socket.close(ignored);
            const auto [error] = co_await socket.async_connect(entry.endpoint(), as_value);
            if (!error) co_return std::move(socket);
            if (error == asio::error::operation_aborted) {
                co_return fail(Errc::cancelled, "told to stop");
            }
            last = error;
        }
        co_return fail(Errc::unavailable, "cannot connect to " + at(url) + ": " + last.message(),
                       "is the address right, and is anything listening there?");
    }

    Task<std::unique_ptr<ByteStream>> secure(const Url& url, Plain socket) {
        if (!context_) {
            auto context = client_context(trust_);
            if (!context) co_return pass(context);
            context_.emplace(std::move(*context));
        }
        Secure stream{std::move(socket), *context_};
        if (!expect_host(stream.native_handle(), url.host)) {
            co_return fail(Errc::unavailable, "TLS: cannot check the name " + url.host);
        }
        const auto [failed] = co_await stream.async_handshake(ssl::stream_base::client, as_value);
        if (failed == asio::error::operation_aborted) {
            co_return fail(Errc::cancelled, "told to stop");
        }
        if (failed) {
            const auto verdict = SSL_get_verify_result(stream.native_handle());
            const std::string why =
                verdict == X509_V_OK ? failed.message() : X509_verify_cert_error_string(verdict);
            co_return fail(Errc::unavailable, "TLS with " + at(url) + " refused: " + why);
        }
        co_return stream_on(std::move(stream));
    }

    ConnectLimits limits_;
    TlsTrust trust_;
    std::optional<ssl::context> context_;
};

class SystemIncoming final : public Incoming {
public:
    SystemIncoming(Plain socket, ssl::context* context)
        : socket_{std::move(socket)}, context_{context} {}

    Task<std::unique_ptr<ByteStream>> welcome() override {
        tune(socket_);
        if (context_ == nullptr) co_return stream_on(std::move(socket_));
        Secure secure{std::move(socket_), *context_};
        const auto [failed] = co_await secure.async_handshake(ssl::stream_base::server, as_value);
        if (failed) co_return fail(Errc::lost, "TLS: " + failed.message());
        co_return stream_on(std::move(secure));
    }

private:
    Plain socket_;
    ssl::context* context_;  ///< The acceptor's, which outlives this.
};

class SystemAcceptor final : public Acceptor {
public:
    SystemAcceptor(ip::tcp::acceptor acceptor, std::optional<ssl::context> context)
        : acceptor_{std::move(acceptor)}, context_{std::move(context)} {}

    Task<std::unique_ptr<Incoming>> accept() override {
        auto [error, socket] = co_await acceptor_.async_accept(as_value);
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) {
            co_return fail(Errc::cancelled, "told to stop");
        }
        if (error) co_return fail(Errc::lost, "accepting: " + error.message());
        auto* context = context_ ? &*context_ : nullptr;
        std::unique_ptr<Incoming> incoming =
            std::make_unique<SystemIncoming>(std::move(socket), context);
        co_return incoming;
    }
    std::uint16_t port() const override {
        boost::system::error_code ignored;
        return acceptor_.local_endpoint(ignored).port();
    }
    void stop() override {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
    }

private:
    ip::tcp::acceptor acceptor_;
    std::optional<ssl::context> context_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(ConnectLimits limits, TlsTrust trust) {
    return std::make_unique<SystemConnector>(limits, std::move(trust));
}

Result<std::unique_ptr<Acceptor>> listen_on(asio::any_io_executor executor, const std::string& host,
                                            std::uint16_t port, const ServerIdentity& identity) {
    boost::system::error_code error;
    const auto address = ip::make_address(host, error);
    if (error) return fail(Errc::bad_input, "not an IP address: '" + host + "'");
    std::optional<ssl::context> context;
    if (!identity.empty()) {
        auto made = server_context(identity);
        if (!made) return pass(made);
        context.emplace(std::move(*made));
    }
    ip::tcp::acceptor acceptor{executor};
    const ip::tcp::endpoint endpoint{address, port};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return fail(Errc::unavailable, "cannot listen on " + host + ':' + std::to_string(port) +
                                           ": " + error.message());
    }
    std::unique_ptr<Acceptor> made =
        std::make_unique<SystemAcceptor>(std::move(acceptor), std::move(context));
    return made;
}

}  // namespace pm::net
