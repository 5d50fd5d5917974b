#include "polymarket/request.hpp"

#include "base/decimal.hpp"

namespace pm::polymarket {

namespace {

bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

}  // namespace

std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (plain(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

Query& Query::add(std::string_view key, std::string_view value) {
    text_ += text_.empty() ? '?' : '&';
    text_ += key;
    text_ += '=';
    text_ += escaped(value);
    return *this;
}

Query& Query::add(std::string_view key, std::int64_t value) {
    std::string digits;
    append_integer(digits, value);
    return add(key, std::string_view{digits});
}

Query& Query::add(std::string_view key, bool value) {
    return add(key, std::string_view{value ? "true" : "false"});
}

}  // namespace pm::polymarket
