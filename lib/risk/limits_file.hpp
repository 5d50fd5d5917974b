#pragma once

/// The limits of real money: a file that names every one of them.
///
/// One `name = value` a line; names as in `limit_settings`, with or without "limits."; texts in
/// quotes or not; `#` begins a comment; a line `[limits]` may stand before them. There are no
/// defaults: a limit that is missing, unknown, or there twice makes the whole file void.

#include <string_view>

#include "base/result.hpp"
#include "risk/limits.hpp"

namespace pm::risk {

/// Larger files are no limits files.
inline constexpr std::size_t limits_file_max = 65'536;

/// Reads the text of a limits file.
/// @return Errc::bad_config naming the line, or the limit that is missing or can't be meant.
Result<Limits> parse_limits(std::string_view text);

}  // namespace pm::risk
