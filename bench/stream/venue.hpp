#pragma once

/// A market channel that sends what it is given: one connection, blocking, plain TCP.

#include <cstdint>
#include <string>
#include <string_view>

namespace pm::bench {

/// One final text frame of a server.
void append_frame(std::string& out, std::string_view payload);

class Venue {
public:
    Venue();
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;
    ~Venue();

    [[nodiscard]] std::string url() const;
    /// Accepts a WebSocket and waits until so many tokens have been asked for.
    void welcome(std::size_t tokens);
    void send(std::string_view bytes);

private:
    [[nodiscard]] std::string receive();

    int listener_ = -1;
    int link_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace pm::bench
