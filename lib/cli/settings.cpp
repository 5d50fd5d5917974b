#include "cli/settings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "cli/settings_file.hpp"

namespace pm::cli {

namespace {

namespace fs = std::filesystem;

std::string with_dashes(std::string_view name) {
    std::string out{name};
    for (auto& c : out) {
        if (c == '_' || c == '.') c = '-';
    }
    return out;
}

template <class T>
std::optional<T> number_in(std::string_view text) {
    T value{};
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

std::optional<double> real_in(std::string_view text) {
    const auto value = number_in<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<bool> boolean_in(std::string_view text) {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
}

/// What is wrong with `text` for `setting`; empty: nothing.
std::string fault_in(const Setting& setting, const std::string& text) {
    const auto shown =
        setting.secret ? std::string{"the value"} : "'" + sanitised(text.substr(0, 80)) + "'";
    switch (setting.kind) {
        case SettingKind::integer:
            if (!number_in<std::int64_t>(text)) return shown + " is not a whole number";
            break;
        case SettingKind::real:
            if (!real_in(text)) return shown + " is not a number";
            break;
        case SettingKind::boolean:
            if (!boolean_in(text)) return shown + " is not true or false";
            break;
        case SettingKind::duration:
            if (!parse_duration(text)) return shown + " is not a duration such as 500ms, 30s or 2h";
            break;
        case SettingKind::text:
        case SettingKind::list: break;
    }
    if (setting.choices.empty()) return {};
    std::string all;
    for (const auto& word : setting.choices) {
        if (word == text) return {};
        all += (all.empty() ? "" : ", ") + word;
    }
    return shown + " is not one of " + all;
}

/// $XDG_..., or its place under HOME; empty when neither is set.
std::string folder_of(const SettingSources& sources, std::string_view variable,
                      std::string_view under_home) {
    if (!sources.variable) return {};
    const auto own = sources.variable(variable);
    if (own && own->starts_with('/')) return *own + "/pm";
    const auto home = sources.variable("HOME");
    return home && !home->empty() ? *home + std::string{under_home} + "/pm" : std::string{};
}

/// Takes away what others may do there. A folder that is ours alone is left as it is: on a disk
/// that has become read-only nothing can be changed, but credentials can be read and orders
/// cancelled.
void close_to_others(const std::string& folder, std::error_code& failed) {
    const auto mode = fs::status(folder, failed).permissions();
    if (!failed && mode != fs::perms::owner_all) {
        fs::permissions(folder, fs::perms::owner_all, failed);
    }
}

Result<std::string> made(const std::string& home, const std::string& profile,
                         std::string_view variable) {
    if (home.empty()) {
        return fail(Errc::bad_config, "neither HOME nor " + std::string{variable} + " is set");
    }
    const auto folder = profile == "default" ? home : home + "/" + profile;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed && profile != "default") close_to_others(home, failed);
    if (!failed) close_to_others(folder, failed);
    if (failed) return fail(Errc::storage, "cannot make " + folder + ": " + failed.message());
    return folder;
}

bool good_profile(std::string_view name) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), good);
}

}  // namespace

std::string flag_of(const Setting& setting) {
    if (setting.secret || setting.flag == "-") return {};
    return setting.flag.empty() ? "--" + with_dashes(setting.name) : setting.flag;
}

std::string variable_of(const Setting& setting) {
    if (!setting.variable.empty()) return setting.variable;
    std::string out = "PM_";
    for (const char c : with_dashes(setting.name)) {
        const bool small = c >= 'a' && c <= 'z';
        out += c == '-' ? '_' : small ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

Result<Duration> parse_duration(std::string_view text) {
    const auto digits = text.substr(0, text.find_first_not_of("0123456789."));
    const auto unit = text.substr(digits.size());
    const auto number = digits.empty() ? std::nullopt : real_in(digits);
    std::int64_t micros = 0;
    if (unit == "ms") micros = 1'000;
    if (unit == "s" || unit.empty()) micros = 1'000'000;
    if (unit == "m" || unit == "min") micros = 60'000'000;
    if (unit == "h") micros = 3'600'000'000;
    if (unit == "d") micros = 86'400'000'000;
    if (!number || micros == 0 || *number > 1e6) {
        return fail(Errc::malformed, "'" + sanitised(text.substr(0, 40)) +
                                         "' is not a duration such as 500ms, 30s or 2h");
    }
    return Duration{std::llround(*number * static_cast<double>(micros))};
}

/// Fills in one source after the other; later ones win.
class SettingsLoader {
public:
    SettingsLoader(Settings& into, const SettingSources& sources) : into_{into}, from_{sources} {}

    Result<void> run() {
        for (const auto& setting : into_.table_) {
            const bool plain =
                setting.kind == SettingKind::text || setting.kind == SettingKind::list;
            PM_ASSERT((plain && setting.fallback.empty()) ||
                      fault_in(setting, setting.fallback).empty());
            into_.values_[setting.name] = {setting.fallback, "default"};
        }
        auto done = files();
        if (done) done = variables();
        if (done) done = flags();
        return done;
    }

private:
    Result<void> files() {
        const auto home = folder_of(from_, "XDG_CONFIG_HOME", "/.config");
        std::error_code ignored;
        if (!home.empty() && fs::exists(home + "/config.toml", ignored)) {
            auto done = file(home + "/config.toml");
            if (!done) return done;
        }
        for (const auto& path : from_.files) {
            auto done = file(path);
            if (!done) return done;
        }
        return {};
    }

    Result<void> file(const std::string& path) {
        auto entries = read_settings_file(path);
        if (!entries) return pass(entries);
        for (const bool of_profile : {false, true}) {
            for (const auto& entry : *entries) {
                if (entry.profile.empty() == of_profile) continue;
                if (!known(entry.key)) return unknown(entry);
                if (of_profile && entry.profile != into_.profile_) continue;
                auto done = put(entry.key, entry.text, entry.place, Errc::bad_config);
                if (!done) return done;
            }
        }
        return {};
    }

    Result<void> variables() {
        if (!from_.variable) return {};
        for (const auto& setting : into_.table_) {
            const auto name = variable_of(setting);
            const auto value = from_.variable(name);
            if (!value) continue;
            auto done = put(setting.name, *value, name, Errc::bad_config);
            if (!done) return done;
        }
        return {};
    }

    Result<void> flags() {
        for (const auto& [name, text] : from_.flags) {
            const auto* setting = known(name);
            PM_ASSERT(setting != nullptr);
            auto done = put(name, text, "flag " + flag_of(*setting), Errc::bad_input);
            if (!done) return done;
        }
        return {};
    }

    Result<void> put(const std::string& name, const std::string& text, const std::string& origin,
                     Errc blame) {
        const auto why = fault_in(*known(name), text);
        if (!why.empty()) return fail(blame, origin + ": " + name + ": " + why);
        into_.values_[name] = {text, origin};
        return {};
    }

    const Setting* known(std::string_view name) const {
        for (const auto& setting : into_.table_) {
            if (setting.name == name) return &setting;
        }
        return nullptr;
    }

    Result<void> unknown(const FileSetting& entry) const {
        auto names = from_.elsewhere;
        if (std::find(names.begin(), names.end(), entry.key) != names.end()) return {};
        for (const auto& setting : into_.table_) names.push_back(setting.name);
        const auto near = nearest(entry.key, names);
        return fail(
            Errc::bad_config, entry.place + ": unknown key " + sanitised(entry.key.substr(0, 80)),
            near.empty() ? "see `config show` for the known ones" : "did you mean " + near + "?");
    }

    Settings& into_;
    const SettingSources& from_;
};

Result<Settings> Settings::load(std::vector<Setting> table, const SettingSources& sources) {
    Settings out;
    out.table_ = std::move(table);
    out.profile_ = sources.profile;
    if (out.profile_.empty() && sources.variable) {
        out.profile_ = sources.variable("PM_PROFILE").value_or("");
    }
    if (out.profile_.empty()) out.profile_ = "default";
    if (!good_profile(out.profile_)) {
        return fail(sources.profile.empty() ? Errc::bad_config : Errc::bad_input,
                    "the profile's name may have letters, digits, - and _ only");
    }
    out.state_home_ = folder_of(sources, "XDG_STATE_HOME", "/.local/state");
    out.cache_home_ = folder_of(sources, "XDG_CACHE_HOME", "/.cache");
    auto done = SettingsLoader{out, sources}.run();
    if (!done) return pass(done);
    return out;
}

const SettingValue& Settings::value(std::string_view name) const {
    const auto found = values_.find(std::string{name});
    PM_ASSERT(found != values_.end());
    return found->second;
}

const std::string& Settings::text(std::string_view name) const {
    return value(name).text;
}

std::int64_t Settings::integer(std::string_view name) const {
    const auto whole = number_in<std::int64_t>(text(name));
    PM_ASSERT(whole.has_value());
    return *whole;
}

double Settings::real(std::string_view name) const {
    const auto number = real_in(text(name));
    PM_ASSERT(number.has_value());
    return *number;
}

bool Settings::boolean(std::string_view name) const {
    const auto flag = boolean_in(text(name));
    PM_ASSERT(flag.has_value());
    return *flag;
}

Duration Settings::duration(std::string_view name) const {
    const auto length = parse_duration(text(name));
    PM_ASSERT(length.has_value());
    return *length;
}

std::vector<std::string> Settings::list(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto part : split(text(name), ',')) {
        if (!trimmed(part).empty()) out.emplace_back(trimmed(part));
    }
    return out;
}

bool Settings::defaulted(std::string_view name) const {
    return value(name).origin == "default";
}

Error Settings::wrong(std::string_view name, std::string_view why) const {
    return {Errc::bad_config,
            std::string{name} + " (" + value(name).origin + "): " + std::string{why}};
}

Result<std::string> Settings::state_folder() const {
    return made(state_home_, profile_, "XDG_STATE_HOME");
}

Result<std::string> Settings::cache_folder() const {
    return made(cache_home_, profile_, "XDG_CACHE_HOME");
}

}  // namespace pm::cli
