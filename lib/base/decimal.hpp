#pragma once

/// Decimal text to scaled integers and back, without floating point.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

/// Reads an unsigned decimal ("0.53", ".5", "1") as an integer scaled by 10^places.
/// @return Errc::malformed if it is not a plain decimal, has a non-zero digit beyond `places`,
///         or does not fit.
Result<std::int64_t> parse_decimal(std::string_view text, int places);

/// The same for streams, where nobody reads why a text is no decimal: nothing then.
std::optional<std::int64_t> read_decimal(std::string_view text, int places);

/// The same with an optional leading minus. For profit and loss, never for prices.
Result<std::int64_t> parse_signed_decimal(std::string_view text, int places);

/// Reads a statistic: a sign and digits beyond `places` are allowed, the latter are cut off.
/// The venue sends volumes such as "40058.787585000005"; nothing is traded on them.
Result<std::int64_t> parse_statistic(std::string_view text, int places);

/// The shortest decimal worth `scaled` / 10^places: 530'000 with 6 places is "0.53".
std::string format_decimal(std::int64_t scaled, int places);

/// Appends the same text to `out`; no allocation when `out` has room.
void append_decimal(std::string& out, std::int64_t scaled, int places);

/// Appends a plain integer.
void append_integer(std::string& out, std::int64_t value);

}  // namespace pm
