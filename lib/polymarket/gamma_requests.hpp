#pragma once

/// Requests to Gamma, the venue's catalogue. Source: docs/venue.md, catalogue.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_text.hpp"
#include "domain/ids.hpp"
#include "polymarket/request.hpp"

namespace pm::polymarket {

/// Which events to list. Everything empty: all open events.
struct EventQuery {
    EventQuery() = default;

    std::optional<bool> closed = false;  ///< Nothing: both.
    std::string tag;                     ///< Tag slug.
    std::string series;                  ///< Series id (decimal), not the slug.
    std::optional<CivilDate> date;       ///< The venue's own event date.
    std::string sort;                    ///< A field name; empty: the venue's order.
    bool ascending = false;              ///< Only with `sort`.
    std::size_t page = 0;                ///< Events a page; 0: the most the venue gives.
    std::size_t limit_total = 0;         ///< Stop after this many; 0: all.
};

/// One page of /events/keyset; `cursor` as the page before gave it, empty for the first.
[[nodiscard]] Request events_page(const EventQuery& query, std::string_view cursor);

[[nodiscard]] Request event_by_slug(std::string_view slug);
[[nodiscard]] Request event_by_id(std::string_view id);
[[nodiscard]] Request market_by_slug(std::string_view slug);
[[nodiscard]] Request market_by_id(std::string_view id);

/// Markets by condition, at most `conditions_per_request_max`. The venue lists open ones only
/// unless `closed` says otherwise.
[[nodiscard]] Request markets_by_condition(const std::vector<ConditionId>& conditions, bool closed);
[[nodiscard]] Request markets_by_token(const TokenId& token, bool closed);
/// Open markets of any of the tokens. @pre at most `keyset_markets_max`.
[[nodiscard]] Request markets_by_tokens(std::span<const TokenId> tokens);

/// Page `page` (from 1) of a search.
[[nodiscard]] Request search_page(std::string_view words, bool closed_too, std::size_t per_page,
                                  std::size_t page);
[[nodiscard]] Request series_by_slug(std::string_view slug);
[[nodiscard]] Request tags_page(std::size_t limit, std::size_t offset);

/// The other spelling of a sort field: "volumeNum" for "volume_num" and back; empty when there is
/// none. The venue's documents and its users disagree, and a wrong one is a 422.
[[nodiscard]] std::string other_spelling(std::string_view sort);

}  // namespace pm::polymarket
