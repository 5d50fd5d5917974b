#include "sim/gamma_api.hpp"

#include <algorithm>
#include <set>

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "sim/gamma_filter.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t events_max = 500;
constexpr std::size_t markets_max = 100;

std::string_view text_of(const Json& json, std::string_view key) {
    return json.string(key).value_or("");
}

net::HttpReply not_found(std::string_view what) {
    return gamma_error(404, "not found error", std::string{what} + " not found");
}

bool in_series(const Query& query, const Json& event) {
    const auto wanted = query.all("series_id", true);
    const auto recurrence = query.first("recurrence");
    if (wanted.empty() && !recurrence) return true;
    const auto* list = event.find("series");
    if (list == nullptr) return false;
    return std::any_of(list->items().begin(), list->items().end(), [&](const Json& series) {
        const auto id = series.digits("id").value_or("");
        const bool id_fits =
            wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
        return id_fits && (!recurrence || series.string("recurrence") == *recurrence);
    });
}

/// Every word of `wanted` occurs in `text`, letters' case aside.
bool says(std::string_view text, std::string_view wanted) {
    const auto all = lower_case(text);
    const auto words = lower_case(wanted);
    for (const auto word : split(words, ' ')) {
        if (!word.empty() && all.find(word) == std::string::npos) return false;
    }
    return true;
}

bool event_passes(const Query& query, const Listed& item) {
    const auto& gamma = *item.gamma;
    const auto closed = query.boolean("closed");
    if (closed && *closed != item.closed) return false;
    if (query.boolean("archived").value_or(false)) return false;
    if (!query.boolean("active").value_or(true)) return false;
    if (!among(query, "id", gamma.digits("id").value_or(""))) return false;
    if (!among(query, "slug", text_of(gamma, "slug"))) return false;
    if (const auto date = query.first("event_date"); date && text_of(gamma, "eventDate") != *date) {
        return false;
    }
    if (const auto words = query.first("title_search");
        words && !says(text_of(gamma, "title"), *words)) {
        return false;
    }
    return tags_pass(query, gamma) && in_series(query, gamma) && ranges_pass(query, gamma, "");
}

bool market_passes(const Query& query, const Listed& item, const MarketState& market) {
    const auto& gamma = *item.gamma;
    if (query.boolean("closed").value_or(false) != item.closed) return false;
    if (!among(query, "id", gamma.digits("id").value_or(""))) return false;
    if (!among(query, "slug", text_of(gamma, "slug"))) return false;
    if (!among(query, "condition_ids", market.condition)) return false;
    if (!among(query, "question_ids", text_of(gamma, "questionID"))) return false;
    if (!among(query, "clob_token_ids", market.yes) && !among(query, "clob_token_ids", market.no)) {
        return false;
    }
    return tags_pass(query, *item.event) && ranges_pass(query, gamma, "_num");
}

net::HttpReply invalid(const Error& error) {
    return gamma_error(422, "validation error", error.message);
}

/// A list in either form: an object with a cursor, or the bare array of the legacy paths.
net::HttpReply listing(std::string_view name, std::string items, const Page& page, bool keyset) {
    if (!keyset) return json_reply("[" + items + "]");
    std::string out = "{\"" + std::string{name} + "\":[" + items + "]";
    if (!page.next_cursor.empty()) out += ",\"next_cursor\":\"" + page.next_cursor + "\"";
    return json_reply(out + "}");
}

}  // namespace

net::HttpReply GammaApi::handle(net::Method method, const Query& query) const {
    if (method != net::Method::get) return gamma_error(405, "method error", "method not allowed");
    const std::string_view path = query.path;
    if (path == "/status") return json_reply("\"OK\"");
    if (path == "/events/keyset") return events(query, true);
    if (path == "/markets/keyset") return markets(query, true);
    if (path == "/events") return events(query, false);
    if (path == "/markets") return markets(query, false);
    if (path == "/public-search") return search(query);
    if (path == "/series") return series(query);
    if (const auto slug = below(path, "/events/slug/")) return one_event("slug", *slug);
    if (const auto id = below(path, "/events/")) return one_event("id", *id);
    if (const auto slug = below(path, "/markets/slug/")) return one_market(query, "slug", *slug);
    if (const auto id = below(path, "/markets/")) return one_market(query, "id", *id);
    if (const auto slug = below(path, "/tags/slug/")) return tag("slug", *slug);
    if (const auto id = below(path, "/tags/")) return tag("id", *id);
    return not_found("path");
}

net::HttpReply GammaApi::events(const Query& query, bool keyset) const {
    std::vector<Listed> list;
    for (std::size_t e = 0; e < world_.scenario().events.size(); ++e) {
        if (!event_listed(world_, e)) continue;
        const auto& gamma = world_.scenario().events[e].gamma;
        const Listed item{e, &gamma, &gamma, event_closed(world_, e)};
        if (event_passes(query, item)) list.push_back(item);
    }
    if (auto refused = sort_list(query, list)) return *std::move(refused);
    auto page =
        keyset ? keyset_page(query, list, events_max) : offset_page(query, list, events_max);
    if (!page) return invalid(page.error());
    std::string items;
    for (auto i = page->from; i < page->to; ++i) {
        if (!items.empty()) items += ',';
        append_gamma_event(items, world_, list[i].index, true);
    }
    return listing("events", std::move(items), *page, keyset);
}

net::HttpReply GammaApi::markets(const Query& query, bool keyset) const {
    if (query.all("condition_ids", true).size() > 100) {
        return gamma_error(422, "validation error", "too many condition_ids");
    }
    std::vector<Listed> list;
    for (std::size_t m = 0; m < world_.markets().size(); ++m) {
        const auto& market = world_.markets()[m];
        if (market.phase == MarketPhase::hidden) continue;
        const Listed item{m, &world_.source(market).gamma,
                          &world_.scenario().events[market.event].gamma,
                          market.phase == MarketPhase::resolved};
        if (market_passes(query, item, market)) list.push_back(item);
    }
    if (auto refused = sort_list(query, list)) return *std::move(refused);
    auto page =
        keyset ? keyset_page(query, list, markets_max) : offset_page(query, list, markets_max);
    if (!page) return invalid(page.error());
    const bool with_tags = query.boolean("include_tag").value_or(false);
    std::string items;
    for (auto i = page->from; i < page->to; ++i) {
        if (!items.empty()) items += ',';
        append_gamma_market(items, world_, world_.markets()[list[i].index], true, with_tags);
    }
    return listing("markets", std::move(items), *page, keyset);
}

net::HttpReply GammaApi::one_event(std::string_view key, std::string_view value) const {
    for (std::size_t e = 0; e < world_.scenario().events.size(); ++e) {
        if (!event_listed(world_, e)) continue;
        if (world_.scenario().events[e].gamma.digits(key) != value) continue;
        std::string out;
        append_gamma_event(out, world_, e, true);
        return json_reply(std::move(out));
    }
    return not_found(key);
}

net::HttpReply GammaApi::one_market(const Query& query, std::string_view key,
                                    std::string_view value) const {
    for (const auto& market : world_.markets()) {
        if (market.phase == MarketPhase::hidden) continue;
        if (world_.source(market).gamma.digits(key) != value) continue;
        std::string out;
        append_gamma_market(out, world_, market, true,
                            query.boolean("include_tag").value_or(false));
        return json_reply(std::move(out));
    }
    return not_found(key);
}

net::HttpReply GammaApi::search(const Query& query) const {
    const auto wanted = query.first("q");
    if (!wanted || wanted->empty()) return gamma_error(422, "validation error", "q is required");
    const auto status = query.first("events_status").value_or("");
    const auto asked = query.number("limit_per_type").value_or(5);
    const auto per_page = static_cast<std::size_t>(std::clamp(asked, 1.0, 100.0));
    const auto page =
        static_cast<std::size_t>(std::clamp(query.number("page").value_or(1), 1.0, 1e6));
    std::vector<std::size_t> found;
    for (std::size_t e = 0; e < world_.scenario().events.size(); ++e) {
        const auto& event = world_.scenario().events[e];
        if (!event_listed(world_, e)) continue;
        const bool closed = event_closed(world_, e);
        if ((status == "active" && closed) || (status == "closed" && !closed)) continue;
        std::string all{text_of(event.gamma, "title")};
        for (const auto& market : event.markets) {
            all += ' ';
            all += text_of(market.gamma, "question");
        }
        if (says(all + " " + event.slug, *wanted)) found.push_back(e);
    }
    const auto from = std::min(found.size(), (page - 1) * per_page);
    const auto to = std::min(found.size(), from + per_page);
    std::string out = "{\"events\":[";
    for (auto i = from; i < to; ++i) {
        if (i > from) out += ',';
        append_gamma_event(out, world_, found[i], true);
    }
    out += R"(],"tags":[],"profiles":[],"pagination":{"hasMore":)";
    out += to < found.size() ? "true" : "false";
    out += ",\"totalResults\":" + std::to_string(found.size()) + "}}";
    return json_reply(std::move(out));
}

net::HttpReply GammaApi::series(const Query& query) const {
    std::set<std::string, std::less<>> told;
    std::string out = "[";
    for (std::size_t e = 0; e < world_.scenario().events.size(); ++e) {
        const auto* list = world_.scenario().events[e].gamma.find("series");
        if (list == nullptr || !event_listed(world_, e)) continue;
        for (const auto& one : list->items()) {
            if (!among(query, "slug", text_of(one, "slug"))) continue;
            if (!told.emplace(one.digits("id").value_or("")).second) continue;
            if (out.size() > 1) out += ',';
            out += one.text();
        }
    }
    return json_reply(out + "]");
}

net::HttpReply GammaApi::tag(std::string_view key, std::string_view value) const {
    for (const auto& event : world_.scenario().events) {
        const auto* tags = event.gamma.find("tags");
        if (tags == nullptr) continue;
        for (const auto& one : tags->items()) {
            if (one.digits(key) == value) return json_reply(one.text());
        }
    }
    return not_found(key);
}

}  // namespace pm::sim
