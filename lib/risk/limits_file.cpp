#include "risk/limits_file.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "risk/limit_settings.hpp"

namespace pm::risk {

namespace {

constexpr std::string_view prefix = "limits.";

using Values = std::map<std::string, std::string, std::less<>>;

tl::unexpected<Error> wrong(std::size_t line, std::string why, std::string hint = {}) {
    return fail(Errc::bad_config, "limits file, line " + std::to_string(line) + ": " + why,
                std::move(hint));
}

/// The value without its comment and quotes; nothing when a quote is not closed.
std::optional<std::string_view> value_of(std::string_view text) {
    text = trimmed(text);
    if (text.empty() || text.front() != '"') return trimmed(text.substr(0, text.find('#')));
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto rest = trimmed(text.substr(end + 1));
    if (!rest.empty() && rest.front() != '#') return std::nullopt;
    return text.substr(1, end - 1);
}

std::vector<std::string> known_names() {
    std::vector<std::string> out;
    for (const auto& row : limit_settings()) out.emplace_back(row.name.substr(prefix.size()));
    return out;
}

Result<void> take_line(Values& values, std::string_view line, std::size_t number) {
    line = trimmed(line);
    if (line.empty() || line.front() == '#' || line == "[limits]") return {};
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return wrong(number, "no 'name = value'");
    auto name = trimmed(line.substr(0, equals));
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    const auto known = known_names();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        constexpr std::size_t word_max = 40;
        const auto near = name.size() > word_max ? std::string{} : nearest(name, known);
        return wrong(number, "unknown limit '" + sanitised(name) + "'",
                     near.empty() ? "" : "did you mean " + near + "?");
    }
    const auto value = value_of(line.substr(equals + 1));
    if (!value) return wrong(number, "a quote that does not end");
    const auto [row, fresh] = values.emplace(std::string{name}, std::string{*value});
    if (!fresh) return wrong(number, "limit " + row->first + " is there twice");
    return {};
}

}  // namespace

Result<Limits> parse_limits(std::string_view text) {
    if (text.size() > limits_file_max) return fail(Errc::bad_config, "limits file: too large");
    Values values;
    std::size_t number = 0;
    for (const auto line : split(text, '\n')) {
        if (auto taken = take_line(values, line, ++number); !taken) return pass(taken);
    }
    auto limits =
        read_limits(TradingMode::live, [&](std::string_view name) -> std::optional<std::string> {
            const auto found = values.find(name.substr(prefix.size()));
            return found == values.end() ? std::nullopt : std::optional{found->second};
        });
    if (!limits) return pass(limits, "limits file");
    if (auto sound = check(*limits); !sound) return pass(sound, "limits file");
    return limits;
}

}  // namespace pm::risk
