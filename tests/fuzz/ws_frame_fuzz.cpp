/// Any bytes as WebSocket frames, for both sides: what reads lies inside the buffer.

#include <cstdlib>
#include <string>

#include "net/ws_frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::net::ws;
    for (const auto role : {Role::client, Role::server}) {
        std::string bytes{reinterpret_cast<const char*>(data), size};
        std::size_t begin = 0;
        while (begin < bytes.size()) {
            const auto frame = read_frame(bytes.data() + begin, bytes.size() - begin, role, 4096);
            if (!frame || !*frame) break;
            const auto& got = **frame;
            const bool inside = got.bytes >= 2 && got.bytes <= bytes.size() - begin &&
                                got.payload.size() <= 4096 && got.payload.size() < got.bytes;
            if (!inside) std::abort();
            static_cast<void>(close_code(got.payload));
            begin += got.bytes;
        }
    }
    return 0;
}
