#include "domain/ids.hpp"

#include <span>

#include "base/hex.hpp"

namespace pm {

Result<TokenId> TokenId::parse(std::string_view text) {
    auto value = U256::parse(text);
    if (!value) return pass(value, "token id");
    if (*value == U256{}) return fail(Errc::malformed, "token id: zero");
    return TokenId{*value};
}

Result<ConditionId> ConditionId::parse(std::string_view text) {
    const auto digits = text.starts_with("0x") ? text.substr(2) : std::string_view{};
    if (digits.size() != 64 && digits.size() != 62) {
        return fail(Errc::malformed,
                    "not a condition id: '" + std::string{text.substr(0, 80)} + "'");
    }
    ConditionId id;
    id.size_ = static_cast<std::uint8_t>(digits.size() / 2);
    auto read = parse_hex(digits, std::span{id.bytes_}.first(id.size_));
    if (!read) return pass(read, "condition id");
    return id;
}

void ConditionId::append_to(std::string& out) const {
    if (empty()) return;
    out += "0x";
    append_hex(out, std::span{bytes_}.first(size_));
}

std::string ConditionId::text() const {
    std::string out;
    append_to(out);
    return out;
}

}  // namespace pm
