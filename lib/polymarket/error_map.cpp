#include "polymarket/error_map.hpp"

#include <array>

#include "base/json.hpp"
#include "base/text.hpp"

namespace pm::polymarket {

namespace {

constexpr std::size_t excerpt_max = 200;

bool is_page(std::string_view body) {
    return trimmed(body.substr(0, 64)).starts_with('<');
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Words of ours for each of the venue's sentences; the first that occurs decides.
struct Row {
    std::string_view words;  ///< In lower case.
    OrderFault fault;
};

// Source: docs/venue.md, errors; the venue's list of order errors and production replies.
constexpr std::array rows{
    Row{"breaks minimum tick size rule", {"tick", Errc::tick_mismatch}},
    Row{"lower than the minimum", {"min_size", Errc::rejected}},
    Row{"min size: 1", {"min_amount", Errc::rejected}},
    Row{"is invalid. duplicated", {"duplicate", Errc::outcome_unknown}},
    Row{"order crosses book", {"post_only_cross", Errc::rejected}},
    Row{"crosses the book", {"post_only_cross", Errc::rejected}},
    Row{"not enough balance", {"balance", Errc::rejected}},
    Row{"couldn't be fully filled", {"fok_killed", Errc::rejected}},
    Row{"fok orders are filled or killed", {"fok_killed", Errc::rejected}},
    Row{"no orders found to match with fak", {"fak_killed", Errc::rejected}},
    Row{"there are no matching orders", {"fak_killed", Errc::rejected}},
    Row{"invalid amounts", {"amounts", Errc::rejected}},
    Row{"rounding issues", {"amounts", Errc::rejected}},
    Row{"discrepancy greater than allowed", {"amounts", Errc::rejected}},
    Row{"invalid expiration", {"expiration", Errc::rejected}},
    Row{"order_version_mismatch", {"version", Errc::rejected}},
    Row{"invalid signature", {"signature", Errc::credentials}},
    Row{"owner of the api key", {"owner", Errc::credentials}},
    Row{"address of the api key", {"signer", Errc::credentials}},
    Row{"use the deposit wallet flow", {"wallet", Errc::credentials}},
    Row{"closed only mode", {"closed_only", Errc::restricted}},
    Row{"address banned", {"banned", Errc::rejected}},
    Row{"not yet ready to process new orders", {"not_ready", Errc::restricted}},
    Row{"post-only mode", {"post_only_mode", Errc::restricted}},
    Row{"cancel-only", {"cancel_only", Errc::restricted}},
    Row{"trading is currently disabled", {"disabled", Errc::restricted}},
    Row{"order timed out", {"timed_out", Errc::rejected}},
    Row{"timed out", {"unknown", Errc::outcome_unknown}},
    Row{"timeout", {"unknown", Errc::outcome_unknown}},
    Row{"could not insert order", {"unknown", Errc::outcome_unknown}},
    Row{"internal server error", {"unknown", Errc::outcome_unknown}},
    Row{"match delayed", {"delayed", Errc::outcome_unknown}},
    Row{"context canceled", {"unknown", Errc::outcome_unknown}},
    Row{"deadline exceeded", {"unknown", Errc::outcome_unknown}},
    Row{"order canceled in the ctf exchange", {"cancelled", Errc::rejected}},
    Row{"invalid order payload", {"payload", Errc::rejected}},
};

Errc code_of(int status, std::string_view text) {
    switch (status) {
        case 401: return Errc::credentials;
        case 403:
        case 425:
        case 503: return Errc::restricted;
        case 404: return Errc::not_found;
        case 429: return Errc::throttled;
        default: break;
    }
    if (status >= 500) return Errc::lost;
    if (has(text, "no orderbook exists")) return Errc::not_found;
    if (has(text, "invalid token id")) return Errc::bad_input;
    return Errc::rejected;
}

}  // namespace

std::string error_text(std::string_view body) {
    if (is_page(body)) return "a web page instead of JSON";
    auto json = Json::parse(body.substr(0, 65'536));
    if (json && json->is_object()) {
        for (const auto* key : {"error", "error_msg", "errorMsg", "message"}) {
            const auto text = json->string(key);
            if (text && !text->empty()) return sanitised(text->substr(0, excerpt_max));
        }
    }
    if (json && json->is_string()) return sanitised(json->string()->substr(0, excerpt_max));
    return sanitised(body.substr(0, excerpt_max));
}

Error error_of(int status, std::string_view body, std::string_view what) {
    const auto text = error_text(body);
    auto message = std::string{what} + ": ";
    if (status == 404) {
        message += "not found";
    } else {
        message += "HTTP " + std::to_string(status);
        if (!text.empty()) message += ", " + text;
    }
    Error error{code_of(status, lower_case(text)), std::move(message)};
    if (status == 403) error.hint = "the venue refuses this network or region";
    if (status == 429) error.hint = "too many requests: wait and try again";
    if (status == 404 && is_page(body)) error.hint = "a web page answered: is the URL right?";
    return error;
}

std::optional<OrderFault> order_fault(std::string_view text) {
    const auto lower = lower_case(text);
    for (const auto& row : rows) {
        if (has(lower, row.words)) return row.fault;
    }
    return std::nullopt;
}

}  // namespace pm::polymarket
