#pragma once

/// The Data API: what wallets hold and did, by wallet address, without credentials.
///
/// Source: docs/venue.md, Data API: v1 rows in camelCase with numbers, v2 rows in snake_case in an
/// envelope; a malformed `user` is treated as absent; `takerOnly` defaults to true.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.hpp"
#include "net/http.hpp"
#include "sim/query.hpp"
#include "sim/trading_floor.hpp"

namespace pm::sim {

class PortfolioApi {
public:
    /// `floor` must outlive the API.
    explicit PortfolioApi(const TradingFloor& floor) : floor_{floor} {}

    /// Answers a request, path without the base ("/positions").
    [[nodiscard]] net::HttpReply handle(net::Method method, const Query& query) const;

private:
    struct Held {
        crypto::Address owner;
        const MarketState* market = nullptr;
        Outcome outcome = Outcome::yes;
        const ShareHolding* shares = nullptr;
        Price mark = Price::from_micros(0);
    };
    /// A wallet's part of a trade that reached the chain.
    struct Deal {
        const AccountTrade* trade = nullptr;
        const TradePart* part = nullptr;
    };
    [[nodiscard]] std::vector<Held> held_by(const std::optional<crypto::Address>& user) const;
    [[nodiscard]] std::vector<Deal> deals_of(const Query& query, bool taker_only) const;
    [[nodiscard]] Price mark_of(const MarketState& market, Outcome outcome) const;
    [[nodiscard]] net::HttpReply positions(const Query& query) const;
    [[nodiscard]] net::HttpReply positions_v2(const Query& query) const;
    [[nodiscard]] net::HttpReply deals(const Query& query, bool activity) const;
    [[nodiscard]] net::HttpReply value(const Query& query) const;
    [[nodiscard]] net::HttpReply approvals(const Query& query) const;
    void position_row(JsonWriter& w, const Held& held) const;
    void position_row_v2(JsonWriter& w, const Held& held) const;
    void deal_row(JsonWriter& w, const Deal& deal, bool activity) const;

    const TradingFloor& floor_;
};

}  // namespace pm::sim
