#include "net/ws_handshake.hpp"

#include <array>

#include <openssl/evp.h>

#include "base/assert.hpp"

namespace pm::net::ws {

std::string base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    auto* to = reinterpret_cast<unsigned char*>(out.data());
    const int size = EVP_EncodeBlock(to, from, static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string accept_of(std::string_view key) {
    const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const int done =
        EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    PM_ASSERT(done == 1);
    return base64({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace pm::net::ws
