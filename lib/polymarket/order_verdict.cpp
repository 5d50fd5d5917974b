/// What the answers to orders prove; see error_map.hpp.

#include <algorithm>
#include <set>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "polymarket/error_map.hpp"

namespace pm::polymarket {

namespace {

using Wish = std::optional<std::chrono::microseconds>;

constexpr std::int64_t wish_max_s = 86'400;

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

PostVerdict unknown(std::string kind, std::string reason) {
    PostVerdict out;
    out.kind = std::move(kind);
    out.reason = std::move(reason);
    return out;
}

PostVerdict refused(Errc code, std::string_view kind, std::string reason) {
    PostVerdict out;
    out.proof = PostProof::refused;
    out.code = code;
    out.kind = kind;
    out.reason = std::move(reason);
    return out;
}

PostVerdict exists(std::string_view kind, PostReply reply) {
    PostVerdict out;
    out.proof = PostProof::exists;
    out.kind = kind;
    out.reason = reply.error;
    out.reply = std::move(reply);
    return out;
}

/// Words of the venue that it would say only of an order that is not in the book.
PostVerdict by_words(std::string words, std::string_view order_id) {
    const auto fault = order_fault(words);
    if (!fault) return refused(Errc::rejected, "refused", std::move(words));
    if (fault->kind == "duplicate") {
        // The text names the order; one that names another says nothing of ours.
        const auto lower = lower_case(words);
        if (has(lower, "0x") && !has(lower, order_id)) {
            return unknown("id_mismatch", std::move(words));
        }
        return exists(fault->kind, {});
    }
    if (fault->code == Errc::outcome_unknown) {
        return unknown(std::string{fault->kind}, std::move(words));
    }
    return refused(fault->code, fault->kind, std::move(words));
}

/// One leg's own words, whatever the status they came with (2xx).
PostVerdict by_leg(PostReply leg, std::string_view order_id) {
    if (leg.accepted()) {
        if (leg.order_id == order_id) return exists("", std::move(leg));
        return unknown("id_mismatch", "the venue answered for order " + leg.order_id);
    }
    if (!leg.error.empty()) return by_words(leg.error, order_id);
    return unknown("contradiction", leg.success ? "taken, but without an id" : "no, but no reason");
}

bool is_page(std::string_view body) {
    return trimmed(body.substr(0, 64)).starts_with('<');
}

/// A reply whose status is not 2xx, read for one order or for a whole batch.
PostVerdict by_status(int status, std::string_view body, std::string_view order_id) {
    auto words = error_text(body);
    const auto fault = order_fault(words);
    if (status == 425) return refused(Errc::restricted, "restarting", std::move(words));
    if (status == 429) return refused(Errc::throttled, "throttled", std::move(words));
    if (is_page(body)) return unknown(status == 403 ? "blocked" : "unknown", std::move(words));
    if (status == 408 || status < 400) return unknown("unknown", std::move(words));
    if (status < 500) {
        if (status == 401) return refused(Errc::credentials, "credentials", std::move(words));
        if (words.empty()) return unknown("unknown", "HTTP " + std::to_string(status));
        return by_words(std::move(words), order_id);
    }
    // Of 5xx only what is documented to mean "not in the book" is a refusal.
    if (fault && fault->code != Errc::outcome_unknown) return by_words(std::move(words), order_id);
    if (fault && fault->kind == "duplicate") return by_words(std::move(words), order_id);
    return unknown("unknown", "HTTP " + std::to_string(status) + ", " + words);
}

Wish body_wish(std::string_view body) {
    auto json = Json::parse(body.substr(0, 65'536));
    if (!json) return std::nullopt;
    auto seconds = parse_decimal(json->digits("retry_after_seconds").value_or("?"), 0);
    if (!seconds || *seconds > wish_max_s) return std::nullopt;
    return std::chrono::seconds{*seconds};
}

PostVerdict with_wish(PostVerdict verdict, Wish header, std::string_view body) {
    if (verdict.proof != PostProof::refused) return verdict;
    verdict.retry_after = header;
    if (const auto own = body_wish(body); own && (!header || *own > *header)) {
        verdict.retry_after = own;
    }
    return verdict;
}

bool good(int status) {
    return status >= 200 && status < 300;
}

/// Which leg is whose: by the id it carries or names, then by place when nothing speaks against
/// it. `npos`: nobody can say.
std::vector<std::size_t> owners(const std::vector<PostReply>& legs,
                                std::span<const std::string> order_ids) {
    std::vector<std::size_t> leg_of(order_ids.size(), std::string::npos);
    std::set<std::size_t> taken;
    bool in_place = legs.size() == order_ids.size();
    for (std::size_t i = 0; i < legs.size(); ++i) {
        for (std::size_t k = 0; k < order_ids.size(); ++k) {
            const bool names =
                legs[i].order_id == order_ids[k] ||
                (legs[i].order_id.empty() && has(lower_case(legs[i].error), order_ids[k]));
            if (!names || leg_of[k] != std::string::npos) continue;
            leg_of[k] = i;
            taken.insert(i);
            if (i != k) in_place = false;
        }
        if (!taken.contains(i) && !legs[i].order_id.empty()) in_place = false;
    }
    if (!in_place) return leg_of;
    for (std::size_t k = 0; k < order_ids.size(); ++k) {
        if (leg_of[k] == std::string::npos && !taken.contains(k)) leg_of[k] = k;
    }
    return leg_of;
}

/// A batch that came out of order: orders without a leg are refused if every leg without an id
/// is a refusal and there are as many, whichever is whose.
std::optional<PostVerdict> shared_refusal(const std::vector<PostReply>& legs,
                                          const std::vector<std::size_t>& leg_of,
                                          std::string_view order_id) {
    const std::set<std::size_t> taken{leg_of.begin(), leg_of.end()};
    std::optional<PostVerdict> out;
    std::size_t nameless = 0;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        if (taken.contains(i)) continue;
        auto verdict = by_leg(legs[i], order_id);
        if (!legs[i].order_id.empty() || verdict.proof != PostProof::refused) return std::nullopt;
        ++nameless;
        if (!out) out = std::move(verdict);
    }
    const auto orphans = std::count(leg_of.begin(), leg_of.end(), std::string::npos);
    if (nameless != static_cast<std::size_t>(orphans)) return std::nullopt;
    if (out && nameless > 1) out->kind = "refused";
    return out;
}

}  // namespace

PostVerdict post_verdict(int status, std::string_view body, std::string_view order_id,
                         Wish retry_after) {
    if (!good(status)) return with_wish(by_status(status, body, order_id), retry_after, body);
    auto reply = decode_post(body);
    if (!reply) return unknown("unreadable", std::move(reply.error().message));
    return with_wish(by_leg(std::move(*reply), order_id), retry_after, body);
}

std::vector<PostVerdict> post_verdicts(int status, std::string_view body,
                                       std::span<const std::string> order_ids, Wish retry_after) {
    std::vector<PostVerdict> out;
    if (!good(status)) {
        for (const auto& id : order_ids) {
            out.push_back(with_wish(by_status(status, body, id), retry_after, body));
            // Words about one order of a refused batch say nothing for certain of the others.
            if (out.back().kind == "duplicate") out.back() = unknown("unknown", "duplicate");
        }
        return out;
    }
    auto legs = decode_posts(body);
    if (!legs) {
        const auto lost = unknown("unreadable", std::move(legs.error().message));
        out.assign(order_ids.size(), lost);
        return out;
    }
    const auto leg_of = owners(*legs, order_ids);
    for (std::size_t k = 0; k < order_ids.size(); ++k) {
        if (leg_of[k] != std::string::npos) {
            out.push_back(with_wish(by_leg((*legs)[leg_of[k]], order_ids[k]), retry_after, ""));
        } else if (auto shared = shared_refusal(*legs, leg_of, order_ids[k])) {
            out.push_back(with_wish(std::move(*shared), retry_after, ""));
        } else {
            out.push_back(unknown("unmatched_leg", "no leg of the answer is this order's"));
        }
    }
    return out;
}

std::string_view name_of(VenueMode mode) {
    switch (mode) {
        case VenueMode::normal: return "normal";
        case VenueMode::restarting: return "restarting";
        case VenueMode::post_only: return "post_only";
        case VenueMode::cancel_only: return "cancel_only";
        case VenueMode::disabled: return "disabled";
        case VenueMode::blocked: return "blocked";
    }
    return "normal";
}

std::optional<ModeSign> mode_sign(int status, std::string_view body) {
    if (status == 425) return ModeSign{VenueMode::restarting, body_wish(body)};
    if (status == 403 && is_page(body)) return ModeSign{VenueMode::blocked, std::nullopt};
    if (status < 400 || is_page(body)) return std::nullopt;
    const auto words = lower_case(error_text(body));
    if (has(words, "post-only mode")) return ModeSign{VenueMode::post_only, body_wish(body)};
    if (has(words, "cancel-only")) return ModeSign{VenueMode::cancel_only, body_wish(body)};
    if (has(words, "trading is currently disabled")) {
        return ModeSign{VenueMode::disabled, body_wish(body)};
    }
    return std::nullopt;
}

}  // namespace pm::polymarket
