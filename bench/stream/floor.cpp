/// The bare reader: receives, finds each frame's end, writes the same bytes out. What no program
/// that reads a WebSocket and prints can be faster than.
///
/// Usage: bench_stream_floor URL < MARKETS

#include <iostream>

#include "net/ws_frame.hpp"
#include "peer.hpp"
#include "records/read.hpp"

int main(int argc, char** argv) {
    using namespace pm;
    using namespace pm::bench;
    if (argc != 2) give_up("usage: bench_stream_floor URL < MARKETS");
    const std::string url = argv[1];
    const auto colon = url.rfind(':');
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(url.c_str() + colon + 1)));
    const int link = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(link, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        give_up("connect");
    std::string ids;
    for (std::string line; std::getline(std::cin, line);) {
        const auto record = must(records::read(line));
        const auto& market = std::get<Market>(record.body);
        ids += '"' + market.yes.text() + "\",\"" + market.no.text() + "\",";
    }
    ids.pop_back();
    std::string out =
        "GET /ws/market HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    net::ws::append_frame(out, net::ws::Opcode::text,
                          R"({"type":"market","assets_ids":[)" + ids + "]}",
                          net::ws::Mask{1, 2, 3, 4});
    if (::send(link, out.data(), out.size(), 0) < 0) give_up("send");

    std::vector<char> in(1U << 18U);
    std::size_t begin = 0;
    std::size_t end = 0;
    bool upgraded = false;
    std::string lines;
    while (true) {
        if (begin > 0) std::memmove(in.data(), in.data() + begin, end - begin);
        end -= begin;
        begin = 0;
        const auto got =
            ::recv(link, in.data() + end, std::min<std::size_t>(in.size() - end, 1U << 16U), 0);
        if (got <= 0) return 0;
        end += static_cast<std::size_t>(got);
        if (!upgraded) {
            const auto at = std::string_view{in.data(), end}.find("\r\n\r\n");
            if (at == std::string_view::npos) continue;
            begin = at + 4;
            upgraded = true;
        }
        while (true) {
            const auto frame = net::ws::read_frame(in.data() + begin, end - begin,
                                                   net::ws::Role::client, 1U << 24U);
            if (!frame) give_up("frame");
            if (!*frame) break;
            lines.append((*frame)->payload).append("\n");
            begin += (*frame)->bytes;
        }
        for (std::string_view left = lines; !left.empty();) {
            const auto wrote = ::write(STDOUT_FILENO, left.data(), left.size());
            if (wrote <= 0) return 0;
            left.remove_prefix(static_cast<std::size_t>(wrote));
        }
        lines.clear();
    }
}
