#pragma once

/// Settings and where each came from.
///
/// flag > environment PM_* > --config FILE (later wins) > $XDG_CONFIG_HOME/pm/config.toml >
/// default. Files are TOML. A key is the setting's name, with a table for the part before a dot:
/// "limits.per_order" is `per_order` under [limits]. The same under [profile.NAME] holds for
/// that profile only and wins over the plain key of the same file.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace pm::cli {

enum class SettingKind : std::uint8_t { text, integer, real, boolean, duration, list };

/// One setting as apps and wiring declare it.
struct Setting {
    std::string name{};      ///< "venue", "limits.per_order": lower case, underscores.
    std::string help{};      ///< One line.
    std::string fallback{};  ///< The default as text; may be empty.
    SettingKind kind = SettingKind::text;
    bool secret = false;  ///< Masked wherever it is shown; has no flag.
    std::string value_name = "VALUE";
    std::vector<std::string> choices{};  ///< Allowed words; empty: any.
    std::string flag{};                  ///< "--venue"; empty: made from the name. "-": no flag.
    std::string variable{};              ///< "PM_VENUE"; empty: made from the name.
};

/// A value and its source.
struct SettingValue {
    std::string text;
    std::string origin;  ///< "default", "flag --venue", "PM_VENUE", "/home/a/pm.toml:3".
};

/// What the sources of settings are; tests name their own.
struct SettingSources {
    std::map<std::string, std::string> flags{};  ///< By setting name.
    std::function<std::optional<std::string>(std::string_view)> variable{};
    std::vector<std::string> files{};  ///< From --config, in order. Each must exist.
    std::string profile{};             ///< From --profile; empty: PM_PROFILE, then "default".
    /// Keys that files may have because other tools of the set read them.
    std::vector<std::string> elsewhere{};
};

class Settings {
public:
    /// Reads every source and checks every value against its kind.
    /// @return Errc::bad_config (flags: Errc::bad_input) naming source and line, and the nearest
    ///         known key for an unknown one.
    static Result<Settings> load(std::vector<Setting> table, const SettingSources& sources);

    // Values by name. @pre `name` is in the table and has that kind: anything else is a bug.
    [[nodiscard]] const std::string& text(std::string_view name) const;
    [[nodiscard]] std::int64_t integer(std::string_view name) const;
    [[nodiscard]] double real(std::string_view name) const;
    [[nodiscard]] bool boolean(std::string_view name) const;
    [[nodiscard]] Duration duration(std::string_view name) const;  ///< "500ms", "30s", "5m", "2h".
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;  ///< "a,b" or [a, b].

    /// Whether nobody set it.
    [[nodiscard]] bool defaulted(std::string_view name) const;
    [[nodiscard]] const SettingValue& value(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const {
        return values_.contains(std::string{name});
    }
    [[nodiscard]] const std::vector<Setting>& table() const { return table_; }
    [[nodiscard]] const std::string& profile() const { return profile_; }

    /// The error for a value that is wrong in a way only the user of the setting knows:
    /// "venue (PM_VENUE): plain http is for loopback only". Errc::bad_config.
    [[nodiscard]] Error wrong(std::string_view name, std::string_view why) const;

    /// $XDG_STATE_HOME/pm (0700, made when missing), with a folder per profile other than default.
    /// @return Errc::storage when it cannot be made; Errc::bad_config without HOME.
    [[nodiscard]] Result<std::string> state_folder() const;
    /// $XDG_CACHE_HOME/pm, the same way.
    [[nodiscard]] Result<std::string> cache_folder() const;

private:
    friend class SettingsLoader;

    std::vector<Setting> table_;
    std::map<std::string, SettingValue> values_;
    std::string profile_;
    std::string state_home_;
    std::string cache_home_;
};

/// "500ms", "30s", "5m", "2h", "1d"; a plain number is seconds. @return Errc::malformed otherwise.
Result<Duration> parse_duration(std::string_view text);

/// "--limits-per-order" of "limits.per_order", and "PM_LIMITS_PER_ORDER".
[[nodiscard]] std::string flag_of(const Setting& setting);
[[nodiscard]] std::string variable_of(const Setting& setting);

}  // namespace pm::cli
