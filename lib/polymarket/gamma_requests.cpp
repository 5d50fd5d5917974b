#include "polymarket/gamma_requests.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

namespace {

Request get(std::string target, std::string_view family) {
    return Request{Service::gamma, Verb::get, std::move(target), family};
}

std::string joined(std::string_view path, std::string_view id) {
    return std::string{path} + percent_encoded(id);
}

std::int64_t page_size(const EventQuery& query) {
    auto size = query.page == 0 ? keyset_events_max : std::min(query.page, keyset_events_max);
    if (query.limit_total != 0) size = std::min(size, query.limit_total);
    return static_cast<std::int64_t>(size);
}

}  // namespace

Request events_page(const EventQuery& query, std::string_view cursor) {
    Query q;
    q.add("limit", page_size(query));
    if (query.closed) q.add("closed", *query.closed);
    if (!query.tag.empty()) q.add("tag_slug", std::string_view{query.tag});
    if (!query.series.empty()) q.add("series_id", std::string_view{query.series});
    if (query.date) {
        const auto date = date_text(*query.date);
        q.add("event_date", std::string_view{date});
    }
    if (!query.sort.empty()) {
        q.add("order", std::string_view{query.sort});
        q.add("ascending", query.ascending);
    }
    if (!cursor.empty()) q.add(cursor_request_key, cursor);
    return get("/events/keyset" + q.text(), "gamma.events");
}

Request event_by_slug(std::string_view slug) {
    return get(joined("/events/slug/", slug), "gamma.events");
}
Request event_by_id(std::string_view id) {
    return get(joined("/events/", id), "gamma.events");
}
Request market_by_slug(std::string_view slug) {
    return get(joined("/markets/slug/", slug), "gamma.markets");
}
Request market_by_id(std::string_view id) {
    return get(joined("/markets/", id), "gamma.markets");
}

Request markets_by_condition(const std::vector<ConditionId>& conditions, bool closed) {
    PM_ASSERT(!conditions.empty() && conditions.size() <= conditions_per_request_max);
    Query q;
    for (const auto& condition : conditions) {
        const auto text = condition.text();
        q.add("condition_ids", std::string_view{text});
    }
    q.add("closed", closed);
    q.add("limit", static_cast<std::int64_t>(keyset_markets_max));
    return get("/markets/keyset" + q.text(), "gamma.markets");
}

Request markets_by_token(const TokenId& token, bool closed) {
    Query q;
    const auto text = token.text();
    q.add("clob_token_ids", std::string_view{text});
    q.add("closed", closed);
    return get("/markets/keyset" + q.text(), "gamma.markets");
}

Request markets_by_tokens(std::span<const TokenId> tokens) {
    PM_ASSERT(!tokens.empty() && tokens.size() <= keyset_markets_max);
    Query q;
    for (const auto& token : tokens) {
        const auto text = token.text();
        q.add("clob_token_ids", std::string_view{text});
    }
    q.add("closed", false);
    q.add("limit", static_cast<std::int64_t>(keyset_markets_max));
    return get("/markets/keyset" + q.text(), "gamma.markets");
}

Request search_page(std::string_view words, bool closed_too, std::size_t per_page,
                    std::size_t page) {
    Query q;
    q.add("q", words);
    q.add("limit_per_type", static_cast<std::int64_t>(per_page));
    q.add("page", static_cast<std::int64_t>(page));
    if (!closed_too) q.add("events_status", std::string_view{"active"});
    q.add("keep_closed_markets", std::int64_t{1});
    q.add("search_tags", false);
    q.add("search_profiles", false);
    return get("/public-search" + q.text(), "gamma.search");
}

Request series_by_slug(std::string_view slug) {
    Query q;
    q.add("slug", slug);
    q.add("exclude_events", true);
    return get("/series" + q.text(), "gamma");
}

Request tags_page(std::size_t limit, std::size_t offset) {
    Query q;
    q.add("limit", static_cast<std::int64_t>(limit));
    q.add("offset", static_cast<std::int64_t>(offset));
    return get("/tags" + q.text(), "gamma.tags");
}

std::string other_spelling(std::string_view sort) {
    std::string out;
    bool changed = false;
    bool upper_next = false;
    for (const char c : sort) {
        if (c == '_') {
            upper_next = changed = true;
        } else if (c >= 'A' && c <= 'Z') {
            out += '_';
            out += static_cast<char>(c - 'A' + 'a');
            changed = true;
        } else {
            out += upper_next && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            upper_next = false;
        }
    }
    return changed ? out : std::string{};
}

}  // namespace pm::polymarket
