#pragma once

/// Replies of Gamma and the CLOB's public side as values. Source: docs/venue.md.
///
/// Robust where the venue is known to be careless (JSON inside strings, numbers as text, missing
/// fields), strict where money hangs on it (ids, prices, sizes, who won). Every function returns
/// Errc::malformed when the text is not what was asked for; a web page instead of JSON is named
/// as such.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "domain/market.hpp"
#include "domain/quote.hpp"

namespace pm::polymarket {

/// Reads JSON, naming a web page instead of JSON for what it is.
Result<Json> parse_reply(std::string_view text);

struct EventsPage {
    std::vector<Event> events;
    std::string cursor;  ///< Empty on the last page.
    int undecoded = 0;   ///< Events and markets left out.
    bool more = false;   ///< Searches only: further pages exist.
};

/// A page of /events/keyset, a bare array of events, or a search result.
Result<EventsPage> decode_events(std::string_view text);

/// One event, or an array of one.
Result<Event> decode_event(std::string_view text);
Result<Event> decode_event(const Json& json, int& undecoded);

/// Markets of /markets/keyset, a bare array, or one market; `event` holds the slug of the first
/// event each names, empty when it names none.
Result<std::vector<Market>> decode_markets(std::string_view text);

/// One market. A missing condition, token, tick or fee schedule does not fail: it fills `refusal`,
/// because such a market can be shown but not traded.
/// @return Errc::malformed without a slug, or with a field of the wrong kind.
Result<Market> decode_market(const Json& json, std::string_view event_slug);

/// Ids of the series in a /series reply, in its order.
Result<std::vector<std::string>> decode_series_ids(std::string_view text);

/// A book. Levels best first; both sides sorted here, whatever the order of the text.
Result<BookSnapshot> decode_book(std::string_view text);
Result<BookSnapshot> decode_book(const Json& json);

/// An array of books. One that makes no sense fails the whole.
Result<std::vector<BookSnapshot>> decode_books(std::string_view text);

/// {"<token>": {"BUY": bid, "SELL": ask}}: BUY is the best bid. A side without orders is absent.
struct PricePair {
    TokenId token;
    std::optional<Price> bid;
    std::optional<Price> ask;
};
Result<std::vector<PricePair>> decode_prices(std::string_view text);

Result<Price> decode_midpoint(std::string_view text);
Result<Price> decode_spread(std::string_view text);

/// {"history": [{"t": seconds, "p": price}]}, oldest first.
Result<std::vector<PricePoint>> decode_history(std::string_view text, const TokenId& token);

/// The bare integer of /time, seconds.
Result<Timestamp> decode_time(std::string_view text);

}  // namespace pm::polymarket
