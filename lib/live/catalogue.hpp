#pragma once

/// The venue's markets over HTTP: listing, lookup, search, books, prices, histories.
///
/// Every event that leaves here has been through `weather::annotate`: each market has either a
/// temperature bucket or the reason why it has none.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "domain/market.hpp"
#include "domain/quote.hpp"
#include "live/endpoints.hpp"
#include "net/http.hpp"
#include "polymarket/gamma_requests.hpp"

namespace pm::live {

/// What a listing gave.
struct EventList {
    EventList() = default;

    std::vector<Event> events;  ///< In the venue's order, no slug twice.
    bool complete = true;       ///< False: a page failed or a limit cut it short; see `note`.
    std::string note;           ///< Why it is incomplete, one line.
    int undecoded = 0;          ///< Events and markets left out because they made no sense.
};

/// An event and which of its markets was asked for.
struct Found {
    Found() = default;

    Event event;
    std::optional<std::size_t> market;  ///< Index into `event.markets`; nothing: the event itself.
};

/// One price of each side of a token, as the venue's price service says.
struct TokenPrices {
    TokenId token;
    std::optional<Price> bid;
    std::optional<Price> ask;
};

/// Pace of lookups; tests shorten it.
struct CataloguePace {
    Duration retry_wait{std::chrono::seconds{2}};  ///< Between tries for a market not ready yet.
    int retries = 3;                               ///< For a 404 or tokens still missing.
    std::size_t fan_out = 4;                       ///< Requests at once.
    Duration cache_for{std::chrono::seconds{0}};   ///< Listings may be answered from memory.
};

/// Lifetime    `http` outlives the catalogue, the catalogue its tasks.
/// Concurrency any number of tasks at once on one event loop.
/// Errors      of every task, besides those named: those of net::HttpClient;
///             Errc::malformed (also HTML instead of JSON), Errc::rejected, Errc::throttled,
///             Errc::restricted as polymarket::error_of says.
class Catalogue {
public:
    Catalogue(net::HttpClient& http, Endpoints endpoints, Log log, CataloguePace pace = {});

    /// Walks the pages of a listing until `query.limit_total` events or the end. A page that
    /// fails after others came gives what came, marked incomplete. An unknown sort name (422) is
    /// tried in its other spelling, then without.
    net::Task<EventList> list(polymarket::EventQuery query);

    /// An event by slug. Errc::not_found.
    net::Task<Event> event(std::string slug);

    /// Whatever `text` names: a URL of the site, an event's or market's slug, a numeric id (event
    /// first, then market), a condition id, a token id. Errc::not_found, with a hint;
    /// Errc::bad_input when it can be none of these.
    net::Task<Found> find(std::string text);

    net::Task<Found> by_condition(ConditionId condition);
    net::Task<Found> by_token(TokenId token);

    /// The events of many tokens, each narrowed to the markets that have one of them; a request for
    /// many tokens, then one an event. Tokens of no open market are left out.
    net::Task<std::vector<Event>> by_tokens(std::vector<TokenId> tokens);

    /// Full-text search, open events by default, page by page up to `limit`.
    net::Task<EventList> search(std::string words, bool closed_too, std::size_t limit);

    /// The open events of a series, by series slug ("london-daily-weather").
    net::Task<EventList> series(std::string slug);

    /// One book. Errc::not_found when the venue keeps none.
    net::Task<BookSnapshot> book(TokenId token);

    /// Many books in requests of at most 500, a bounded number at once. Tokens without a book
    /// are left out. In the order of `tokens`.
    net::Task<std::vector<BookSnapshot>> books(std::vector<TokenId> tokens);

    /// The same as the venue's replies themselves, for captures.
    net::Task<std::vector<std::string>> raw_books(std::vector<TokenId> tokens);

    /// Best bid and ask of many tokens. In the order of `tokens`.
    net::Task<std::vector<TokenPrices>> prices(std::vector<TokenId> tokens);

    /// The middle between best bid and ask; their distance. Never empty on success (a Price has
    /// no default, which a spawned task's result needs).
    net::Task<std::optional<Price>> midpoint(TokenId token);
    net::Task<std::optional<Price>> spread(TokenId token);

    /// Past prices, oldest first. `interval` is 1h, 6h, 1d, 1w, 1m or max.
    net::Task<std::vector<PricePoint>> history(TokenId token, std::string interval,
                                               int fidelity_minutes);

    /// Current state of markets by condition, closed ones too; in the order given, unknown left
    /// out.
    net::Task<std::vector<Market>> markets(std::vector<ConditionId> conditions);

    [[nodiscard]] const Endpoints& endpoints() const { return endpoints_; }

private:
    net::Task<std::string> fetch(polymarket::Request request, std::string what);
    net::Task<net::HttpReply> exchange(polymarket::Request request);
    net::Task<EventList> list_sorted(polymarket::EventQuery query);
    net::Task<Found> by_market_query(polymarket::Request open, polymarket::Request closed,
                                     std::string what);
    net::Task<Found> by_slug(std::string slug);
    net::Task<Found> by_number(std::string number);
    net::Task<Found> found_market(Market market, std::string event_slug);
    net::Task<Event> event_by(polymarket::Request request, std::string what);

    net::HttpClient& http_;
    Endpoints endpoints_;
    Log log_;
    CataloguePace pace_;
};

}  // namespace pm::live
