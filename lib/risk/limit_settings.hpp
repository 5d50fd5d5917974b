#pragma once

/// The limits as settings: their names, and how their texts become `Limits`.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/order.hpp"
#include "risk/limits.hpp"

namespace pm::risk {

/// One limit as a setting.
struct LimitSetting {
    std::string_view name;  ///< "limits.per_order".
    std::string_view help;
    std::string_view paper;  ///< Its value on paper when nobody sets it; live has none.
};

/// One row for each member of `Limits`, in its order.
[[nodiscard]] std::span<const LimitSetting> limit_settings();

/// A setting's text by name; nothing when nobody set it.
using SettingLookup = std::function<std::optional<std::string>(std::string_view)>;

/// Reads the limits. Paper takes its default for what `value` does not give.
/// @return Errc::bad_config, naming the setting, for a text that is no positive number, a count
///         that is not whole, a collar above 1, a list without a tag, and in live mode for one
///         that is missing.
Result<Limits> read_limits(TradingMode mode, const SettingLookup& value);

}  // namespace pm::risk
