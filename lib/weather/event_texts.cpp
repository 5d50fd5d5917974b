#include "weather/event_texts.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "weather/wording.hpp"

namespace pm::weather {

namespace {

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    if (digits.empty() || digits.front() == '-' || error != std::errc{} || rest != end)
        return std::nullopt;
    return value;
}

/// Takes "highest" or "lowest" off the front.
std::optional<TemperatureKind> take_kind(std::string_view& text) {
    for (const auto& [word, kind] :
         {std::pair{std::string_view{"highest"}, TemperatureKind::highest},
          std::pair{std::string_view{"lowest"}, TemperatureKind::lowest}}) {
        if (!text.starts_with(word)) continue;
        text.remove_prefix(word.size());
        return kind;
    }
    return std::nullopt;
}

/// "june-11", "june-11-2026", "june 11", "june 11, 2026".
std::optional<StatedDay> stated_day(std::string_view text, char separator) {
    const auto parts = split(text, separator);
    if (parts.size() < 2 || parts.size() > 4) return std::nullopt;
    auto day_text = parts[1];
    if (separator == ' ' && parts.size() == 3 && day_text.ends_with(',')) day_text.remove_suffix(1);
    StatedDay day{.month = month_named(parts[0]), .day = day_number(day_text), .year = {}};
    if (parts.size() > 2) {
        day.year = number(parts[2]);
        if (!day.year || *day.year < 2024 || *day.year > 2100) return std::nullopt;
    }
    if (parts.size() == 4 && (separator != '-' || !number(parts[3]))) return std::nullopt;
    if (day.month == 0 || day.day == 0 || day.day > 31) return std::nullopt;
    return day;
}

tl::unexpected<Error> unknown(std::string_view what, std::string_view text) {
    return fail(Errc::refused, "unknown " + std::string{what} + " '" + sanitised(text) + "'");
}

std::optional<Headline> headline(TemperatureKind kind, std::string_view city,
                                 std::optional<StatedDay> day) {
    if (!day || city.empty()) return std::nullopt;
    return Headline{kind, std::string{city}, *day};
}

}  // namespace

Result<Headline> parse_event_slug(std::string_view slug) {
    auto rest = slug;
    const auto kind = take_kind(rest);
    constexpr std::string_view in = "-temperature-in-";
    constexpr std::string_view on = "-on-";
    const auto at = rest.rfind(on);
    if (!kind || !rest.starts_with(in) || at == std::string_view::npos || at <= in.size())
        return unknown("event slug", slug);
    auto found = headline(*kind, rest.substr(in.size(), at - in.size()),
                          stated_day(rest.substr(at + on.size()), '-'));
    if (!found) return unknown("event slug", slug);
    return *found;
}

Result<Headline> parse_title(std::string_view title) {
    const auto plain = plain_text(title);
    std::string_view rest = plain;
    const auto kind = take_kind(rest);
    const auto slots = match_all(rest, " temperature in {city} on {day}?");
    if (!kind || !slots) return unknown("title", title);
    auto found = headline(*kind, (*slots)[0].second, stated_day((*slots)[1].second, ' '));
    if (!found) return unknown("title", title);
    return *found;
}

Result<Question> parse_question(std::string_view question) {
    const auto plain = plain_text(question);
    std::string_view rest = plain;
    constexpr std::string_view will = "will the ";
    if (!rest.starts_with(will)) return unknown("question", question);
    rest.remove_prefix(will.size());
    const auto kind = take_kind(rest);
    const auto slots = match_all(rest, " temperature in {city} be {label} on {day}?");
    if (!kind || !slots) return unknown("question", question);
    auto found = headline(*kind, (*slots)[0].second, stated_day((*slots)[2].second, ' '));
    if (!found) return unknown("question", question);
    return Question{std::move(*found), std::string{(*slots)[1].second}};
}

std::optional<SlugBucket> parse_slug_bucket(std::string_view suffix) {
    const auto take_number = [&]() -> std::optional<int> {
        if (suffix.starts_with("neg-")) suffix.remove_prefix(4);
        std::size_t size = 0;
        while (size < suffix.size() && suffix[size] >= '0' && suffix[size] <= '9') ++size;
        auto value = number(suffix.substr(0, size));
        suffix.remove_prefix(size);
        return value;
    };
    SlugBucket bucket;
    bucket.low = take_number();
    bucket.high = bucket.low;
    if (!bucket.low) return std::nullopt;
    if (suffix.starts_with('-')) {
        suffix.remove_prefix(1);
        bucket.high = take_number();
        if (!bucket.high) return std::nullopt;
    }
    if (!suffix.starts_with('c') && !suffix.starts_with('f')) return std::nullopt;
    bucket.unit = suffix.front() == 'c' ? TemperatureUnit::celsius : TemperatureUnit::fahrenheit;
    suffix.remove_prefix(1);
    if (suffix == "orbelow" || suffix == "orlower")
        bucket.low.reset();
    else if (suffix == "orhigher" || suffix == "orabove")
        bucket.high.reset();
    else if (!suffix.empty())
        return std::nullopt;
    return bucket;
}

}  // namespace pm::weather
