/// Decompression of reply bodies, bounded: a small reply must not become a large one.

#include <algorithm>
#include <array>
#include <zlib.h>

#include "base/text.hpp"
#include "net/http_wire.hpp"

namespace pm::net {

namespace {

constexpr std::size_t ratio_max = 100;
constexpr std::size_t small = 64U << 10U;  // the ratio says nothing about tiny bodies
constexpr int gzip_window = 16 + MAX_WBITS;

Result<std::string> inflate_gzip(const std::string& packed, std::size_t size_max) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) return fail(Errc::internal, "zlib");
    // zlib's interface is not const-correct; it does not write through next_in.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    const auto limit = std::min(size_max, std::max(small, ratio_max * packed.size()));
    std::string out;
    std::array<char, 16384> chunk{};
    int code = Z_OK;
    while (code == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        code = inflate(&stream, Z_NO_FLUSH);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
        if (out.size() > limit) break;
        if (code == Z_OK && stream.avail_in == 0 && stream.avail_out != 0) break;
    }
    inflateEnd(&stream);
    if (out.size() > limit) return fail(Errc::malformed, "reply inflates beyond its limit");
    if (code != Z_STREAM_END) return fail(Errc::malformed, "reply is not whole gzip");
    return out;
}

}  // namespace

Result<void> inflate_body(HttpReply& reply, std::size_t size_max) {
    const auto encoding = header(reply.headers, "content-encoding");
    if (!encoding || lower_case(*encoding) == "identity") {
        if (reply.body.size() > size_max) return fail(Errc::malformed, "reply too large");
        return {};
    }
    if (lower_case(*encoding) != "gzip") {
        return fail(Errc::malformed, "reply in an encoding we did not ask for: " +
                                         sanitised(encoding->substr(0, 20)));
    }
    auto inflated = inflate_gzip(reply.body, size_max);
    if (!inflated) return pass(inflated);
    reply.body = std::move(*inflated);
    std::erase_if(reply.headers, [](const auto& h) { return h.first == "content-encoding"; });
    return {};
}

}  // namespace pm::net
