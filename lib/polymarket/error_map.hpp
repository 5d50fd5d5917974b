#pragma once

/// The only place where the venue's error texts and statuses become our error codes.

#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace pm::polymarket {

/// The error of a reply whose status is not 2xx. `what` says what was asked: "event xyz".
/// For reads only: here 5xx is `lost` (a read may be repeated), which an order never is.
/// Codes: not_found (404 or the venue's words for it), bad_input (an id the venue cannot read),
/// credentials (401), restricted (403, 425, the 503 modes), throttled (429), rejected (other
/// 4xx), lost (other 5xx).
/// Source: docs/venue.md, errors.
[[nodiscard]] Error error_of(int status, std::string_view body, std::string_view what);

/// The sentence in a reply's body: `error`, `error_msg`, `errorMsg` or `message`, else the start of
/// the text; made safe for a terminal, one line, at most 200 bytes.
[[nodiscard]] std::string error_text(std::string_view body);

/// What the venue's text about an order means. `kind` is a stable word of ours.
struct OrderFault {
    std::string_view kind;  ///< "tick", "min_size", "balance", "duplicate", "post_only_cross", …
    Errc code;
};

/// Reads the venue's words about an order; nothing for words we do not know.
/// `outcome_unknown` for the texts after which an order may rest in the book all the same.
[[nodiscard]] std::optional<OrderFault> order_fault(std::string_view text);

}  // namespace pm::polymarket
