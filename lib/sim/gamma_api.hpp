#pragma once

/// The Gamma catalogue over a simulated world.
///
/// Source: docs/venue.md, Gamma: keyset cursors (`after_cursor`, never `cursor`), 422 on `offset`,
/// unknown parameters ignored without a word, `closed` defaulting to false on market lists.

#include <string_view>

#include "net/http.hpp"
#include "sim/query.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class GammaApi {
public:
    /// `world` must outlive the API.
    explicit GammaApi(const World& world) : world_{world} {}

    /// Answers a request, path without the base ("/events/keyset"), as of `world.now()`.
    [[nodiscard]] net::HttpReply handle(net::Method method, const Query& query) const;

private:
    [[nodiscard]] net::HttpReply events(const Query& query, bool keyset) const;
    [[nodiscard]] net::HttpReply markets(const Query& query, bool keyset) const;
    [[nodiscard]] net::HttpReply one_event(std::string_view key, std::string_view value) const;
    [[nodiscard]] net::HttpReply one_market(const Query& query, std::string_view key,
                                            std::string_view value) const;
    [[nodiscard]] net::HttpReply search(const Query& query) const;
    [[nodiscard]] net::HttpReply series(const Query& query) const;
    [[nodiscard]] net::HttpReply tag(std::string_view key, std::string_view value) const;

    const World& world_;
};

/// Whether Gamma shows the event yet, and whether all of it has resolved.
[[nodiscard]] bool event_listed(const World& world, std::size_t event);
[[nodiscard]] bool event_closed(const World& world, std::size_t event);

/// An event in the venue's own words with today's prices; `with_markets` puts its markets in.
void append_gamma_event(std::string& out, const World& world, std::size_t event, bool with_markets);

/// A market; `with_event` puts its event in, `with_tags` its tags.
void append_gamma_market(std::string& out, const World& world, const MarketState& market,
                         bool with_event, bool with_tags);

}  // namespace pm::sim
