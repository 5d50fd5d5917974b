#pragma once

/// The CLOB's public REST interface over a simulated world.
///
/// Source: docs/venue.md, CLOB public REST: paths, reply shapes, error texts, the 500 limit,
/// `price?side=BUY` = best bid, best level last.

#include <string_view>

#include "net/http.hpp"
#include "sim/query.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class ClobApi {
public:
    /// `world` must outlive the API.
    explicit ClobApi(const World& world) : world_{world} {}

    /// Answers a request as of `world.now()`. Unknown paths: 404.
    [[nodiscard]] net::HttpReply handle(net::Method method, const Query& query,
                                        std::string_view body) const;

private:
    struct Asked {
        const MarketState* market = nullptr;
        Outcome outcome = Outcome::yes;
    };
    /// An order book that exists, or the reply that says why not.
    [[nodiscard]] std::optional<Asked> open_book(std::string_view token) const;
    [[nodiscard]] std::optional<Asked> known(std::string_view token) const;

    [[nodiscard]] net::HttpReply get(const Query& query) const;
    [[nodiscard]] net::HttpReply post(const Query& query, std::string_view body) const;
    [[nodiscard]] net::HttpReply get_one(const Query& query, std::string_view token) const;
    [[nodiscard]] net::HttpReply constant(std::string_view path, std::string_view token) const;
    [[nodiscard]] net::HttpReply many(std::string_view path, const std::vector<Asked>& asked,
                                      const std::vector<std::string>& sides) const;
    [[nodiscard]] net::HttpReply history(const Query& query) const;
    [[nodiscard]] net::HttpReply batch_history(std::string_view body) const;
    [[nodiscard]] net::HttpReply list(const Query& query) const;

    const World& world_;
};

/// The CLOB's market object, whole or simplified.
void append_clob_market(std::string& out, const World& world, const MarketState& market,
                        bool simplified);

/// The compact constants of /clob-markets/{condition}.
void append_clob_constants(std::string& out, const World& world, const MarketState& market);

}  // namespace pm::sim
