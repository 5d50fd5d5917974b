#include "live/catalogue.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "live/http_method.hpp"
#include "net/fan_out.hpp"
#include "net/pause.hpp"
#include "polymarket/clob_requests.hpp"
#include "polymarket/error_map.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"
#include "weather/settlement_rule.hpp"

namespace pm::live {

namespace {

using polymarket::Request;

/// An event of a ladder is about 100 KB of JSON: so many stay well inside the reply limit.
constexpr std::size_t events_a_page = 50;
constexpr std::size_t pages_max = 200;

/// Buckets or reasons for every market; what the venue itself leaves open stays a reason.
void annotate(Event& event) {
    std::vector<std::string> before;
    for (const auto& market : event.markets) before.push_back(market.refusal);
    weather::annotate(event);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!before[i].empty()) event.markets[i].refusal = before[i];
    }
}

/// Adds events that are not there yet. @return how many.
std::size_t add_new(EventList& list, std::set<std::string>& slugs, std::vector<Event> events) {
    std::size_t added = 0;
    for (auto& event : events) {
        if (!slugs.insert(event.slug).second) continue;
        annotate(event);
        list.events.push_back(std::move(event));
        ++added;
    }
    return added;
}

}  // namespace

Catalogue::Catalogue(net::HttpClient& http, Endpoints endpoints, Log log, CataloguePace pace)
    : http_{http}, endpoints_{std::move(endpoints)}, log_{std::move(log)}, pace_{pace} {}

net::Task<net::HttpReply> Catalogue::exchange(Request request) {
    const bool gamma = request.service == polymarket::Service::gamma;
    net::HttpRequest out{method_of(request.verb),
                         base_of(endpoints_, request.service) + request.target};
    out.headers.emplace_back("accept", "application/json");
    if (!request.body.empty()) out.headers.emplace_back("content-type", "application/json");
    out.body = std::move(request.body);
    out.family = request.family;
    out.body_max = gamma ? polymarket::listing_max : polymarket::clob_reply_max;
    if (gamma) out.cache_for = pace_.cache_for;
    co_return co_await http_.send(std::move(out));
}

net::Task<std::string> Catalogue::fetch(Request request, std::string what) {
    auto reply = co_await exchange(std::move(request));
    if (!reply) co_return pass(reply, what);
    if (!net::succeeded(reply->status)) {
        co_return tl::unexpected<Error>{polymarket::error_of(reply->status, reply->body, what)};
    }
    co_return std::move(reply->body);
}

net::Task<EventList> Catalogue::list(polymarket::EventQuery query) {
    if (query.page == 0) query.page = events_a_page;
    auto first = co_await list_sorted(query);
    if (first || query.sort.empty() || first.error().code != Errc::rejected) co_return first;
    const auto spelling = polymarket::other_spelling(query.sort);
    if (!spelling.empty()) {
        auto other = query;
        other.sort = spelling;
        auto second = co_await list_sorted(std::move(other));
        if (second || second.error().code != Errc::rejected) co_return second;
    }
    const auto refused = query.sort;
    query.sort.clear();
    auto unsorted = co_await list_sorted(std::move(query));
    if (unsorted) unsorted->note = "the venue does not sort by " + refused;
    co_return unsorted;
}

net::Task<EventList> Catalogue::list_sorted(polymarket::EventQuery query) {
    EventList out;
    std::set<std::string> slugs;
    std::set<std::string> cursors;
    std::string cursor;
    for (std::size_t page = 0; page < pages_max; ++page) {
        auto body = co_await fetch(polymarket::events_page(query, cursor), "event list");
        auto decoded =
            body ? polymarket::decode_events(*body) : Result<polymarket::EventsPage>{pass(body)};
        if (!decoded) {
            if (page == 0 || decoded.error().code == Errc::cancelled) co_return pass(decoded);
            out.complete = false;
            out.note = "page " + std::to_string(page + 1) + ": " + decoded.error().message;
            co_return out;
        }
        out.undecoded += decoded->undecoded;
        add_new(out, slugs, std::move(decoded->events));
        if (query.limit_total != 0 && out.events.size() >= query.limit_total) {
            const bool more = out.events.size() > query.limit_total || !decoded->cursor.empty();
            out.events.resize(query.limit_total);
            out.complete = !more;
            if (more) out.note = "cut at " + std::to_string(query.limit_total) + " events";
            co_return out;
        }
        cursor = std::move(decoded->cursor);
        if (cursor.empty()) co_return out;
        if (!cursors.insert(cursor).second) break;  // the venue goes round in circles
    }
    out.complete = false;
    out.note = "the venue's pages do not end";
    co_return out;
}

net::Task<EventList> Catalogue::search(std::string words, bool closed_too, std::size_t limit) {
    EventList out;
    std::set<std::string> slugs;
    const auto per_page = std::clamp<std::size_t>(limit == 0 ? 20 : limit, 1, 20);
    for (std::size_t page = 1; page <= pages_max; ++page) {
        auto request = polymarket::search_page(words, closed_too, per_page, page);
        auto body = co_await fetch(std::move(request), "search");
        auto decoded =
            body ? polymarket::decode_events(*body) : Result<polymarket::EventsPage>{pass(body)};
        if (!decoded && out.events.empty()) co_return pass(decoded, "search");
        if (!decoded) {
            out.complete = false;
            out.note = decoded.error().message;
            co_return out;
        }
        out.undecoded += decoded->undecoded;
        const auto added = add_new(out, slugs, std::move(decoded->events));
        if (limit != 0 && out.events.size() >= limit) {
            out.complete = out.events.size() == limit && !decoded->more;
            out.events.resize(limit);
            co_return out;
        }
        if (!decoded->more || added == 0) co_return out;
    }
    co_return out;
}

net::Task<EventList> Catalogue::series(std::string slug) {
    auto body = co_await fetch(polymarket::series_by_slug(slug), "series " + slug);
    if (!body) co_return pass(body);
    auto ids = polymarket::decode_series_ids(*body);
    if (!ids) co_return pass(ids, "series " + slug);
    if (ids->empty()) co_return fail(Errc::not_found, "no series called '" + slug + "'");
    polymarket::EventQuery query;
    query.series = ids->front();
    auto found = co_await list(std::move(query));
    if (!found) co_return pass(found);
    // The venue ignores filters that it does not know.
    std::erase_if(found->events, [&](const Event& event) { return event.series != slug; });
    co_return std::move(*found);
}

net::Task<BookSnapshot> Catalogue::book(TokenId token) {
    const auto what = "book of " + token.text();
    for (int left = pace_.retries;; --left) {
        auto body = co_await fetch(polymarket::book_request(token), what);
        if (body) {
            auto decoded = polymarket::decode_book(*body);
            if (!decoded) co_return pass(decoded, what);
            if (decoded->token != token) {
                co_return fail(Errc::malformed, what + ": the venue sent another token's");
            }
            co_return std::move(*decoded);
        }
        // A market fresh in the catalogue is unknown to the order books for a while.
        if (body.error().code != Errc::not_found || left <= 0) co_return pass(body);
        auto waited = co_await net::pause(pace_.retry_wait);
        if (!waited) co_return pass(waited);
    }
}

net::Task<std::vector<std::string>> Catalogue::raw_books(std::vector<TokenId> tokens) {
    std::vector<net::Job<std::string>> jobs;
    for (std::size_t from = 0; from < tokens.size(); from += polymarket::tokens_per_request_max) {
        const auto size = std::min(polymarket::tokens_per_request_max, tokens.size() - from);
        auto request = polymarket::books_request(std::span{tokens}.subspan(from, size));
        jobs.emplace_back([this, request] { return fetch(request, "books"); });
    }
    auto replies = co_await net::fan_out<std::string>(std::move(jobs), pace_.fan_out);
    std::vector<std::string> out;
    for (auto& reply : replies) {
        if (!reply) co_return pass(reply);
        out.push_back(std::move(*reply));
    }
    co_return out;
}

net::Task<std::vector<BookSnapshot>> Catalogue::books(std::vector<TokenId> tokens) {
    auto replies = co_await raw_books(tokens);
    if (!replies) co_return pass(replies);
    std::map<TokenId, BookSnapshot> by_token;
    for (const auto& reply : *replies) {
        auto decoded = polymarket::decode_books(reply);
        if (!decoded) co_return pass(decoded, "books");
        for (auto& book : *decoded) by_token.insert_or_assign(book.token, std::move(book));
    }
    std::vector<BookSnapshot> out;
    for (const auto& token : tokens) {
        if (auto node = by_token.extract(token)) out.push_back(std::move(node.mapped()));
    }
    co_return out;
}

net::Task<std::vector<TokenPrices>> Catalogue::prices(std::vector<TokenId> tokens) {
    constexpr auto chunk = polymarket::tokens_per_request_max / 2;
    std::vector<net::Job<std::string>> jobs;
    for (std::size_t from = 0; from < tokens.size(); from += chunk) {
        const auto size = std::min(chunk, tokens.size() - from);
        auto request = polymarket::prices_request(std::span{tokens}.subspan(from, size));
        jobs.emplace_back([this, request] { return fetch(request, "prices"); });
    }
    auto replies = co_await net::fan_out<std::string>(std::move(jobs), pace_.fan_out);
    std::map<TokenId, TokenPrices> by_token;
    for (auto& reply : replies) {
        if (!reply) co_return pass(reply);
        auto decoded = polymarket::decode_prices(*reply);
        if (!decoded) co_return pass(decoded, "prices");
        for (const auto& pair : *decoded) {
            by_token.insert_or_assign(pair.token, TokenPrices{pair.token, pair.bid, pair.ask});
        }
    }
    std::vector<TokenPrices> out;
    for (const auto& token : tokens) {
        const auto at = by_token.find(token);
        if (at != by_token.end()) out.push_back(at->second);
    }
    co_return out;
}

net::Task<std::optional<Price>> Catalogue::midpoint(TokenId token) {
    auto body = co_await fetch(polymarket::midpoint_request(token), "midpoint");
    if (!body) co_return pass(body);
    auto price = polymarket::decode_midpoint(*body);
    if (!price) co_return pass(price, "midpoint");
    co_return std::optional{*price};
}

net::Task<std::optional<Price>> Catalogue::spread(TokenId token) {
    auto body = co_await fetch(polymarket::spread_request(token), "spread");
    if (!body) co_return pass(body);
    auto price = polymarket::decode_spread(*body);
    if (!price) co_return pass(price, "spread");
    co_return std::optional{*price};
}

net::Task<std::vector<PricePoint>> Catalogue::history(TokenId token, std::string interval,
                                                      int fidelity_minutes) {
    auto body = co_await fetch(polymarket::history_request(token, interval, fidelity_minutes),
                               "price history");
    if (!body) co_return pass(body);
    auto points = polymarket::decode_history(*body, token);
    if (!points) co_return pass(points, "price history");
    co_return std::move(*points);
}

net::Task<std::vector<Market>> Catalogue::markets(std::vector<ConditionId> conditions) {
    std::vector<net::Job<std::string>> jobs;
    constexpr auto chunk = polymarket::conditions_per_request_max;
    for (std::size_t from = 0; from < conditions.size(); from += chunk) {
        const auto to = std::min(from + chunk, conditions.size());
        const std::vector<ConditionId> part(conditions.begin() + static_cast<std::ptrdiff_t>(from),
                                            conditions.begin() + static_cast<std::ptrdiff_t>(to));
        for (const bool closed : {false, true}) {
            auto request = polymarket::markets_by_condition(part, closed);
            jobs.emplace_back([this, request] { return fetch(request, "markets"); });
        }
    }
    auto replies = co_await net::fan_out<std::string>(std::move(jobs), pace_.fan_out);
    std::map<ConditionId, Market> by_condition;
    for (auto& reply : replies) {
        if (!reply) co_return pass(reply);
        auto decoded = polymarket::decode_markets(*reply);
        if (!decoded) co_return pass(decoded, "markets");
        for (auto& market : *decoded) {
            by_condition.insert_or_assign(market.condition, std::move(market));
        }
    }
    std::vector<Market> out;
    for (const auto& condition : conditions) {
        if (auto node = by_condition.extract(condition)) out.push_back(std::move(node.mapped()));
    }
    co_return out;
}

net::Task<Event> Catalogue::event_by(Request request, std::string what) {
    auto body = co_await fetch(std::move(request), what);
    if (!body) co_return pass(body);
    auto event = polymarket::decode_event(*body);
    if (!event) co_return pass(event, what);
    annotate(*event);
    co_return std::move(*event);
}

net::Task<Event> Catalogue::event(std::string slug) {
    co_return co_await event_by(polymarket::event_by_slug(slug), "event '" + slug + "'");
}

}  // namespace pm::live
