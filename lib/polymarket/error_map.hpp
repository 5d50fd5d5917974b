#pragma once

/// The only place where the venue's error texts and statuses become our error codes.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "polymarket/trading_replies.hpp"

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

/// What an answer to a POST of an order proves.
enum class PostProof : std::uint8_t {
    exists,   ///< The venue has the order.
    refused,  ///< It has not, for certain.
    unknown,  ///< It may have it: never sign again, find out.
};

struct PostVerdict {
    PostVerdict() = default;

    PostProof proof = PostProof::unknown;
    Errc code = Errc::outcome_unknown;  ///< What to do about a refusal; meaningless for `exists`.
    std::string kind;                   ///< As OrderFault::kind; "refused" for words unknown to us.
    std::string reason;                 ///< The venue's words.
    std::optional<std::chrono::microseconds> retry_after;
    PostReply reply;  ///< For `exists`; without its contents when the proof is "Duplicated".
};

/// Judges a whole reply to POST /order. `retry_after` is the header's, when there is one.
///
/// Refused for certain: 4xx with the venue's own words, 425, 429, the 503 modes, and of the 5xx
/// only the documented words for "not in the book". Everything else that came after the request
/// was sent is unknown: other 5xx, web pages, texts about time-outs and cut-off contexts, and
/// answers that contradict themselves or name another order than ours.
/// Source: docs/venue.md, errors; reliability catalogue F-20, F-30 to F-33.
[[nodiscard]] PostVerdict post_verdict(int status, std::string_view body, std::string_view order_id,
                                       std::optional<std::chrono::microseconds> retry_after);

/// The same for a batch: one verdict for each of `order_ids`, matched by hash and not by place. A
/// leg without an id goes to the order it can only be; what cannot be told apart is unknown.
[[nodiscard]] std::vector<PostVerdict> post_verdicts(
    int status, std::string_view body, std::span<const std::string> order_ids,
    std::optional<std::chrono::microseconds> retry_after);

/// The venue's own pauses, as its answers show them.
enum class VenueMode : std::uint8_t {
    normal,
    restarting,   ///< 425: nothing; afterwards post-only for a while.
    post_only,    ///< Only post-only orders and cancellations.
    cancel_only,  ///< Only cancellations.
    disabled,     ///< Not even those.
    blocked,      ///< 403 with a web page: this network or region is refused.
};
[[nodiscard]] std::string_view name_of(VenueMode mode);

struct ModeSign {
    VenueMode mode = VenueMode::normal;
    std::optional<std::chrono::microseconds> retry_after;  ///< From the body.
};

/// What an answer says about the venue as a whole; nothing when it says nothing. A leg of a batch
/// says it too, in its `errorMsg`.
[[nodiscard]] std::optional<ModeSign> mode_sign(int status, std::string_view body);

}  // namespace pm::polymarket
