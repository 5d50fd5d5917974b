#include "weather/wording.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace pm::weather {

namespace {

constexpr std::size_t slot_max = 120;

using Spelling = std::pair<std::string_view, std::string_view>;
/// UTF-8 sequences and the plain form that stands for them.
constexpr std::array<Spelling, 22> spellings{{
    {"\xC2\xA0", " "},      {"\xE2\x80\xAF", " "},  {"\xE2\x80\x89", " "},  // spaces
    {"\xE2\x80\x98", "'"},  {"\xE2\x80\x99", "'"},                          // quotes
    {"\xE2\x80\x9C", "\""}, {"\xE2\x80\x9D", "\""}, {"\xC2\xB0", "°"},     {"\xC2\xBA", "°"},
    {"\xCB\x9A", "°"},                                                      // degree, ordinal, ring
    {"\xE2\x84\x83", "°c"}, {"\xE2\x84\x89", "°f"},                         // ℃ ℉
    {"\xE2\x80\x90", "-"},  {"\xE2\x80\x91", "-"},  {"\xE2\x80\x92", "-"},  // dashes
    {"\xE2\x80\x93", "-"},  {"\xE2\x80\x94", "-"},  {"\xE2\x88\x92", "-"}, {"\xE2\x89\xA4", "<="},
    {"\xE2\x89\xA5", ">="}, {"\xEF\xBC\x8D", "-"},  {"\xE2\x80\x8B", ""},  // zero width space
}};

/// How a slot ends: where the next literal begins, or at the end of the text.
std::optional<std::size_t> slot_length(std::string_view rest, std::string_view name,
                                       std::string_view literal) {
    if (name == "url") {
        auto length = std::min(rest.find(' '), rest.size());
        while (length > 0 && rest[length - 1] == '.') --length;
        return length == 0 ? std::nullopt : std::optional{length};
    }
    const auto near = rest.substr(0, slot_max + literal.size());
    const auto length = literal.empty() ? rest.size() : near.find(literal, 1);
    if (length == std::string_view::npos || length == 0 || length > slot_max) return std::nullopt;
    return length;
}

}  // namespace

std::string plain_text(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    bool space = false;
    const auto put = [&](std::string_view piece) {
        for (const char c : piece) {
            if (c == ' ') {
                space = true;
                continue;
            }
            if (space && !plain.empty()) plain += ' ';
            space = false;
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    };
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        if (first < 0x80) {
            const bool blank = first == '\n' || first == '\r' || first == '\t';
            put(blank ? " " : text.substr(0, 1));
            text.remove_prefix(1);
            continue;
        }
        const auto known = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& s) {
            return text.starts_with(s.first);
        });
        const auto size = known == spellings.end() ? 1 : known->first.size();
        put(known == spellings.end() ? text.substr(0, 1) : known->second);
        text.remove_prefix(size);
    }
    return plain;
}

std::optional<std::string_view> slot(const Slots& slots, std::string_view name) {
    for (const auto& [key, value] : slots)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<WordingMatch> match_start(std::string_view text, std::string_view wording) {
    WordingMatch match;
    while (!wording.empty()) {
        const auto open = std::min(wording.find('{'), wording.size());
        const auto literal = wording.substr(0, open);
        auto rest = text.substr(match.length);
        if (!rest.starts_with(literal)) return std::nullopt;
        match.length += literal.size();
        wording.remove_prefix(open);
        if (wording.empty()) break;
        const auto close = wording.find('}');
        const auto name = wording.substr(1, close - 1);
        wording.remove_prefix(close + 1);
        const auto next = wording.substr(0, std::min(wording.find('{'), wording.size()));
        rest = text.substr(match.length);
        const auto length = slot_length(rest, name, next);
        if (!length) return std::nullopt;
        match.slots.emplace_back(name, rest.substr(0, *length));
        match.length += *length;
    }
    return match;
}

std::optional<Slots> match_all(std::string_view text, std::string_view wording) {
    auto match = match_start(text, wording);
    if (!match || match->length != text.size()) return std::nullopt;
    return std::move(match->slots);
}

unsigned month_named(std::string_view name) {
    constexpr std::array<std::string_view, 12> months{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    for (unsigned i = 0; i < months.size(); ++i)
        if (name == months[i] || name == months[i].substr(0, 3)) return i + 1;
    return 0;
}

unsigned day_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 2) return 0;
    unsigned day = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return 0;
        day = day * 10 + static_cast<unsigned>(c - '0');
    }
    return day;
}

}  // namespace pm::weather
