#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "polymarket/replies.hpp"

namespace pm::polymarket {

namespace {

constexpr std::int64_t micro = 1'000'000;
constexpr std::size_t text_max = 65'536;

std::string text_of(const Json& json, std::string_view key) {
    return std::string{json.string(key).value_or("").substr(0, text_max)};
}

/// A statistic, number or text, in micro-dollars; 0 when absent or senseless. Nothing trades on it.
Money statistic(const Json& json, std::string_view key, std::string_view twin) {
    for (const auto name : {key, twin}) {
        const auto* value = json.find(name);
        if (value == nullptr) continue;
        if (const auto digits = value->digits()) {
            if (const auto micros = parse_statistic(*digits, 6)) return Money{*micros};
        }
        const auto real = value->real();  // "1e-05"
        if (real && std::abs(*real) < 1e12) {
            return Money{static_cast<std::int64_t>(*real * static_cast<double>(micro))};
        }
    }
    return Money{};
}

/// The strings of a list that comes as JSON inside a string, or as a list. Absent: empty.
Result<std::vector<std::string>> listed(const Json& json, std::string_view key) {
    const auto* value = json.find(key);
    std::vector<std::string> out;
    if (value == nullptr || value->is_null()) return out;
    Json inner;
    if (const auto text = value->string()) {
        if (text->empty()) return out;
        auto parsed = Json::parse(*text);
        if (!parsed) return pass(parsed, key);
        inner = std::move(*parsed);
        value = &inner;
    }
    if (value->is_null()) return out;
    if (!value->is_array()) return fail(Errc::malformed, std::string{key} + " is not a list");
    for (const auto& item : value->items()) {
        const auto digits = item.digits();
        if (!digits) return fail(Errc::malformed, std::string{key} + " holds no text");
        out.emplace_back(*digits);
    }
    return out;
}

void refuse(Market& market, std::string_view why) {
    if (market.refusal.empty()) market.refusal = why;
}

Result<void> read_tokens(const Json& json, Market& market) {
    auto tokens = listed(json, "clobTokenIds");
    if (!tokens) return pass(tokens);
    const bool empty = std::all_of(tokens->begin(), tokens->end(),
                                   [](const std::string& id) { return id.empty(); });
    if (empty) {
        refuse(market, "no tokens yet");
        return {};
    }
    if (tokens->size() != 2) return fail(Errc::malformed, "not two tokens");
    auto yes = TokenId::parse((*tokens)[0]);
    auto no = TokenId::parse((*tokens)[1]);
    if (!yes) return pass(yes);
    if (!no) return pass(no);
    if (*yes == *no) return fail(Errc::malformed, "both outcomes have the same token");
    market.yes = *yes;
    market.no = *no;
    return {};
}

Result<void> read_grid(const Json& json, Market& market) {
    if (const auto digits = json.digits("orderPriceMinTickSize"); digits && !digits->empty()) {
        auto tick = TickSize::parse(*digits);
        if (!tick) return pass(tick);
        market.tick = *tick;
    } else {
        refuse(market, "no tick size");
    }
    if (const auto digits = json.digits("orderMinSize"); digits && !digits->empty()) {
        auto size = Size::parse(*digits);
        if (!size) return pass(size, "orderMinSize");
        market.min_size = *size;
    } else {
        refuse(market, "no minimum size");
    }
    return {};
}

/// Fees are the market's own: `feesEnabled` false or absent means none.
void read_fees(const Json& json, Market& market) {
    if (!json.boolean("feesEnabled").value_or(false)) return;
    const auto* schedule = json.find("feeSchedule");
    if (schedule == nullptr || !schedule->is_object()) return refuse(market, "no fee schedule");
    const auto digits = schedule->digits("rate");
    const auto exponent = schedule->integer("exponent");
    const auto rate = digits ? parse_decimal(*digits, 6) : Result<std::int64_t>{-1};
    if (!rate || *rate < 0 || *rate > micro || !exponent || *exponent < 1 || *exponent > 2) {
        return refuse(market, "unknown fee schedule");
    }
    market.fee.rate_micros = static_cast<std::int32_t>(*rate);
    market.fee.exponent = static_cast<std::int32_t>(*exponent);
}

/// A price of an outcome is exactly `micros`, whatever its spelling: "1", "1.0".
bool worth(const std::string& text, std::int64_t micros) {
    const auto value = parse_decimal(text, 6);
    return value && *value == micros;
}

/// Strict: closed, and prices exactly 1 and 0; one half each only with the venue's own word that
/// it is resolved. `closed` alone is no resolution. Source: docs/venue.md, resolution.
std::optional<Winner> winner_of(const Json& json, bool closed,
                                const std::vector<std::string>& prices) {
    if (!closed || prices.size() != 2) return std::nullopt;
    const auto status = json.string("umaResolutionStatus");
    const bool resolved = status && (*status == "resolved" || *status == "settled");
    if (status && !status->empty() && !resolved) return std::nullopt;
    if (worth(prices[0], micro) && worth(prices[1], 0)) return Winner::yes;
    if (worth(prices[0], 0) && worth(prices[1], micro)) return Winner::no;
    if (resolved && worth(prices[0], micro / 2) && worth(prices[1], micro / 2)) {
        return Winner::split;
    }
    return std::nullopt;
}

std::string first_event_slug(const Json& json) {
    const auto* events = json.find("events");
    if (events == nullptr || events->items().empty()) return {};
    return text_of(events->items().front(), "slug");
}

std::vector<std::string> tag_slugs(const Json& json) {
    std::vector<std::string> out;
    const auto* tags = json.find("tags");
    if (tags == nullptr) return out;
    for (const auto& tag : tags->items()) {
        if (auto slug = text_of(tag, "slug"); !slug.empty()) out.push_back(std::move(slug));
    }
    return out;
}

std::string series_of(const Json& json) {
    if (auto slug = text_of(json, "seriesSlug"); !slug.empty()) return slug;
    const auto* series = json.find("series");
    if (series == nullptr || series->items().empty()) return {};
    return text_of(series->items().front(), "slug");
}

/// The venue shows a ladder in the order of `groupItemThreshold`, not of its reply.
std::int64_t threshold(const Json& market) {
    const auto digits = market.digits("groupItemThreshold").value_or("");
    std::int64_t value = 0;
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = bad == std::errc{} && end == digits.data() + digits.size();
    return whole && !digits.empty() ? value : 0;
}

std::vector<const Json*> ordered_markets(const Json& event) {
    std::vector<const Json*> out;
    const auto* markets = event.find("markets");
    if (markets == nullptr) return out;
    for (const auto& market : markets->items()) out.push_back(&market);
    std::stable_sort(out.begin(), out.end(),
                     [](const Json* a, const Json* b) { return threshold(*a) < threshold(*b); });
    return out;
}

}  // namespace

Result<Json> parse_reply(std::string_view text) {
    const auto start = trimmed(text.substr(0, 64));
    if (start.starts_with('<')) {
        return fail(Errc::malformed, "got a web page instead of JSON",
                    "a proxy, a block or a wrong URL? see --venue");
    }
    return Json::parse(text);
}

Result<Market> decode_market(const Json& json, std::string_view event_slug) {
    if (!json.is_object()) return fail(Errc::malformed, "market is not an object");
    Market market;
    market.slug = text_of(json, "slug");
    if (market.slug.empty()) return fail(Errc::malformed, "market without a slug");
    market.event = event_slug.empty() ? first_event_slug(json) : std::string{event_slug};
    if (const auto text = json.string("conditionId").value_or(""); text.empty()) {
        refuse(market, "no condition yet");
    } else {
        auto condition = ConditionId::parse(text);
        if (!condition) return pass(condition, market.slug);
        market.condition = *condition;
    }
    market.question = text_of(json, "question");
    market.label = text_of(json, "groupItemTitle");
    if (auto read = read_tokens(json, market); !read) return pass(read, market.slug);
    if (auto read = read_grid(json, market); !read) return pass(read, market.slug);
    read_fees(json, market);
    auto prices = listed(json, "outcomePrices");
    if (!prices) return pass(prices, market.slug);
    market.closed = json.boolean("closed").value_or(false);
    market.winner = winner_of(json, market.closed, *prices);
    market.accepting_orders = !market.closed && json.boolean("acceptingOrders").value_or(false);
    market.neg_risk = json.boolean("negRisk").value_or(false);
    if (const auto end = parse_time(json.string("endDate").value_or(""))) market.end = *end;
    market.volume = statistic(json, "volumeNum", "volume");
    market.liquidity = statistic(json, "liquidityNum", "liquidity");
    return market;
}

Result<Event> decode_event(const Json& json, int& undecoded) {
    if (!json.is_object()) return fail(Errc::malformed, "event is not an object");
    Event event;
    event.slug = text_of(json, "slug");
    if (event.slug.empty()) return fail(Errc::malformed, "event without a slug");
    event.id = std::string{json.digits("id").value_or("")};
    event.title = text_of(json, "title");
    event.description = text_of(json, "description");
    event.resolution_source = text_of(json, "resolutionSource");
    event.series = series_of(json);
    if (const auto date = parse_date(json.string("eventDate").value_or(""))) event.date = *date;
    event.closed = json.boolean("closed").value_or(false);
    event.neg_risk = json.boolean("negRisk").value_or(false);
    event.tags = tag_slugs(json);
    for (const auto* item : ordered_markets(json)) {
        auto market = decode_market(*item, event.slug);
        if (!market) {
            ++undecoded;
            continue;
        }
        if (event.resolution_source.empty()) {
            event.resolution_source = text_of(*item, "resolutionSource");
        }
        if (event.description.empty()) event.description = text_of(*item, "description");
        event.markets.push_back(std::move(*market));
    }
    return event;
}

Result<Event> decode_event(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    int undecoded = 0;
    if (!json->is_array()) return decode_event(*json, undecoded);
    if (json->items().empty()) return fail(Errc::not_found, "no such event");
    return decode_event(json->items().front(), undecoded);
}

Result<EventsPage> decode_events(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    EventsPage page;
    const auto* list = json->is_array() ? &*json : json->find("events");
    if (list == nullptr && json->is_object() && json->find("pagination") != nullptr) return page;
    if (list != nullptr && list->is_null()) return page;  // a search without hits
    if (list == nullptr || !list->is_array()) return fail(Errc::malformed, "no list of events");
    for (const auto& item : list->items()) {
        auto event = decode_event(item, page.undecoded);
        if (event) {
            page.events.push_back(std::move(*event));
        } else {
            ++page.undecoded;
        }
    }
    page.cursor = text_of(*json, "next_cursor");
    if (const auto* pagination = json->find("pagination")) {
        page.more = pagination->boolean("hasMore").value_or(false);
    }
    return page;
}

Result<std::vector<Market>> decode_markets(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    std::vector<Market> out;
    const auto* list = json->is_array() ? &*json : json->find("markets");
    if (list == nullptr) {
        auto market = decode_market(*json, {});
        if (!market) return pass(market);
        out.push_back(std::move(*market));
        return out;
    }
    if (!list->is_array()) return fail(Errc::malformed, "no list of markets");
    for (const auto& item : list->items()) {
        auto market = decode_market(item, {});
        if (!market) return pass(market);
        out.push_back(std::move(*market));
    }
    return out;
}

Result<std::vector<std::string>> decode_series_ids(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (!json->is_array()) return fail(Errc::malformed, "no list of series");
    std::vector<std::string> out;
    for (const auto& item : json->items()) {
        if (const auto id = item.digits("id")) out.emplace_back(*id);
    }
    return out;
}

}  // namespace pm::polymarket
