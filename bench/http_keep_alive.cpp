/// Our whole HTTP client on one kept connection beside the bare minimum: one write, one read.
///
/// Both send the same 700-byte POST to the same peer, wait for its reply blocked in the kernel, and
/// take turns in blocks, so that what else the machine does falls on both. The ratio is that of the
/// medians of each block's rate.
///
/// Usage: bench_http_keep_alive REQUESTS

#include <optional>

#include <boost/asio/io_context.hpp>
#include <sys/epoll.h>

#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "net/http_client.hpp"
#include "peer.hpp"

namespace {

using namespace pm;
using namespace pm::bench;

constexpr int block = 200;
constexpr int blocks = 10;

class Raw {
public:
    Raw(const Clock&, const Peer& peer) : link_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(peer.port());
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::connect(link_, generic, sizeof address) != 0) give_up("connect");
        const int on = 1;
        ::setsockopt(link_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    ~Raw() { ::close(link_); }

    void round_trips(int count) {
        for (int i = 0; i < count; ++i) {
            send();
            receive();
        }
    }

protected:
    void send() const {
        if (::send(link_, request_.data(), request_.size(), MSG_NOSIGNAL) < 0) give_up("send");
    }
    void receive() {
        if (::recv(link_, reply_.data(), reply_.size(), 0) <= 0) give_up("recv");
    }

    int link_;

private:
    std::string request_ =
        "POST /order HTTP/1.1\r\nHost: x\r\nContent-Length: 700\r\n\r\n" + std::string(700, 'x');
    std::array<char, 4'096> reply_{};
};

/// The same through epoll, as a program must that waits for more than one thing.
class Polled : public Raw {
public:
    Polled(const Clock& clock, const Peer& peer) : Raw{clock, peer}, poll_{::epoll_create1(0)} {
        epoll_event wanted{};
        wanted.events = EPOLLIN | EPOLLET;
        if (::epoll_ctl(poll_, EPOLL_CTL_ADD, link_, &wanted) != 0) give_up("epoll_ctl");
    }
    Polled(const Polled&) = delete;
    Polled& operator=(const Polled&) = delete;
    ~Polled() { ::close(poll_); }

    void round_trips(int count) {
        for (int i = 0; i < count; ++i) {
            send();
            epoll_event event{};
            if (::epoll_wait(poll_, &event, 1, -1) != 1) give_up("epoll_wait");
            receive();
        }
    }

private:
    int poll_;
};

class Ours {
public:
    Ours(const Clock& clock, const Peer& peer)
        : url_{peer.url() + "/order"},
          http_{net::make_http_client(loop_.get_executor(), clock, random_, {})} {}

    void round_trips(int count) {
        std::optional<Result<void>> done;
        net::spawn(loop_.get_executor(), net::keep(one_by_one(count), &done),
                   [](const std::exception_ptr&) {});
        loop_.restart();
        while (!done) loop_.run_one();
        must(std::move(*done));
    }

private:
    net::Task<void> one_by_one(int count) {
        for (int i = 0; i < count; ++i) {
            net::HttpRequest request{net::Method::post, url_};
            request.body.assign(700, 'x');
            request.repeatable = false;
            auto reply = co_await http_->send(std::move(request));
            if (!reply) co_return pass(reply);
        }
        co_return Result<void>{};
    }

    boost::asio::io_context loop_{1};
    SystemRandom random_;
    std::string url_;
    std::unique_ptr<net::HttpClient> http_;
};

/// Microseconds a round trip, the mean of each block. The peer is for this way alone.
template <class Way>
void measure(const Clock& clock, std::vector<double>& us) {
    const Peer peer{clock};
    Way way{clock, peer};
    way.round_trips(block);
    for (int i = 0; i < blocks; ++i) {
        const auto start = clock.steady();
        way.round_trips(block);
        us.push_back(static_cast<double>((clock.steady() - start).count()) / block);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_http_keep_alive REQUESTS\n");
        return 2;
    }
    const SystemClock clock;
    std::vector<double> raw_us;
    std::vector<double> polled_us;
    std::vector<double> our_us;
    const int rounds = std::max(5, std::atoi(argv[1]) / (blocks * block));
    for (int i = 0; i < rounds; ++i) {
        measure<Raw>(clock, raw_us);
        measure<Polled>(clock, polled_us);
        measure<Ours>(clock, our_us);
    }
    const auto raw_p50 = quantile(raw_us, 0.5);
    const auto our_p50 = quantile(our_us, 0.5);
    std::printf("keep-alive: HTTP %.1f us, raw %.1f us, raw through epoll %.1f us a round trip\n",
                our_p50, raw_p50, quantile(polled_us, 0.5));
    std::printf("figure http.vs_raw %.3f ratio\n", raw_p50 / our_p50);
    return 0;
}
