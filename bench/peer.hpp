#pragma once

/// What the benchmarks of the order path share: the other end of the connection, and quantiles.

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace pm::bench {

[[noreturn]] inline void give_up(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    if (!result) give_up(result.error().message);
    return std::move(*result);
}
inline void must(Result<void> result) {
    if (!result) give_up(result.error().message);
}

/// The other end: one connection after another, each request answered with the same reply. It waits
/// in the kernel, as a venue's end does: one that spins would take the processor that the disk
/// needs. The kernel's own stamp says when a request came, whenever this thread wakes up.
class Peer {
public:
    explicit Peer(const Clock& clock) : clock_{clock} {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0) give_up("bind");
        ::getsockname(listener_, generic, &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { run(); }};
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        stop_ = true;
        ::shutdown(listener_, SHUT_RDWR);  // ends a wait for the next connection
        thread_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// When the last request's bytes came, microseconds of the steady clock.
    [[nodiscard]] std::int64_t arrived_us() const { return arrived_us_; }
    [[nodiscard]] std::uint64_t requests() const { return requests_; }

private:
    void run() {
        while (!stop_) {
            const int link = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (link < 0) continue;
            const int on = 1;
            ::setsockopt(link, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            ::setsockopt(link, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
            serve(link);
            ::close(link);
        }
    }
    void serve(int link) {
        std::string held;
        std::array<char, 65'536> block{};
        while (!stop_) {
            const auto got = receive(link, block);
            if (got <= 0) return;
            held.append(block.data(), static_cast<std::size_t>(got));
            if (!whole(held)) continue;
            const auto reply = answer(held);
            held.clear();
            if (::send(link, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) return;
            ++requests_;
        }
    }
    ssize_t receive(int link, std::array<char, 65'536>& block) {
        iovec part{block.data(), block.size()};
        alignas(cmsghdr) std::array<char, 64> extra{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = extra.data();
        message.msg_controllen = extra.size();
        const auto got = ::recvmsg(link, &message, 0);
        const auto* stamp = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
        if (stamp != nullptr && stamp->cmsg_type == SO_TIMESTAMPNS) {
            timespec at{};
            std::memcpy(&at, CMSG_DATA(stamp), sizeof at);
            const auto wall =
                std::chrono::seconds{at.tv_sec} + std::chrono::nanoseconds{at.tv_nsec};
            const auto ago = clock_.now().time_since_epoch() - wall;
            const auto then = clock_.steady() - std::chrono::floor<std::chrono::microseconds>(ago);
            arrived_us_ = then.time_since_epoch().count();
        }
        return got;
    }
    static bool whole(const std::string& text) {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::string key = "ontent-Length: ";
        const auto at = text.find(key);
        std::size_t length = 0;
        if (at != std::string::npos && at < end) {
            std::from_chars(text.data() + at + key.size(), text.data() + end, length);
        }
        return text.size() >= end + 4 + length;
    }

    /// An order is refused, so that it is over when its answer is there.
    [[nodiscard]] std::string answer(const std::string& request) const {
        std::string status = "200 OK";
        std::string body = R"({"version":2})";
        if (request.starts_with("GET /time")) {
            const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
            body = std::to_string(now.time_since_epoch().count());
        } else if (request.starts_with("POST")) {
            status = "400 Bad Request";
            body = R"({"error":"not enough balance / allowance"})";
        }
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    const Clock& clock_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<std::int64_t> arrived_us_ = 0;
    std::atomic<std::uint64_t> requests_ = 0;
    std::thread thread_;
};

inline double quantile(std::vector<double>& samples, double q) {
    std::sort(samples.begin(), samples.end());
    return samples[static_cast<std::size_t>(q * static_cast<double>(samples.size() - 1))];
}

}  // namespace pm::bench
