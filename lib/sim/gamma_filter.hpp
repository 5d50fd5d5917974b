#pragma once

/// Gamma's filters, order and pages, apart from what they are applied to.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "net/http.hpp"
#include "sim/query.hpp"

namespace pm::sim {

/// Gamma's error form: {"type":"validation error","error":"text"}.
[[nodiscard]] net::HttpReply gamma_error(int status, std::string_view type, std::string_view text);

/// One thing in a list: its own object, and the tags, series and state that filters ask for.
struct Listed {
    std::size_t index = 0;
    const Json* gamma = nullptr;
    const Json* event = nullptr;  ///< Where tags and series are.
    bool closed = false;
};

/// Whether the event's tags pass `tag_id`, `tag_slug`, `tag_match`, `exclude_tag_id`.
[[nodiscard]] bool tags_pass(const Query& query, const Json& event);

/// Whether `volume_min`, `liquidity_max`, `start_date_min` and the like let it pass.
/// `number_suffix` is "_num" on markets, "" on events.
[[nodiscard]] bool ranges_pass(const Query& query, const Json& gamma,
                               std::string_view number_suffix);

/// Whether `value` is among the values of the repeated `key`, or `key` is not asked for.
[[nodiscard]] bool among(const Query& query, std::string_view key, std::string_view value);

/// Puts the list in the order asked for. @return the reply for an unknown field (422), or nothing.
std::optional<net::HttpReply> sort_list(const Query& query, std::vector<Listed>& list);

/// A page of the list.
struct Page {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string next_cursor;  ///< Empty on the last page.
};

/// Cuts a keyset page of at most `limit_max`. Cursors name the last thing shown, so they hold when
/// the list grows. @return the reply for `offset` or a bad cursor (422), or the page.
[[nodiscard]] Result<Page> keyset_page(const Query& query, const std::vector<Listed>& list,
                                       std::size_t limit_max);

/// Cuts a legacy page with `limit` and `offset`. @return Errc::bad_input for a deep offset.
[[nodiscard]] Result<Page> offset_page(const Query& query, const std::vector<Listed>& list,
                                       std::size_t limit_max);

}  // namespace pm::sim
