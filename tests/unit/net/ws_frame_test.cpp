#include "net/ws_frame.hpp"

#include <rapidcheck.h>

#include "net/ws_handshake.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::net::ws;

namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int v : values) out += static_cast<char>(static_cast<unsigned char>(v));
    return out;
}

Result<std::optional<Frame>> read(std::string& data, Role role = Role::client,
                                  std::size_t payload_max = 1U << 20U) {
    return read_frame(data.data(), data.size(), role, payload_max);
}

}  // namespace

// The examples of RFC 6455, section 5.7.
TEST_CASE("the frames of RFC 6455 5.7 read as the RFC says", "[net][ws]") {
    auto unmasked = bytes({0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f});
    auto frame = read(unmasked);
    REQUIRE((frame && *frame));
    CHECK((*frame)->payload == "Hello");
    CHECK((*frame)->final);
    CHECK((*frame)->bytes == 7);

    auto masked = bytes({0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58});
    frame = read(masked, Role::server);
    REQUIRE((frame && *frame));
    CHECK((*frame)->payload == "Hello");

    auto first = bytes({0x01, 0x03, 0x48, 0x65, 0x6c});
    frame = read(first);
    REQUIRE((frame && *frame));
    CHECK_FALSE((*frame)->final);
    CHECK((*frame)->payload == "Hel");

    auto ping = bytes({0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f});
    frame = read(ping);
    REQUIRE((frame && *frame));
    CHECK((*frame)->opcode == Opcode::ping);

    auto long_one = bytes({0x82, 0x7e, 0x01, 0x00}) + std::string(256, 'x');
    frame = read(long_one);
    REQUIRE((frame && *frame));
    CHECK((*frame)->payload == std::string(256, 'x'));

    auto longer = bytes({0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0}) + std::string(65536, 'y');
    frame = read(longer);
    REQUIRE((frame && *frame));
    CHECK((*frame)->payload.size() == 65536);
}

TEST_CASE("the key of RFC 6455 1.3 has the accept of RFC 6455 1.3", "[net][ws]") {
    CHECK(accept_of("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("a frame cut at any byte is awaited, never half read", "[net][ws]") {
    std::string whole;
    append_frame(whole, Opcode::text, std::string(300, 'a'), Mask{1, 2, 3, 4});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto part = whole.substr(0, size);
        const auto kept = part;
        const auto frame = read(part, Role::server);
        REQUIRE(frame);
        CHECK_FALSE(frame->has_value());
        CHECK(part == kept);  // nothing unmasked early
    }
}

TEST_CASE("frames that break the protocol are refused", "[net][ws]") {
    const auto refused = [](std::string data, Role role = Role::client) {
        const auto frame = read(data, role);
        return !frame && frame.error().code == Errc::malformed;
    };
    CHECK(refused(bytes({0xC1, 0x00})));                // reserved bit
    CHECK(refused(bytes({0x83, 0x00})));                // unknown opcode
    CHECK(refused(bytes({0x81, 0x80, 0, 0, 0, 0})));    // masked by a server
    CHECK(refused(bytes({0x81, 0x00}), Role::server));  // unmasked by a client
    CHECK(refused(bytes({0x09, 0x00})));                // fragmented ping
    CHECK(refused(bytes({0x89, 0x7e, 0x00, 0x7e})));    // ping above 125 bytes
    CHECK(refused(bytes({0x81, 0x7e, 0x00, 0x7d})));    // length not in shortest form
    CHECK(refused(bytes({0x81, 0x7f, 0, 0, 0, 0, 0, 0, 0xff, 0xff})));
    CHECK(refused(bytes({0x81, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0})));  // 2^63
    CHECK(refused(bytes({0x81, 0x7f, 0, 0, 0, 0, 0, 0x10, 0, 1})));  // above the limit
}

TEST_CASE("what is written reads back, masked or not", "[net][ws]") {
    CHECK(rc::check([](const std::string& payload, bool from_client, std::uint8_t m) {
        std::string data;
        const auto mask = from_client ? std::optional{Mask{m, 7, 0, 255}} : std::nullopt;
        append_frame(data, Opcode::text, payload, mask);
        const auto frame = read(data, from_client ? Role::server : Role::client);
        RC_ASSERT(frame && *frame);
        RC_ASSERT((*frame)->payload == payload);
        RC_ASSERT((*frame)->bytes == data.size());
    }));
}

TEST_CASE("a close code is its first two bytes, or 1005", "[net][ws]") {
    CHECK(close_code(close_payload(1012)) == 1012);
    CHECK(close_code("") == 1005);
    CHECK(close_code("x") == 1005);
}
