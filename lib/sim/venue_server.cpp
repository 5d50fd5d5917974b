#include "sim/venue_server.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pm::sim {
namespace {

namespace asio = boost::asio;
constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

net::Task<void> pause(Duration by) {
    if (by.count() <= 0) co_return Result<void>{};
    asio::steady_timer timer{co_await asio::this_coro::executor, by};
    const auto [stopped] = co_await timer.async_wait(as_value);
    if (stopped) co_return fail(Errc::cancelled, "told to stop");
    co_return Result<void>{};
}

/// Takes a client out of the hub when its socket is done, however it ends.
class Membership {
public:
    explicit Membership(std::shared_ptr<MarketHub> hub)
        : hub_{std::move(hub)}, client_{hub_->join()} {}
    ~Membership() { hub_->leave(client_); }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;
    HubClient& client() { return client_; }

private:
    std::shared_ptr<MarketHub> hub_;
    HubClient& client_;
};

}  // namespace

bool VenueServer::accepts_socket(std::string_view target) const {
    if (path_of(target) != "/ws/market" && path_of(target) != "/ws/market/") return false;
    return !faults_.refuses_socket(real_.steady());
}

net::Task<net::HttpReply> VenueServer::handle(net::ServerRequest request) {
    auto answer = router_.answer(request.method, request.target, request.body);
    const auto waited = co_await pause(answer.wait);
    if (!waited) co_return tl::unexpected{waited.error()};
    if (answer.reset) co_return fail(Errc::lost, "fault: reset");
    co_return std::move(answer.reply);
}

net::Task<void> VenueServer::read(HubClient& client, net::ServerSocket& socket) {
    using std::chrono::hours;
    for (;;) {
        auto text = co_await socket.receive(real_.steady() + hours{1});
        if (!text) co_return pass(text);
        if (*text) hub_->on_text(client, **text);
    }
}

net::Task<void> VenueServer::write(HubClient& client, net::ServerSocket& socket) {
    asio::steady_timer bell{co_await asio::this_coro::executor};
    client.wake = [&bell] { bell.cancel(); };
    Result<void> sent;
    while (sent && !client.drop) {
        while (sent && !client.outbox.empty() && !client.drop) {
            const auto text = std::move(client.outbox.front());
            client.outbox.pop_front();
            const auto gap = faults_.frame_pause(real_.steady());
            if (gap.count() > 0) sent = co_await pause(gap);
            if (sent) sent = co_await socket.send(*text);
        }
        if (!sent || client.drop) break;
        bell.expires_after(std::chrono::hours{1});
        co_await bell.async_wait(as_value);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            sent = fail(Errc::cancelled, "told to stop");
        }
    }
    client.wake = nullptr;
    if (!sent) co_return sent;
    if (client.close_code == 0) {
        socket.cut();
        co_return fail(Errc::lost, "cut off");
    }
    co_return co_await socket.close(client.close_code);
}

net::Task<void> VenueServer::serve_socket(std::string target, net::ServerSocket& socket) {
    using asio::experimental::awaitable_operators::operator||;
    static_cast<void>(target);
    Membership membership{hub_};
    auto reading = read(membership.client(), socket);
    auto writing = write(membership.client(), socket);
    co_await (std::move(reading) || std::move(writing));
    co_return Result<void>{};
}

}  // namespace pm::sim
