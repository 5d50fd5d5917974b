#pragma once

/// A settings file as a flat list of keys: the only user of the TOML library.

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pm::cli {

struct FileSetting {
    std::string profile;  ///< Empty: for every profile.
    std::string key;      ///< "limits.per_order".
    std::string text;     ///< "0.05", "true", "a,b".
    std::string place;    ///< "/home/a/pm.toml:3".
};

/// Reads TOML text; `path` is for messages.
/// @return Errc::bad_config with file and line for anything that is not TOML, a duplicate key, or
///         a value that is neither text, number, boolean nor a list of these.
Result<std::vector<FileSetting>> parse_settings_file(std::string_view text,
                                                     const std::string& path);

/// The same from disk. @return also Errc::bad_config when it cannot be read or exceeds 1 MiB.
Result<std::vector<FileSetting>> read_settings_file(const std::string& path);

}  // namespace pm::cli
