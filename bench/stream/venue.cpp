#include "stream/venue.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "net/ws_frame.hpp"
#include "peer.hpp"

namespace pm::bench {

namespace {

/// RFC 6455, 4.2.2.
std::string accept_key(std::string_view key) {
    const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
    std::string out(28, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), hash.data(), hash.size());
    return out;
}

std::size_t count_tokens(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find("assets_ids"); at < text.size() && text[at] != ']'; ++at) {
        if (text[at] == ',') ++count;
    }
    return text.find("assets_ids") == std::string_view::npos ? 0 : count + 1;
}

}  // namespace

void append_frame(std::string& out, std::string_view payload) {
    net::ws::append_frame(out, net::ws::Opcode::text, payload, std::nullopt);
}

Venue::Venue() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 1) != 0) give_up("bind");
    ::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
}

Venue::~Venue() {
    ::close(link_);
    ::close(listener_);
}

std::string Venue::url() const {
    return "ws://127.0.0.1:" + std::to_string(port_) + "/ws/market";
}

std::string Venue::receive() {
    std::array<char, 65'536> block{};
    const auto got = ::recv(link_, block.data(), block.size(), 0);
    if (got <= 0) give_up("a program hung up");
    return {block.data(), static_cast<std::size_t>(got)};
}

void Venue::welcome(std::size_t tokens) {
    link_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int on = 1;
    ::setsockopt(link_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // A reader finds the next messages there: it is the readers that are measured.
    const int held_max = 1 << 20;
    ::setsockopt(link_, SOL_SOCKET, SO_SNDBUF, &held_max, sizeof held_max);
    std::string held;
    while (held.find("\r\n\r\n") == std::string::npos) held += receive();
    auto lower = held;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::string_view name = "sec-websocket-key: ";
    const auto from = lower.find(name) + name.size();
    send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_key(std::string_view{held}.substr(from, held.find('\r', from) - from)) + "\r\n\r\n");
    held.erase(0, held.find("\r\n\r\n") + 4);
    std::size_t asked = 0;
    while (asked < tokens) {
        while (true) {
            auto frame = must(
                net::ws::read_frame(held.data(), held.size(), net::ws::Role::server, 1U << 24U));
            if (!frame) break;
            asked += count_tokens(frame->payload);
            held.erase(0, frame->bytes);
        }
        if (asked < tokens) held += receive();
    }
}

void Venue::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(link_, bytes.data(),
                                 std::min<std::size_t>(bytes.size(), 1U << 18U), MSG_NOSIGNAL);
        if (sent <= 0) give_up("a program hung up while it was sent to");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace pm::bench
