#include "keys/flat_json.hpp"

#include <charconv>

namespace pm::keys {

namespace {

tl::unexpected<Error> malformed() {
    return fail(Errc::malformed, "not a flat JSON object of plain texts and whole numbers");
}

/// What is left to read.
struct Rest {
    std::string_view text;

    void skip_space() {
        const auto at = text.find_first_not_of(" \t\r\n");
        text.remove_prefix(at == std::string_view::npos ? text.size() : at);
    }
    bool take(char c) {
        skip_space();
        if (!text.starts_with(c)) return false;
        text.remove_prefix(1);
        return true;
    }
    /// The characters of a text; nothing when it has an escape, a control character or no end.
    std::optional<std::string_view> take_string() {
        if (!take('"')) return std::nullopt;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            if (c == '\\' || c < 0x20) return std::nullopt;
            if (c != '"') continue;
            const auto out = text.substr(0, i);
            text.remove_prefix(i + 1);
            return out;
        }
        return std::nullopt;
    }
    std::optional<std::string_view> take_number() {
        skip_space();
        const auto size = std::min(text.find_first_not_of("-0123456789"), text.size());
        if (size == 0) return std::nullopt;
        const auto out = text.substr(0, size);
        text.remove_prefix(size);
        return out;
    }
};

}  // namespace

Result<FlatJson> FlatJson::read(std::string_view text) {
    FlatJson out;
    Rest rest{text};
    if (!rest.take('{')) return malformed();
    while (!rest.take('}')) {
        if (out.size_ == out.members_.size()) return malformed();
        if (out.size_ > 0 && !rest.take(',')) return malformed();
        const auto name = rest.take_string();
        if (!name || out.find(*name) != nullptr || !rest.take(':')) return malformed();
        rest.skip_space();
        const bool is_text = rest.text.starts_with('"');
        const auto value = is_text ? rest.take_string() : rest.take_number();
        if (!value) return malformed();
        out.members_[out.size_++] = {.name = *name, .value = *value, .text = is_text};
    }
    rest.skip_space();
    if (!rest.text.empty()) return malformed();
    return out;
}

const FlatJson::Member* FlatJson::find(std::string_view name) const {
    for (std::size_t i = 0; i < size_; ++i) {
        if (members_[i].name == name) return &members_[i];
    }
    return nullptr;
}

std::optional<std::string_view> FlatJson::string(std::string_view name) const {
    const auto* found = find(name);
    if (found == nullptr || !found->text) return std::nullopt;
    return found->value;
}

std::optional<std::int64_t> FlatJson::integer(std::string_view name) const {
    const auto* found = find(name);
    if (found == nullptr || found->text) return std::nullopt;
    std::int64_t out = 0;
    const auto* end = found->value.data() + found->value.size();
    const auto read = std::from_chars(found->value.data(), end, out);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return out;
}

}  // namespace pm::keys
