#include "sim/clob_api.hpp"

#include <algorithm>
#include <array>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "sim/venue_text.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t batch_max = 500;
constexpr std::string_view no_book = "No orderbook exists for the requested token id";

bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= 78 && text.find_first_not_of("0123456789") == text.npos;
}

std::string price_of(const MarketState& market, Outcome outcome, std::string_view side) {
    // BUY answers the best bid, SELL the best ask: what the venue does, not what its guide says.
    const auto best = best_of(market, outcome, side == "BUY" ? Side::buy : Side::sell);
    return best ? best->price.text() : "0";
}

net::HttpReply one_value(std::string_view key, std::string_view value) {
    std::string out;
    JsonWriter{out}.begin_object().key(key).string(value).end_object();
    return json_reply(std::move(out));
}

void last_trade(JsonWriter& w, const MarketState& market, Outcome outcome) {
    const bool traded = market.last.has_value();
    w.key("price").string(traded ? seen_from(outcome, *market.last).text() : "0.5");
    w.key("side").string(traded ? name_of(market.last_side) : "");
}

}  // namespace

std::optional<ClobApi::Asked> ClobApi::known(std::string_view token) const {
    const auto place = world_.find_token(token);
    if (!place) return std::nullopt;
    const auto& market = world_.markets()[place->market];
    if (market.phase == MarketPhase::hidden || market.phase == MarketPhase::listed) {
        return std::nullopt;
    }
    return Asked{&market, place->outcome};
}

std::optional<ClobApi::Asked> ClobApi::open_book(std::string_view token) const {
    const auto asked = known(token);
    if (!asked || asked->market->phase != MarketPhase::open) return std::nullopt;
    return asked;
}

net::HttpReply ClobApi::handle(net::Method method, const Query& query,
                               std::string_view body) const {
    if (query.path == "/batch-prices-history" && method == net::Method::post) {
        return batch_history(body);
    }
    if (method == net::Method::post) return post(query, body);
    if (method == net::Method::get) return get(query);
    return clob_error(405, "method not allowed");
}

net::HttpReply ClobApi::get(const Query& query) const {
    const std::string_view path = query.path;
    if (path == "/" || path == "/ok") return json_reply("\"OK\"");
    if (path == "/version") return json_reply("{\"version\":2}");
    if (path == "/prices-history") return history(query);
    if (path == "/book" || path == "/price" || path == "/midpoint" || path == "/spread" ||
        path == "/last-trade-price") {
        return get_one(query, query.first("token_id").value_or(""));
    }
    if (path == "/books" || path == "/prices") {
        std::vector<Asked> asked;
        for (const auto& token : query.all("token_ids", true)) {
            if (!is_token(token)) return clob_error(400, "Invalid token id");
            if (const auto one = open_book(token)) asked.push_back(*one);
        }
        auto sides = query.all("sides", true);
        return many(path, asked, sides);
    }
    if (const auto condition = below(path, "/clob-markets/")) {
        const auto* market = world_.find_condition(*condition);
        if (market == nullptr) return clob_error(404, "market not found");
        std::string out;
        append_clob_constants(out, world_, *market);
        return json_reply(std::move(out));
    }
    for (const std::string_view name : {"/tick-size", "/neg-risk", "/fee-rate"}) {
        if (path == name) return constant(name, query.first("token_id").value_or(""));
        if (const auto token = below(path, std::string{name} + "/")) return constant(name, *token);
    }
    if (const auto token = below(path, "/markets-by-token/")) {
        return constant("/markets-by-token", *token);
    }
    if (const auto condition = below(path, "/markets/")) {
        const auto* market = world_.find_condition(*condition);
        if (market == nullptr || market->phase == MarketPhase::listed ||
            market->phase == MarketPhase::hidden) {
            return clob_error(404, "market not found");
        }
        std::string out;
        append_clob_market(out, world_, *market, false);
        return json_reply(std::move(out));
    }
    if (path == "/markets" || path == "/simplified-markets" || path == "/sampling-markets" ||
        path == "/sampling-simplified-markets") {
        return list(query);
    }
    return clob_error(404, "Not Found");
}

net::HttpReply ClobApi::get_one(const Query& query, std::string_view token) const {
    if (!is_token(token)) return clob_error(400, "Invalid token id");
    const auto side = query.first("side").value_or("");
    if (query.path == "/price" && side != "BUY" && side != "SELL") {
        return clob_error(400, "Invalid side");
    }
    if (query.path == "/last-trade-price") {
        const auto asked = known(token);
        if (!asked) return clob_error(404, no_book);
        std::string out;
        JsonWriter w{out};
        w.begin_object();
        last_trade(w, *asked->market, asked->outcome);
        w.end_object();
        return json_reply(std::move(out));
    }
    const auto asked = open_book(token);
    if (!asked) return clob_error(404, no_book);
    const auto& [market, outcome] = *asked;
    if (query.path == "/book") {
        std::string out;
        append_book(out, *market, outcome);
        return json_reply(std::move(out));
    }
    if (query.path == "/price") return one_value("price", price_of(*market, outcome, side));
    if (query.path == "/midpoint") return one_value("mid", midpoint_text(*market, outcome));
    return one_value("spread", spread_text(*market, outcome));
}

net::HttpReply ClobApi::constant(std::string_view path, std::string_view token) const {
    if (!is_token(token)) return clob_error(400, "Invalid token id");
    const auto asked = known(token);
    std::string out;
    JsonWriter w{out};
    if (!asked) {
        return path == "/fee-rate" ? clob_error(404, "fee rate not found for market")
                                   : clob_error(404, "market not found");
    }
    const auto& market = *asked->market;
    w.begin_object();
    if (path == "/tick-size") w.key("minimum_tick_size").decimal(market.tick.micros(), 6);
    if (path == "/neg-risk") w.key("neg_risk").boolean(market.neg_risk);
    if (path == "/fee-rate") w.key("base_fee").integer(1000);
    if (path == "/markets-by-token") {
        w.key("condition_id").string(market.condition);
        w.key("primary_token_id").string(market.yes);
        w.key("secondary_token_id").string(market.no);
    }
    w.end_object();
    return json_reply(std::move(out));
}

net::HttpReply ClobApi::post(const Query& query, std::string_view body) const {
    constexpr std::array<std::string_view, 6> known_paths{
        "/books", "/prices", "/midpoints", "/spreads", "/last-trades-prices", ""};
    const std::string_view path = query.path;
    if (std::find(known_paths.begin(), known_paths.end(), path) == known_paths.end()) {
        return clob_error(404, "Not Found");
    }
    const auto json = Json::parse(body);
    if (!json || !json->is_array()) return clob_error(400, "Invalid payload");
    if (json->items().size() > batch_max) return clob_error(400, "Payload exceeds the limit");
    std::vector<Asked> asked;
    std::vector<std::string> sides;
    for (const auto& item : json->items()) {
        const auto token = item.string("token_id").value_or("");
        if (!is_token(token)) return clob_error(400, "Invalid token id");
        const auto side = item.string("side").value_or("");
        if (path == "/prices" && side != "BUY" && side != "SELL") {
            return clob_error(400, "Invalid side");
        }
        const auto one = path == "/last-trades-prices" ? known(token) : open_book(token);
        if (!one) continue;
        asked.push_back(*one);
        sides.emplace_back(side);
    }
    return many(path, asked, sides);
}

net::HttpReply ClobApi::many(std::string_view path, const std::vector<Asked>& asked,
                             const std::vector<std::string>& sides) const {
    std::string out;
    if (path == "/books" || path == "/last-trades-prices") {
        out = "[";
        for (const auto& [market, outcome] : asked) {
            if (path == "/last-trades-prices" && !market->last) continue;
            if (out.size() > 1) out += ',';
            if (path == "/books") {
                append_book(out, *market, outcome);
                continue;
            }
            JsonWriter w{out};
            w.begin_object().key("token_id").string(market->token(outcome));
            last_trade(w, *market, outcome);
            w.end_object();
        }
        out += ']';
        return json_reply(std::move(out));
    }
    JsonWriter w{out};
    w.begin_object();
    std::vector<std::string> told;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& [market, outcome] = asked[i];
        const auto& token = market->token(outcome);
        if (std::find(told.begin(), told.end(), token) != told.end()) continue;
        told.push_back(token);
        w.key(token);
        if (path == "/midpoints") w.string(midpoint_text(*market, outcome));
        if (path == "/spreads") w.string(spread_text(*market, outcome));
        if (path != "/prices") continue;
        w.begin_object();
        for (const std::string_view side : {"BUY", "SELL"}) {
            bool wanted = sides.empty();
            for (std::size_t k = 0; k < std::min(sides.size(), asked.size()); ++k) {
                wanted = wanted || (sides[k] == side && asked[k].market == market &&
                                    asked[k].outcome == outcome);
            }
            if (wanted) w.key(side).string(price_of(*market, outcome, side));
        }
        w.end_object();
    }
    w.end_object();
    return json_reply(std::move(out));
}

}  // namespace pm::sim
