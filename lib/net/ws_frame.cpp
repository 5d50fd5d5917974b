#include "net/ws_frame.hpp"

#include <algorithm>
#include <cstring>

namespace pm::net::ws {

namespace {

constexpr std::size_t control_max = 125;

std::uint8_t byte_at(const char* data, std::size_t i) {
    return static_cast<std::uint8_t>(data[i]);
}

void unmask(char* payload, std::size_t size, const Mask& mask) {
    for (std::size_t i = 0; i < size; ++i) {
        payload[i] = static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ mask[i & 3U]);
    }
}

/// How long the header is and what it says of the payload.
struct Header {
    std::size_t size = 2;
    std::uint64_t payload = 0;
    bool shortest = true;
};

/// @return nothing while the length is not whole.
std::optional<Header> read_length(const char* data, std::size_t size) {
    Header header;
    const auto first = byte_at(data, 1) & 0x7FU;
    if (first < 126) {
        header.payload = first;
        return header;
    }
    const std::size_t width = first == 126 ? 2 : 8;
    if (size < 2 + width) return std::nullopt;
    for (std::size_t i = 0; i < width; ++i) {
        header.payload = (header.payload << 8U) | byte_at(data, 2 + i);
    }
    header.size = 2 + width;
    header.shortest = header.payload > (width == 2 ? 125U : 0xFFFFU);
    return header;
}

}  // namespace

Result<std::optional<Frame>> read_frame(char* data, std::size_t size, Role role,
                                        std::size_t payload_max) {
    std::optional<Frame> none;
    if (size < 2) return none;
    const auto first = byte_at(data, 0);
    const auto second = byte_at(data, 1);
    if ((first & 0x70U) != 0) return fail(Errc::malformed, "websocket: reserved bits set");
    const auto code = first & 0x0FU;
    if ((code > 2 && code < 8) || code > 10) {
        return fail(Errc::malformed, "websocket: unknown opcode " + std::to_string(code));
    }
    const bool masked = (second & 0x80U) != 0;
    if (masked != (role == Role::server)) {
        return fail(Errc::malformed, masked ? "websocket: masked frame from a server"
                                            : "websocket: unmasked frame from a client");
    }
    Frame frame;
    frame.opcode = static_cast<Opcode>(code);
    frame.final = (first & 0x80U) != 0;
    const auto length = read_length(data, size);
    if (!length) return none;
    if (!length->shortest) return fail(Errc::malformed, "websocket: length not in shortest form");
    if (is_control(frame.opcode) && (!frame.final || length->payload > control_max)) {
        return fail(Errc::malformed, "websocket: bad control frame");
    }
    if (length->payload > payload_max) {
        return fail(Errc::malformed,
                    "websocket: message above " + std::to_string(payload_max) + " bytes");
    }
    const auto header = length->size + (masked ? 4 : 0);
    const auto payload = static_cast<std::size_t>(length->payload);
    if (size - std::min(size, header) < payload || size < header) return none;
    if (masked) {
        Mask mask;
        std::memcpy(mask.data(), data + length->size, mask.size());
        unmask(data + header, payload, mask);
    }
    frame.payload = {data + header, payload};
    frame.bytes = header + payload;
    return std::optional{frame};
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload,
                  const std::optional<Mask>& mask) {
    const auto put = [&out](std::uint64_t value) {
        out += static_cast<char>(static_cast<std::uint8_t>(value));
    };
    put(0x80U | static_cast<std::uint8_t>(opcode));
    const std::uint64_t mask_bit = mask ? 0x80U : 0U;
    if (payload.size() < 126) {
        put(mask_bit | payload.size());
    } else if (payload.size() <= 0xFFFF) {
        put(mask_bit | 126U);
        put(payload.size() >> 8U);
        put(payload.size());
    } else {
        put(mask_bit | 127U);
        for (unsigned shift = 64; shift != 0; shift -= 8) put(payload.size() >> (shift - 8));
    }
    if (mask) {
        for (const auto byte : *mask) put(byte);
    }
    const auto start = out.size();
    out += payload;
    if (mask) unmask(out.data() + start, payload.size(), *mask);
}

int close_code(std::string_view payload) {
    if (payload.size() < 2) return 1005;
    return byte_at(payload.data(), 0) * 256 + byte_at(payload.data(), 1);
}

std::string close_payload(int code) {
    std::string out;
    out += static_cast<char>(static_cast<std::uint8_t>(code >> 8));
    out += static_cast<char>(static_cast<std::uint8_t>(code));
    return out;
}

}  // namespace pm::net::ws
