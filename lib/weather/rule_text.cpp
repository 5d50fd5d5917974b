#include "weather/rule_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text.hpp"
#include "base/wide.hpp"
#include "weather/rule_clauses.hpp"
#include "weather/wording.hpp"

namespace pm::weather {

namespace {

template <class T>
std::optional<T> one_of(std::string_view text, std::string_view a, T for_a, std::string_view b,
                        T for_b) {
    if (text == a) return for_a;
    if (text == b) return for_b;
    return std::nullopt;
}

bool is_number(std::string_view text, bool tenths) {
    const auto point = std::min(text.find('.'), text.size());
    const auto digits = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!tenths) return digits(text);
    return digits(text.substr(0, point)) && point + 2 == text.size() &&
           digits(text.substr(point + 1));
}

std::optional<CivilDate> date_of(const Slots& slots) {
    const auto day = day_number(slot(slots, "day").value_or(""));
    const auto month = month_named(slot(slots, "month").value_or(""));
    const auto year = day_number(slot(slots, "year").value_or(""));
    const CivilDate date{std::chrono::year{2000 + static_cast<int>(year)},
                         std::chrono::month{month}, std::chrono::day{day}};
    if (year < 24 || !date.ok()) return std::nullopt;
    return date;
}

/// Collects the facts of clause after clause; a second value must be the first one again.
class Facts {
public:
    std::optional<std::string> add(ClauseRole role, const Slots& slots) {
        const auto role_index = static_cast<std::size_t>(role);
        const bool once = role == ClauseRole::resolution || role == ClauseRole::source ||
                          role == ClauseRole::precision;
        if (once && seen_.at(role_index)++ > 0) return "the rule text says it twice";
        for (const auto& [name, value] : slots) {
            if (!take(name, value))
                return "contradiction in the rule text: " + std::string{name} + " '" +
                       sanitised(value) + "'";
        }
        if (slot(slots, "year") && !agree(date_, date_of(slots))) return "no date in the rule text";
        return std::nullopt;
    }

    Result<RuleText> result() const {
        if (!kind_ || !unit_ || !date_ || !seen_.at(0))
            return fail(Errc::refused, "no resolution clause");
        if (!source_) return fail(Errc::refused, "no known source in the rule text");
        if (!rounding_) return fail(Errc::refused, "no known precision in the rule text");
        const bool hong_kong = source_->station == "HKO";
        if ((*rounding_ == Rounding::floor) != hong_kong)
            return fail(Errc::refused, "this precision is not known for " + source_->host);
        if (names_noaa_ && source_->host != "weather.gov")
            return fail(Errc::refused, "contradiction in the rule text: NOAA and " + source_->host);
        return RuleText{.kind = *kind_,
                        .unit = *unit_,
                        .rounding = *rounding_,
                        .date = *date_,
                        .station_name = *station_name_,
                        .source = *source_,
                        .hash = {}};
    }

    void note_wording(std::string_view wording) {
        if (wording.find(" noaa") != std::string_view::npos) names_noaa_ = true;
    }

private:
    /// Whether `found` is a value and the fact's first one or the same again.
    template <class T>
    static bool agree(std::optional<T>& fact, const std::optional<T>& found) {
        if (!found || (fact && *fact != *found)) return false;
        fact = found;
        return true;
    }

    bool take(std::string_view name, std::string_view value) {
        using enum TemperatureKind;
        using enum TemperatureUnit;
        if (name == "kind")
            return agree(kind_, one_of(value, "highest", highest, "lowest", lowest));
        if (name == "extreme") return agree(kind_, one_of(value, "max", highest, "min", lowest));
        if (name == "unit")
            return agree(unit_, one_of(value, "celsius", celsius, "fahrenheit", fahrenheit));
        if (name == "degree") return agree(unit_, one_of(value, "c", celsius, "f", fahrenheit));
        if (name == "station") return agree(station_name_, std::optional{std::string{value}});
        if (name == "url") return address(value);
        if (name == "fallback_url") return address(value);
        if (name == "whole")
            return is_number(value, false) && agree(rounding_, std::optional{Rounding::half_up});
        if (name == "tenths")
            return is_number(value, true) && agree(rounding_, std::optional{Rounding::floor});
        return true;  // day, month, year: together, by date_of
    }

    bool address(std::string_view url) {
        auto parsed = parse_source_address(url);
        if (!parsed) return false;
        if (source_ && source_->station != parsed->station) return false;
        if (!source_) source_ = *parsed;
        return true;
    }

    std::optional<TemperatureKind> kind_;
    std::optional<TemperatureUnit> unit_;
    std::optional<Rounding> rounding_;
    std::optional<CivilDate> date_;
    std::optional<std::string> station_name_;
    std::optional<SourceAddress> source_;
    bool names_noaa_ = false;
    std::array<int, 5> seen_{};
};

std::string beginning(std::string_view text) {
    constexpr std::size_t shown = 60;
    return sanitised(text.substr(0, shown)) + (text.size() > shown ? "..." : "");
}

bool is_icao(std::string_view text) {
    return text.size() == 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string upper_case(std::string_view lower) {
    std::string upper{lower};
    for (auto& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return upper;
}

}  // namespace

Result<SourceAddress> parse_source_address(std::string_view url) {
    const auto unknown = [&] {
        return fail(Errc::refused, "unknown source address '" + sanitised(url) + "'");
    };
    const auto plain = plain_text(url);
    std::string_view rest = plain;
    for (const std::string_view scheme : {"https://", "http://"})
        if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
    if (rest.starts_with("www.")) rest.remove_prefix(4);
    while (rest.ends_with('.') || rest.ends_with('/')) rest.remove_suffix(1);

    constexpr std::string_view history = "wunderground.com/history/daily/";
    constexpr std::string_view timeseries = "weather.gov/wrh/timeseries?site=";
    if (rest.starts_with(history)) {
        const auto station = rest.substr(rest.rfind('/') + 1);
        const auto place =
            rest.substr(history.size(), rest.size() - history.size() - station.size());
        if (!is_icao(station) || place.empty()) return unknown();
        return SourceAddress{"wunderground.com", upper_case(station)};
    }
    if (rest.starts_with(timeseries)) {
        const auto station = rest.substr(timeseries.size());
        if (!is_icao(station)) return unknown();
        return SourceAddress{"weather.gov", upper_case(station)};
    }
    if (rest == "weather.gov.hk/en/cis/climat.htm") return SourceAddress{"weather.gov.hk", "HKO"};
    return unknown();
}

Result<RuleText> parse_rule_text(std::string_view description) {
    const auto plain = plain_text(description);
    std::string_view rest = plain;
    Facts facts;
    while (!rest.empty()) {
        if (rest.front() == ' ' || rest.front() == '.') {  // an address may end a sentence
            rest.remove_prefix(1);
            continue;
        }
        std::optional<WordingMatch> match;
        const auto clause = std::find_if(clauses.begin(), clauses.end(), [&](const Clause& c) {
            match = match_start(rest, c.wording);
            return match.has_value();
        });
        if (clause == clauses.end())
            return fail(Errc::refused, "unknown rule wording: '" + beginning(rest) + "'");
        facts.note_wording(clause->wording);
        if (auto wrong = facts.add(clause->role, match->slots)) return fail(Errc::refused, *wrong);
        rest.remove_prefix(match->length);
    }
    auto text = facts.result();
    if (text) text->hash = rule_hash(description);
    return text;
}

std::string rule_hash(std::string_view description) {
    constexpr UnsignedWide prime = (UnsignedWide{1} << 88U) + 0x13B;
    UnsignedWide hash =
        (UnsignedWide{0x6C62272E07BB0142} << 64U) | UnsignedWide{0x62B821756295C58D};
    for (const char c : plain_text(description)) {
        hash ^= static_cast<std::uint8_t>(c);
        hash *= prime;
    }
    std::string hex;
    for (int shift = 124; shift >= 0; shift -= 4)
        hex +=
            "0123456789abcdef"[static_cast<unsigned>(hash >> static_cast<unsigned>(shift)) & 0xFU];
    return hex;
}

}  // namespace pm::weather
