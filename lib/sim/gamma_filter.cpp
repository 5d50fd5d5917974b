#include "sim/gamma_filter.hpp"

#include <algorithm>
#include <array>

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t default_limit = 20;
constexpr std::size_t offset_max = 2'000;  // Deeper answers 422. Source: docs/venue.md, keyset.

constexpr std::array<std::string_view, 22> sortable{
    "id",          "slug",         "title",        "question",      "volume",     "volumeNum",
    "volume_num",  "liquidity",    "liquidityNum", "liquidity_num", "volume24hr", "volume_24hr",
    "startDate",   "start_date",   "endDate",      "end_date",      "createdAt",  "updatedAt",
    "competitive", "commentCount", "eventDate",    "openInterest"};

/// The JSON name of a sort field: either spelling is taken.
std::string_view json_name(std::string_view field) {
    if (field == "volume_num") return "volumeNum";
    if (field == "liquidity_num") return "liquidityNum";
    if (field == "volume_24hr") return "volume24hr";
    if (field == "start_date") return "startDate";
    if (field == "end_date") return "endDate";
    return field;
}

bool has_tag(const Json& event, std::string_view key, std::string_view value) {
    const auto* tags = event.find("tags");
    if (tags == nullptr) return false;
    return std::any_of(tags->items().begin(), tags->items().end(),
                       [&](const Json& tag) { return tag.digits(key) == value; });
}

bool less_by(const Json& a, const Json& b, std::string_view field) {
    const auto* x = a.find(field);
    const auto* y = b.find(field);
    if (x == nullptr || y == nullptr) return x == nullptr && y != nullptr;
    if (x->is_number() && y->is_number()) return x->real().value_or(0) < y->real().value_or(0);
    return x->digits().value_or("") < y->digits().value_or("");  // Text sorts as text.
}

std::string cursor_of(const Listed& item) {
    std::string out = "k";
    for (const char c : item.gamma->digits("id").value_or("")) {
        static constexpr std::string_view digits = "0123456789abcdef";
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 15U];
    }
    return out;
}

std::size_t limit_of(const Query& query, std::size_t limit_max) {
    const auto asked = query.number("limit");
    if (!asked || *asked < 0) return default_limit;
    return std::min(limit_max, static_cast<std::size_t>(*asked));
}

}  // namespace

net::HttpReply gamma_error(int status, std::string_view type, std::string_view text) {
    std::string out;
    JsonWriter{out}.begin_object().key("type").string(type).key("error").string(text).end_object();
    return json_reply(std::move(out), status);
}

bool tags_pass(const Query& query, const Json& event) {
    const auto ids = query.all("tag_id", true);
    const bool all = query.first("tag_match") == "all";
    const auto has = [&](const std::string& id) { return has_tag(event, "id", id); };
    if (!ids.empty()) {
        const bool passes = all ? std::all_of(ids.begin(), ids.end(), has)
                                : std::any_of(ids.begin(), ids.end(), has);
        if (!passes) return false;
    }
    if (const auto slug = query.first("tag_slug"); slug && !has_tag(event, "slug", *slug)) {
        return false;
    }
    const auto excluded = query.all("exclude_tag_id", true);
    return std::none_of(excluded.begin(), excluded.end(), has);
}

bool ranges_pass(const Query& query, const Json& gamma, std::string_view number_suffix) {
    for (const std::string_view name : {"volume", "liquidity"}) {
        const auto key = std::string{name} + std::string{number_suffix};
        const auto field = number_suffix.empty() ? std::string{name} : std::string{name} + "Num";
        const double value = gamma.real(field).value_or(0);
        if (value < query.number(key + "_min").value_or(value)) return false;
        if (value > query.number(key + "_max").value_or(value)) return false;
    }
    for (const auto& [key, field] :
         {std::pair{"start_date", "startDate"}, std::pair{"end_date", "endDate"}}) {
        const auto at = parse_time(gamma.string(field).value_or(""));
        const auto limit = [&query, name = std::string{key}](std::string_view edge) {
            return parse_time(query.first(name + std::string{edge}).value_or(""));
        };
        const auto low = limit("_min");
        const auto high = limit("_max");
        if (low && (!at || *at < *low)) return false;
        if (high && (!at || *at > *high)) return false;
    }
    return true;
}

bool among(const Query& query, std::string_view key, std::string_view value) {
    const auto wanted = query.all(key, true);
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::optional<net::HttpReply> sort_list(const Query& query, std::vector<Listed>& list) {
    const auto order = query.first("order");
    if (!order || order->empty()) return std::nullopt;
    std::vector<std::string_view> fields;
    for (const auto field : split(*order, ',')) {
        if (std::find(sortable.begin(), sortable.end(), field) == sortable.end()) {
            return gamma_error(422, "validation error", "order fields are not valid");
        }
        fields.push_back(json_name(field));
    }
    const bool ascending = query.boolean("ascending").value_or(true);
    std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
        for (const auto field : fields) {
            const auto& first = ascending ? *a.gamma : *b.gamma;
            const auto& second = ascending ? *b.gamma : *a.gamma;
            if (less_by(first, second, field)) return true;
            if (less_by(second, first, field)) return false;
        }
        return false;
    });
    return std::nullopt;
}

Result<Page> keyset_page(const Query& query, const std::vector<Listed>& list,
                         std::size_t limit_max) {
    if (query.has("offset")) return fail(Errc::bad_input, "offset is not supported");
    Page page;
    if (const auto cursor = query.first("after_cursor"); cursor && !cursor->empty()) {
        const auto found = std::find_if(list.begin(), list.end(), [&](const Listed& item) {
            return cursor_of(item) == *cursor;
        });
        if (found == list.end()) return fail(Errc::bad_input, "after_cursor is not valid");
        page.from = static_cast<std::size_t>(found - list.begin()) + 1;
    }
    page.to = std::min(list.size(), page.from + limit_of(query, limit_max));
    if (page.to < list.size() && page.to > page.from)
        page.next_cursor = cursor_of(list[page.to - 1]);
    return page;
}

Result<Page> offset_page(const Query& query, const std::vector<Listed>& list,
                         std::size_t limit_max) {
    const auto offset = query.number("offset").value_or(0);
    if (offset < 0 || offset > offset_max) return fail(Errc::bad_input, "offset is too large");
    Page page;
    page.from = std::min(list.size(), static_cast<std::size_t>(offset));
    page.to = std::min(list.size(), page.from + limit_of(query, limit_max));
    return page;
}

}  // namespace pm::sim
