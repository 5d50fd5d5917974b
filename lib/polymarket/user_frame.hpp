#pragma once

/// Messages of the user channel: what happens to our orders and trades.
///
/// A text frame is one JSON object or a list of them. Unknown kinds are skipped and counted.
/// Source: docs/venue.md, user channel.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "polymarket/account_rows.hpp"
#include "polymarket/auth.hpp"

namespace pm::polymarket {

using UserEvent = std::variant<UserOrder, UserTrade>;

struct UserFrame {
    std::vector<UserEvent> events;  ///< In the frame's order.
    int skipped = 0;                ///< Of kinds we do not know.
};

/// Reads one frame.
/// @return Errc::malformed when any known part makes no sense: then nothing of the frame counts,
///         and the caller must read orders and trades anew, because it may have told of a fill.
Result<UserFrame> decode_user_frame(std::string_view text);

/// The first frame of a connection: all markets of the account. It holds the secrets: send it and
/// nothing else, then wipe it.
[[nodiscard]] std::string user_subscription_text(const ApiKey& key);

}  // namespace pm::polymarket
