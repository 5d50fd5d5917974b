#include "crypto/hash.hpp"

#include "base/hex.hpp"

namespace pm::crypto {

void append_hash(std::string& out, const Hash& hash) {
    out += "0x";
    append_hex(out, hash);
}

std::string hash_text(const Hash& hash) {
    std::string out;
    append_hash(out, hash);
    return out;
}

Result<Hash> parse_hash(std::string_view text) {
    if (!text.starts_with("0x")) return fail(Errc::malformed, "a hash starts with 0x");
    Hash out{};
    if (auto read = parse_hex(text.substr(2), out); !read) return pass(read, "hash");
    return out;
}

}  // namespace pm::crypto
