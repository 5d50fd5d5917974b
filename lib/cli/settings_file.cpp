#include "cli/settings_file.hpp"

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

// The library's own switches: no shared library for one small file, no exceptions.
// NOLINTBEGIN(readability-identifier-naming)
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// NOLINTEND(readability-identifier-naming)
#include <toml++/toml.h>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace pm::cli {

namespace {

std::string place_of(const std::string& path, const toml::source_position& at) {
    return path + ":" + std::to_string(at.line);
}

std::string real_text(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end.ptr};
}

/// The text of a scalar, or nothing for dates and tables.
std::optional<std::string> scalar_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return **text;
    if (const auto* whole = node.as_integer()) return std::to_string(**whole);
    if (const auto* real = node.as_floating_point()) return real_text(**real);
    if (const auto* flag = node.as_boolean()) return **flag ? "true" : "false";
    return std::nullopt;
}

std::optional<std::string> list_text(const toml::array& array) {
    std::string out;
    for (const auto& item : array) {
        const auto text = scalar_text(item);
        if (!text || text->find(',') != std::string::npos) return std::nullopt;
        if (!out.empty()) out += ',';
        out += *text;
    }
    return out;
}

class Flattener {
public:
    Flattener(const std::string& path, std::vector<FileSetting>& out) : path_{path}, out_{out} {}

    Result<void> table(const toml::table& table, const std::string& profile,
                       const std::string& prefix) {
        for (const auto& [name, node] : table) {
            const auto key = prefix + std::string{name.str()};
            auto done = value(node, profile, key);
            if (!done) return done;
        }
        return {};
    }

private:
    Result<void> value(const toml::node& node, const std::string& profile, const std::string& key) {
        const auto place = place_of(path_, node.source().begin);
        if (const auto* nested = node.as_table()) {
            if (key == "profile" && profile.empty()) return profiles(*nested);
            return table(*nested, profile, key + ".");
        }
        const auto* array = node.as_array();
        const auto text = array != nullptr ? list_text(*array) : scalar_text(node);
        if (!text) {
            return fail(Errc::bad_config, place + ": " + sanitised(key) +
                                              " is neither text, number, boolean nor a list");
        }
        out_.push_back({profile, key, *text, place});
        return {};
    }

    Result<void> profiles(const toml::table& all) {
        for (const auto& [name, node] : all) {
            const auto* nested = node.as_table();
            if (nested == nullptr) {
                return fail(Errc::bad_config, place_of(path_, node.source().begin) +
                                                  ": a profile is a table: [profile.NAME]");
            }
            auto done = table(*nested, std::string{name.str()}, "");
            if (!done) return done;
        }
        return {};
    }

    const std::string& path_;
    std::vector<FileSetting>& out_;
};

/// Whether a line has a byte above 0x7e outside quotes and comment.
bool has_bare_foreign_letter(std::string_view line) {
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
            if (c == '\\' && quote == '"') {
                ++i;
            } else if (c == quote) {
                quote = 0;
            }
        } else if (c == '#') {
            return false;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (static_cast<signed char>(c) < 0) {
            return true;
        }
    }
    return false;
}

/// Refuses what no settings file needs and toml++ 3.3 cannot be given: its parser does what is
/// undefined on some letters outside quotes (U+FEEF). A string over several lines could hide one.
Result<void> check_letters(std::string_view text, const std::string& path) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // an editor's mark
    std::size_t number = 0;
    const auto where = [&] { return path + ':' + std::to_string(number) + ": "; };
    for (const auto line : split(text, '\n')) {
        ++number;
        if (has_bare_foreign_letter(line)) {
            return fail(Errc::bad_config, where() + "a letter that no setting's name has",
                        "outside quotes and comments a settings file is ASCII");
        }
        if (line.find("\"\"\"") != std::string_view::npos ||
            line.find("\'\'\'") != std::string_view::npos) {
            return fail(Errc::bad_config, where() + "a string over several lines");
        }
    }
    return {};
}

}  // namespace

Result<std::vector<FileSetting>> parse_settings_file(std::string_view text,
                                                     const std::string& path) {
    if (auto good = check_letters(text, path); !good) return pass(good);
    const auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& error = parsed.error();
        return fail(Errc::bad_config,
                    place_of(path, error.source().begin) + ": " + sanitised(error.description()));
    }
    std::vector<FileSetting> out;
    auto done = Flattener{path, out}.table(parsed.table(), "", "");
    if (!done) return pass(done);
    return out;
}

Result<std::vector<FileSetting>> read_settings_file(const std::string& path) {
    constexpr std::size_t file_max = 1U << 20U;
    std::error_code ignored;
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file || std::filesystem::is_directory(path, ignored))
        return fail(Errc::bad_config, "cannot read the settings file " + path);
    if (text.view().size() > file_max) {
        return fail(Errc::bad_config, path + ": larger than 1 MiB");
    }
    return parse_settings_file(text.view(), path);
}

}  // namespace pm::cli
