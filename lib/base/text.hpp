#pragma once

/// Text from outside made safe for terminals and logs.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pm {

/// Drops C0 and C1 controls, escape sequences' introducers, zero-width and bidirectional
/// override characters, and bytes that are not UTF-8. Tabs and newlines become one space.
/// Source: reliability catalogue F-87 (terminal escapes, bidi override, fake columns).
[[nodiscard]] std::string sanitised(std::string_view text);

/// The known word closest to `typed`, or empty when none is near: "did you mean ...?".
[[nodiscard]] std::string nearest(std::string_view typed, const std::vector<std::string>& known);

/// Percent-encodes everything but A-Z a-z 0-9 - . _ ~ (RFC 3986 section 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

[[nodiscard]] std::string lower_case(std::string_view ascii);
[[nodiscard]] std::string_view trimmed(std::string_view text);  ///< Without outer white space.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace pm
