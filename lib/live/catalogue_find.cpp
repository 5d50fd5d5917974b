#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "live/catalogue.hpp"
#include "net/fan_out.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"

namespace pm::live {

namespace {

constexpr std::size_t tokens_a_request = 50;  ///< 78 digits each: the URL stays below 5 KB.
constexpr std::size_t slug_max = 200;
constexpr std::size_t id_max = 12;  ///< Catalogue ids have up to 7 digits, tokens about 77.

bool only(std::string_view text, std::string_view extra) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               extra.find(c) != std::string_view::npos;
    });
}

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_site_url(std::string_view text) {
    return text.find("://") != std::string_view::npos ||
           text.find(polymarket::site_host) != std::string_view::npos;
}

/// The last slug of a page's address: the market's if there is one, else the event's.
/// ".../event/<event>[/<market>][?…]", ".../market/<market>", with or without a language before.
std::string slug_of_url(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    std::string_view last;
    bool inside = false;
    for (const auto part : split(url, '/')) {
        if (inside && !part.empty()) last = part;
        if (part == "event" || part == "market") inside = true;
    }
    return std::string{last};
}

tl::unexpected<Error> nothing_called(std::string_view text) {
    return fail(Errc::not_found, "nothing called '" + sanitised(text.substr(0, slug_max)) + "'",
                "try: pm-markets search WORDS");
}

}  // namespace

net::Task<Found> Catalogue::find(std::string text) {
    text = std::string{trimmed(text)};
    if (is_site_url(text)) {
        auto slug = slug_of_url(text);
        if (slug.empty()) {
            co_return fail(Errc::bad_input, "no market in that URL",
                           "give the address of an event's or a market's page");
        }
        text = std::move(slug);
    }
    if (text.starts_with("0x")) {
        auto condition = ConditionId::parse(text);
        if (!condition) co_return fail(Errc::bad_input, condition.error().message);
        co_return co_await by_condition(*condition);
    }
    if (digits(text)) {
        if (text.size() <= id_max) co_return co_await by_number(std::move(text));
        auto token = TokenId::parse(text);
        if (!token) co_return fail(Errc::bad_input, token.error().message);
        co_return co_await by_token(*token);
    }
    const auto slug = lower_case(text);
    if (slug.size() > slug_max || !only(slug, "-_.")) {
        co_return fail(Errc::bad_input,
                       "'" + sanitised(text.substr(0, slug_max)) + "' is no slug, URL or id",
                       "try: pm-markets search WORDS");
    }
    co_return co_await by_slug(slug);
}

net::Task<Found> Catalogue::by_slug(std::string slug) {
    auto found = co_await event(slug);
    if (found) {
        Found out;
        out.event = std::move(*found);
        co_return out;
    }
    if (found.error().code != Errc::not_found) co_return pass(found);
    auto body = co_await fetch(polymarket::market_by_slug(slug), "market '" + slug + "'");
    if (!body && body.error().code == Errc::not_found) co_return nothing_called(slug);
    if (!body) co_return pass(body);
    auto markets = polymarket::decode_markets(*body);
    if (!markets) co_return pass(markets, "market '" + slug + "'");
    if (markets->empty()) co_return nothing_called(slug);
    co_return co_await found_market(std::move(markets->front()), {});
}

net::Task<Found> Catalogue::by_number(std::string number) {
    auto request = polymarket::event_by_id(number);
    auto found = co_await event_by(std::move(request), "event " + number);
    if (found) {
        Found out;
        out.event = std::move(*found);
        co_return out;
    }
    if (found.error().code != Errc::not_found) co_return pass(found);
    auto body = co_await fetch(polymarket::market_by_id(number), "market " + number);
    if (!body && body.error().code == Errc::not_found) co_return nothing_called(number);
    if (!body) co_return pass(body);
    auto markets = polymarket::decode_markets(*body);
    if (!markets) co_return pass(markets, "market " + number);
    if (markets->empty()) co_return nothing_called(number);
    co_return co_await found_market(std::move(markets->front()), {});
}

net::Task<Found> Catalogue::by_condition(ConditionId condition) {
    const auto text = condition.text();
    const std::vector<ConditionId> one(1, condition);
    auto open = polymarket::markets_by_condition(one, false);
    auto closed = polymarket::markets_by_condition(one, true);
    co_return co_await by_market_query(std::move(open), std::move(closed), text);
}

net::Task<Found> Catalogue::by_token(TokenId token) {
    const auto text = token.text();
    auto open = polymarket::markets_by_token(token, false);
    auto closed = polymarket::markets_by_token(token, true);
    co_return co_await by_market_query(std::move(open), std::move(closed), text);
}

net::Task<std::vector<Event>> Catalogue::by_tokens(std::vector<TokenId> tokens) {
    std::vector<net::Job<std::string>> jobs;
    for (std::size_t from = 0; from < tokens.size(); from += tokens_a_request) {
        const auto size = std::min(tokens_a_request, tokens.size() - from);
        auto request = polymarket::markets_by_tokens(std::span{tokens}.subspan(from, size));
        jobs.emplace_back([this, request] { return fetch(request, "markets of tokens"); });
    }
    auto replies = co_await net::fan_out<std::string>(std::move(jobs), pace_.fan_out);
    const std::set<TokenId> wanted(tokens.begin(), tokens.end());
    std::vector<std::string> slugs;
    for (auto& reply : replies) {
        if (!reply) co_return pass(reply);
        auto markets = polymarket::decode_markets(*reply);
        if (!markets) co_return pass(markets, "markets of tokens");
        for (const auto& market : *markets) {
            const bool ours = wanted.contains(market.yes) || wanted.contains(market.no);
            const bool known = std::find(slugs.begin(), slugs.end(), market.event) != slugs.end();
            if (ours && !known && !market.event.empty()) slugs.push_back(market.event);
        }
    }
    std::vector<net::Job<Event>> lookups;
    lookups.reserve(slugs.size());
    for (const auto& slug : slugs) lookups.emplace_back([this, slug] { return event(slug); });
    auto events = co_await net::fan_out<Event>(std::move(lookups), pace_.fan_out);
    std::vector<Event> out;
    for (auto& found : events) {
        if (!found) co_return pass(found);
        std::erase_if(found->markets, [&](const Market& market) {
            return !wanted.contains(market.yes) && !wanted.contains(market.no);
        });
        out.push_back(std::move(*found));
    }
    co_return out;
}

/// Asks among the open markets first, then among the closed. What comes back is held against
/// what was asked for: the venue ignores filters that it does not know.
net::Task<Found> Catalogue::by_market_query(polymarket::Request open, polymarket::Request closed,
                                            std::string what) {
    for (int turn = 0; turn < 2; ++turn) {
        auto request = turn == 0 ? open : closed;
        auto body = co_await fetch(std::move(request), "market " + what);
        if (!body && body.error().code == Errc::not_found) continue;
        if (!body) co_return pass(body);
        auto markets = polymarket::decode_markets(*body);
        if (!markets) co_return pass(markets, "market " + what);
        for (auto& market : *markets) {
            if (market.condition.text() != what && market.yes.text() != what &&
                market.no.text() != what) {
                continue;
            }
            co_return co_await found_market(std::move(market), {});
        }
    }
    co_return nothing_called(what);
}

/// The whole event of a market, since its buckets make sense together only.
net::Task<Found> Catalogue::found_market(Market market, std::string event_slug) {
    if (event_slug.empty()) event_slug = market.event;
    Found out;
    if (event_slug.empty()) {  // a market on its own: an event of one
        out.event.slug = market.slug;
        out.event.title = market.question;
        out.event.closed = market.closed;
        market.event = market.slug;
        if (market.refusal.empty()) market.refusal = "not part of a temperature event";
        out.event.markets.push_back(std::move(market));
        out.market = 0;
        co_return out;
    }
    auto whole = co_await event(event_slug);
    if (!whole) co_return pass(whole, "market '" + market.slug + "'");
    out.event = std::move(*whole);
    for (std::size_t i = 0; i < out.event.markets.size(); ++i) {
        if (out.event.markets[i].slug == market.slug) out.market = i;
    }
    if (!out.market) {
        co_return fail(Errc::malformed,
                       "event '" + event_slug + "' does not hold its market '" + market.slug + "'");
    }
    co_return out;
}

}  // namespace pm::live
