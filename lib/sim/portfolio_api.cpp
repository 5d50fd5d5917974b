#include "sim/portfolio_api.hpp"

#include <algorithm>

#include "base/wide.hpp"
#include "domain/names.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::sim {
namespace {

std::string_view outcome_text(Outcome outcome) {
    return outcome == Outcome::yes ? "Yes" : "No";
}

Outcome other(Outcome outcome) {
    return outcome == Outcome::yes ? Outcome::no : Outcome::yes;
}

/// Micro-units over micro-units, in micro-units.
std::int64_t ratio(std::int64_t over, std::int64_t under) {
    if (under == 0) return 0;
    return static_cast<std::int64_t>(static_cast<Wide>(over) * 1'000'000 / under);
}

std::optional<crypto::Address> user_of(const Query& query) {
    const auto address = crypto::Address::parse(query.first("user").value_or(""));
    if (!address) return std::nullopt;
    return *address;
}

std::size_t number_or(const Query& query, std::string_view key, std::size_t absent,
                      std::size_t most) {
    const auto value = query.number(key);
    if (!value || *value < 0) return absent;
    return std::min(most, static_cast<std::size_t>(*value));
}

std::string_view text_of(const Json& gamma, std::string_view key) {
    return gamma.string(key).value_or("");
}

constexpr std::size_t positions_max = 500;
constexpr std::size_t deals_max = 10'000;
constexpr double dust_v1 = 1;
constexpr double dust_v2 = 0.1;

}  // namespace

net::HttpReply PortfolioApi::handle(net::Method method, const Query& query) const {
    if (method != net::Method::get) return clob_error(405, "method not allowed");
    const std::string_view path = query.path;
    if (path == "/positions") return positions(query);
    if (path == "/v2/positions") return positions_v2(query);
    if (path == "/trades") return deals(query, false);
    if (path == "/activity") return deals(query, true);
    if (path == "/value") return value(query);
    if (path == "/v1/approvals") return approvals(query);
    if (path == "/ok" || path == "/") return json_reply(R"({"data":"OK"})");
    return clob_error(404, "Not Found");
}

Price PortfolioApi::mark_of(const MarketState& market, Outcome outcome) const {
    if (market.phase == MarketPhase::resolved) {
        const bool yes = floor_.world.source(market).winner;
        return Price::from_micros((outcome == Outcome::yes) == yes ? Price::micros_per_dollar : 0);
    }
    const auto bid = best_of(market, outcome, Side::buy);
    const auto ask = best_of(market, outcome, Side::sell);
    if (bid && ask) return Price::from_micros((bid->price.micros() + ask->price.micros()) / 2);
    if (market.last) return seen_from(outcome, *market.last);
    return Price::from_micros(0);
}

std::vector<PortfolioApi::Held> PortfolioApi::held_by(
    const std::optional<crypto::Address>& user) const {
    std::vector<Held> out;
    for (const auto& [owner, wallet] : floor_.wallets.all()) {
        if (user && owner != *user) continue;
        for (const auto& [token, shares] : wallet.shares) {
            const auto place = floor_.world.find_token(token);
            if (!place || shares.balance <= 0) continue;
            const auto& market = floor_.world.markets()[place->market];
            out.push_back(
                {owner, &market, place->outcome, &shares, mark_of(market, place->outcome)});
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const Held& a, const Held& b) {
        return a.shares->balance > b.shares->balance;
    });
    return out;
}

void PortfolioApi::position_row(JsonWriter& w, const Held& held) const {
    const auto& gamma = floor_.world.source(*held.market).gamma;
    const auto& event = floor_.world.scenario().events[held.market->event];
    const auto size = held.shares->balance;
    const auto worth = notional_down(held.mark, Size{size}).micros;
    const auto profit = worth - held.shares->cost;
    const auto against = other(held.outcome);
    w.begin_object().key("proxyWallet").string(held.owner.lower());
    w.key("asset").string(held.market->token(held.outcome));
    w.key("conditionId").string(held.market->condition).key("size").decimal(size, 6);
    w.key("avgPrice").decimal(ratio(held.shares->cost, size), 6);
    w.key("initialValue").decimal(held.shares->cost, 6).key("currentValue").decimal(worth, 6);
    w.key("cashPnl").decimal(profit, 6);
    w.key("percentPnl").decimal(100 * ratio(profit, held.shares->cost), 6);
    w.key("totalBought").decimal(held.shares->bought, 6);
    w.key("realizedPnl").decimal(held.shares->realized, 6);
    w.key("percentRealizedPnl").decimal(0, 6).key("curPrice").decimal(held.mark.micros(), 6);
    w.key("redeemable").boolean(held.market->phase == MarketPhase::resolved);
    w.key("mergeable").boolean(false).key("title").string(text_of(gamma, "question"));
    w.key("slug").string(text_of(gamma, "slug")).key("icon").string("");
    w.key("eventSlug").string(event.slug).key("outcome").string(outcome_text(held.outcome));
    w.key("outcomeIndex").integer(held.outcome == Outcome::yes ? 0 : 1);
    w.key("oppositeOutcome").string(outcome_text(against));
    w.key("oppositeAsset").string(held.market->token(against));
    w.key("endDate").string(text_of(gamma, "endDateIso"));
    w.key("negativeRisk").boolean(held.market->neg_risk).end_object();
}

net::HttpReply PortfolioApi::positions(const Query& query) const {
    if (!query.has("user")) return clob_error(400, "required query param 'user' not provided");
    const auto least = query.number("sizeThreshold").value_or(dust_v1);
    auto skip = number_or(query, "offset", 0, deals_max);
    auto left = number_or(query, "limit", 100, positions_max);
    const auto markets = query.all("market", true);
    std::string out;
    JsonWriter w{out};
    w.begin_array();
    for (const auto& held : held_by(user_of(query))) {
        const bool asked = markets.empty() || std::find(markets.begin(), markets.end(),
                                                        held.market->condition) != markets.end();
        if (!asked || static_cast<double>(held.shares->balance) < least * 1e6) continue;
        if (skip > 0) {
            --skip;
        } else if (left > 0) {
            --left;
            position_row(w, held);
        }
    }
    w.end_array();
    return json_reply(std::move(out));
}

void PortfolioApi::position_row_v2(JsonWriter& w, const Held& held) const {
    const auto& gamma = floor_.world.source(*held.market).gamma;
    const auto& event = floor_.world.scenario().events[held.market->event];
    const auto size = held.shares->balance;
    const auto worth = notional_down(held.mark, Size{size}).micros;
    const bool over = held.market->phase == MarketPhase::resolved;
    const auto against = other(held.outcome);
    w.begin_object().key("proxy_wallet").string(held.owner.lower());
    w.key("token_id").string(held.market->token(held.outcome));
    w.key("condition_id").string(held.market->condition);
    w.key("current_size").string(Size{size}.text());
    w.key("avg_price").string(Money{ratio(held.shares->cost, size)}.text());
    w.key("total_cost_usdc").string(Money{held.shares->cost}.text());
    w.key("current_price").string(held.mark.text());
    w.key("current_value").string(Money{worth}.text());
    w.key("total_size").string(Size{held.shares->bought}.text());
    w.key("realized_pnl").string(Money{held.shares->realized}.text());
    w.key("unrealized_pnl").string(Money{worth - held.shares->cost}.text());
    w.key("total_pnl").string(Money{worth - held.shares->cost + held.shares->realized}.text());
    w.key("status").string(over ? "REDEEMABLE" : "OPEN").key("redeemable").boolean(over);
    w.key("mergeable").boolean(false).key("negative_risk").boolean(held.market->neg_risk);
    w.key("title").string(text_of(gamma, "question")).key("slug").string(text_of(gamma, "slug"));
    w.key("event_slug").string(event.slug).key("outcome").string(outcome_text(held.outcome));
    w.key("outcome_index").integer(held.outcome == Outcome::yes ? 0 : 1);
    w.key("opposite_outcome").string(outcome_text(against));
    w.key("opposite_token_id").string(held.market->token(against));
    w.key("end_date").string(text_of(gamma, "endDateIso")).end_object();
}

net::HttpReply PortfolioApi::positions_v2(const Query& query) const {
    const auto least = query.number("filter_amount").value_or(dust_v2);
    const auto limit = query.number("limit").value_or(100);
    if (limit > 1'000) return clob_error(400, "limit must be at most 1000");
    const auto wanted = query.first("status").value_or("OPEN");
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("data").begin_array();
    std::int64_t rows = 0;
    for (const auto& held : held_by(user_of(query))) {
        const bool over = held.market->phase == MarketPhase::resolved;
        if (wanted == "CLOSED" || (wanted == "REDEEMABLE" && !over)) continue;
        if (static_cast<double>(held.shares->balance) < least * 1e6) continue;
        if (static_cast<double>(rows) >= limit) break;
        ++rows;
        position_row_v2(w, held);
    }
    w.end_array().key("pagination").begin_object();
    w.key("limit").integer(static_cast<std::int64_t>(limit)).key("offset").integer(0);
    w.key("has_more").boolean(false).key("next_cursor").null().end_object().end_object();
    return json_reply(std::move(out));
}

std::vector<PortfolioApi::Deal> PortfolioApi::deals_of(const Query& query, bool taker_only) const {
    std::vector<Deal> out;
    const auto user = user_of(query);
    const auto markets = query.all("market", true);
    const auto wanted_side = query.first("side");
    const auto& trades = floor_.house.trades();
    for (auto at = trades.rbegin(); at != trades.rend(); ++at) {
        // Only what reached the chain is public.
        if (at->stage != TradeStage::mined && at->stage != TradeStage::confirmed) continue;
        const auto& condition = floor_.world.markets()[at->market].condition;
        const bool asked = markets.empty() ||
                           std::find(markets.begin(), markets.end(), condition) != markets.end();
        const auto consider = [&](const TradePart& part) {
            if (!asked || (user && part.address != *user)) return;
            if (wanted_side && *wanted_side != name_of(part.side)) return;
            out.push_back({&*at, &part});
        };
        consider(at->taker);
        if (taker_only) continue;
        for (const auto& maker : at->makers) consider(maker);
    }
    return out;
}

void PortfolioApi::deal_row(JsonWriter& w, const Deal& deal, bool activity) const {
    const auto& market = floor_.world.markets()[deal.trade->market];
    const auto& gamma = floor_.world.source(market).gamma;
    const auto& part = *deal.part;
    w.begin_object().key("proxyWallet").string(part.address.lower());
    w.key("timestamp")
        .integer(std::chrono::floor<std::chrono::seconds>(deal.trade->matched_at)
                     .time_since_epoch()
                     .count());
    w.key("conditionId").string(market.condition);
    if (activity) w.key("type").string("TRADE").key("usdcSize").decimal(part.money.micros, 6);
    w.key("side").string(name_of(part.side)).key("asset").string(market.token(part.outcome));
    w.key("size").decimal(part.size.micros, 6).key("price").decimal(part.price.micros(), 6);
    w.key("title").string(text_of(gamma, "question")).key("slug").string(text_of(gamma, "slug"));
    w.key("icon").string("").key("eventSlug");
    w.string(floor_.world.scenario().events[market.event].slug);
    w.key("outcome").string(outcome_text(part.outcome));
    w.key("outcomeIndex").integer(part.outcome == Outcome::yes ? 0 : 1);
    w.key("name").string("").key("pseudonym").string("").key("bio").string("");
    w.key("profileImage").string("");
    w.key("transactionHash").string(deal.trade->transaction).end_object();
}

net::HttpReply PortfolioApi::deals(const Query& query, bool activity) const {
    if (activity && !query.has("user")) {
        return clob_error(400, "required query param 'user' not provided");
    }
    const auto offset = query.number("offset").value_or(0);
    if (offset > static_cast<double>(deals_max)) return clob_error(400, "max offset exceeded");
    const bool taker_only = !activity && query.boolean("takerOnly").value_or(true);
    auto skip = number_or(query, "offset", 0, deals_max);
    auto left = number_or(query, "limit", 100, deals_max);
    std::string out;
    JsonWriter w{out};
    w.begin_array();
    for (const auto& deal : deals_of(query, taker_only)) {
        if (skip > 0) {
            --skip;
        } else if (left > 0) {
            --left;
            deal_row(w, deal, activity);
        }
    }
    w.end_array();
    return json_reply(std::move(out));
}

net::HttpReply PortfolioApi::value(const Query& query) const {
    std::int64_t sum = 0;
    const auto user = user_of(query);
    for (const auto& held : held_by(user)) {
        sum += notional_down(held.mark, Size{held.shares->balance}).micros;
    }
    std::string out;
    JsonWriter w{out};
    w.begin_array().begin_object().key("user").string(query.first("user").value_or(""));
    w.key("value").decimal(sum, 6).end_object().end_array();
    return json_reply(std::move(out));
}

net::HttpReply PortfolioApi::approvals(const Query& query) const {
    const auto user = user_of(query);
    if (!user) return clob_error(400, "required query param 'user' not provided");
    const auto* wallet = floor_.wallets.find(*user);
    const bool allowed = wallet == nullptr || wallet->allowed;
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("address").string(user->lower());
    w.key("chainId").integer(floor_.options.chain_id).key("checkedAt");
    w.integer(
        std::chrono::floor<std::chrono::seconds>(floor_.world.now()).time_since_epoch().count());
    w.key("contracts").begin_array();
    for (const auto& [name, contract] :
         {std::pair{"exchange", polymarket::exchange_contract},
          std::pair{"negRiskExchange", polymarket::neg_risk_exchange_contract}}) {
        for (const std::string_view standard : {"ERC20", "ERC1155"}) {
            w.begin_object().key("id").string(std::string{name} + "-" + std::string{standard});
            w.key("feature").string("trading").key("spender").string(contract.lower());
            w.key("token").string(standard == "ERC20" ? "pUSD" : "CTF");
            w.key("standard").string(standard);
            w.key("amount").string(allowed ? "max" : "0");
            w.key("approved").boolean(allowed).end_object();
        }
    }
    w.end_array().end_object();
    return json_reply(std::move(out));
}

}  // namespace pm::sim
