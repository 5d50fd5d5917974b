#include "sim/venue_server.hpp"

#include <type_traits>
#include <utility>

#include "net/pause.hpp"
#include "net/task_group.hpp"

namespace pm::sim {
namespace {

namespace asio = boost::asio;

/// So that the half frame leaves before the reset that would overtake it.
constexpr Duration half_frame_lasts = std::chrono::milliseconds{50};

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

bool is_channel(std::string_view target, std::string_view channel) {
    auto path = path_of(target);
    if (path.ends_with('/')) path.remove_suffix(1);
    return path == channel;
}

net::Task<void> pause(Duration by) {
    if (by.count() <= 0) co_return Result<void>{};
    co_return co_await net::pause(by);
}

/// Takes a client out of its hub when its socket is done, however it ends.
template <class Hub>
class Membership {
public:
    explicit Membership(std::shared_ptr<Hub> hub) : hub_{std::move(hub)}, client_{hub_->join()} {}
    ~Membership() { hub_->leave(client_); }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;
    auto& client() { return client_; }

private:
    std::shared_ptr<Hub> hub_;
    std::remove_reference_t<decltype(std::declval<Hub>().join())>& client_;
};

/// A text frame that says it is as long as `text` and ends after half of it (RFC 6455, 5.2).
std::string half_frame(std::string_view text) {
    std::string out{'\x81'};
    if (text.size() < 126) {
        out += static_cast<char>(text.size());
    } else {
        out += '\x7e';
        out += static_cast<char>((text.size() >> 8U) & 0xffU);
        out += static_cast<char>(text.size() & 0xffU);
    }
    return out + std::string{text.substr(0, text.size() / 2)};
}

}  // namespace

bool VenueServer::accepts_socket(std::string_view target) const {
    if (!is_channel(target, "/ws/market") && !is_channel(target, "/ws/user")) return false;
    return !faults_.refuses_socket(real_.steady());
}

net::Task<net::HttpReply> VenueServer::handle(net::ServerRequest request) {
    Router::Request asked;
    asked.method = request.method;
    asked.target = std::move(request.target);
    asked.body = std::move(request.body);
    asked.headers = std::move(request.headers);
    auto answer = router_.answer(asked);
    if (answer.hold) {
        const auto held = co_await pause(*answer.hold);
        if (!held) co_return tl::unexpected{held.error()};
        answer.reply = router_.apply(asked);
    }
    const auto waited = co_await pause(answer.wait);
    if (!waited) co_return tl::unexpected{waited.error()};
    if (answer.reset) co_return fail(Errc::lost, "fault: reset");
    co_return std::move(answer.reply);
}

template <class Hub, class Client>
net::Task<void> VenueServer::read(Hub& hub, Client& client, net::ServerSocket& socket) {
    using std::chrono::hours;
    for (;;) {
        auto text = co_await socket.receive(real_.steady() + hours{1});
        if (!text) co_return pass(text);
        if (*text) hub.on_text(client, **text);
    }
}

net::Task<void> VenueServer::write(SocketOutbox& client, net::ServerSocket& socket) {
    net::Bell bell{co_await asio::this_coro::executor};
    client.wake = [&bell] { bell.ring(); };
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
        co_await bell.wait();
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            sent = fail(Errc::cancelled, "told to stop");
        }
    }
    client.wake = nullptr;
    if (!sent) co_return sent;
    if (client.half_frame && !client.outbox.empty()) {
        socket.send_raw(half_frame(*client.outbox.front()));
        static_cast<void>(co_await pause(half_frame_lasts));
    }
    if (client.close_code == 0) {
        socket.cut();
        co_return fail(Errc::lost, "cut off");
    }
    co_return Result<void>{};
}

template <class Hub>
net::Task<void> VenueServer::serve(std::shared_ptr<Hub> hub, net::ServerSocket& socket) {
    Membership<Hub> membership{hub};
    auto reading = read(*hub, membership.client(), socket);
    auto writing = write(membership.client(), socket);
    auto both = net::first_of(std::move(reading), std::move(writing));
    const auto ended = co_await std::move(both);
    // Only now: closing reads until the peer has closed too, and there is one reader.
    const auto& client = membership.client();
    if (ended && client.drop) co_return co_await socket.close(client.close_code);
    co_return Result<void>{};  // whoever serves us closes what is still open
}

net::Task<void> VenueServer::serve_socket(std::string target, net::ServerSocket& socket) {
    const bool user = is_channel(target, "/ws/user");
    if (user) co_return co_await serve(users_, socket);
    co_return co_await serve(hub_, socket);
}

}  // namespace pm::sim
