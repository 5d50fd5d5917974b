#include "keys/key_shape.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"

namespace pm::keys {

namespace {

constexpr std::size_t key_digits = 64;

bool is_hex(std::string_view text) {
    return text.size() == key_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool is_prefixed_key(std::string_view text) {
    return (text.starts_with("0x") || text.starts_with("0X")) && is_hex(text.substr(2));
}

bool is_seed_word(std::string_view word) {
    return word.size() >= 3 && word.size() <= 8 &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_seed_phrase(std::string_view text) {
    std::size_t words = 0;
    for (const auto word : split(text, ' ')) {
        if (word.empty()) continue;
        if (!is_seed_word(word)) return false;
        ++words;
    }
    constexpr std::array<std::size_t, 5> lengths{12, 15, 18, 21, 24};
    return std::find(lengths.begin(), lengths.end(), words) != lengths.end();
}

/// Whether an option's name speaks of what must not be typed.
bool speaks_of_secrets(std::string_view option) {
    const auto name = lower_case(option);
    for (const std::string_view part : {"key", "secret", "private", "mnemonic", "seed", "-pk"}) {
        if (name.find(part) != std::string::npos) return true;
    }
    return false;
}

bool gives_away(std::string_view text) {
    return is_hex(text) || is_seed_phrase(text);
}

/// 12 arguments in a row that are seed words: a phrase without its quotes.
bool is_unquoted_phrase(std::span<const std::string_view> from) {
    constexpr std::size_t shortest = 12;
    return from.size() >= shortest &&
           std::all_of(from.begin(), from.begin() + shortest, is_seed_word);
}

}  // namespace

bool looks_like_a_key(std::string_view text) {
    const auto bare = trimmed(text);
    return is_hex(bare) || is_prefixed_key(bare) || is_seed_phrase(bare);
}

std::optional<std::size_t> key_among(std::span<const std::string_view> arguments) {
    bool no_ids_here = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto text = trimmed(arguments[i]);
        if (gives_away(text) || is_unquoted_phrase(arguments.subspan(i))) return i;
        if (text == "wallet" || text == "keys") no_ids_here = true;
        if (no_ids_here && looks_like_a_key(text)) return i;
        if (!text.starts_with('-')) continue;
        const auto equals = text.find('=');
        const bool attached = equals != std::string_view::npos;
        const auto value = attached                   ? text.substr(equals + 1)
                           : i + 1 < arguments.size() ? arguments[i + 1]
                                                      : std::string_view{};
        const bool secret = speaks_of_secrets(text.substr(0, equals));
        if (gives_away(trimmed(value)) || (secret && looks_like_a_key(value))) {
            return attached ? i : i + 1;
        }
    }
    return std::nullopt;
}

}  // namespace pm::keys
