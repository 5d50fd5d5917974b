#include <algorithm>
#include <charconv>
#include <vector>

#include "base/json_writer.hpp"
#include "sim/clob_api.hpp"
#include "sim/venue_text.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t page_size = 100;
constexpr std::string_view first_page = "MA==";  // base64 of "0"
constexpr std::string_view last_page = "LTE=";   // base64 of "-1"
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group <<= 8U;
            if (i + k < bytes.size()) group |= static_cast<unsigned char>(bytes[i + k]);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool there = i + k <= bytes.size();
            out += there ? base64_digits[(group >> (18 - 6 * k)) & 63U] : '=';
        }
    }
    return out;
}

std::optional<std::size_t> page_start(std::string_view cursor) {
    if (cursor.empty() || cursor == first_page) return 0;
    for (std::size_t start = page_size; start < 1'000'000; start += page_size) {
        if (base64(std::to_string(start)) == cursor) return start;
    }
    return std::nullopt;
}

std::string_view text_of(const Json& json, std::string_view key) {
    return json.string(key).value_or("");
}

/// The price the CLOB shows on a token: the midpoint, or what it paid.
void token_price(JsonWriter& w, const MarketState& market, Outcome outcome, bool winner) {
    if (market.phase == MarketPhase::resolved) {
        w.key("price").integer(winner ? 1 : 0);
        return;
    }
    const auto bid = best_of(market, outcome, Side::buy);
    const auto ask = best_of(market, outcome, Side::sell);
    if (bid && ask) {
        w.key("price").decimal((bid->price.micros() + ask->price.micros()) / 2, 6);
    } else {
        const auto one = bid ? bid : ask;
        w.key("price").decimal(one ? one->price.micros() : 500'000, 6);
    }
}

void tokens(JsonWriter& w, const World& world, const MarketState& market) {
    const bool yes_wins = world.source(market).winner;
    const bool resolved = market.phase == MarketPhase::resolved;
    w.key("tokens").begin_array();
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        const bool winner = resolved && yes_wins == (outcome == Outcome::yes);
        w.begin_object().key("token_id").string(market.token(outcome));
        w.key("outcome").string(outcome == Outcome::yes ? "Yes" : "No");
        token_price(w, market, outcome, winner);
        w.key("winner").boolean(winner).end_object();
    }
    w.end_array();
}

void rewards(JsonWriter& w, const Json& gamma) {
    w.key("rewards").begin_object().key("rates").null();
    for (const auto& [key, name] :
         {std::pair{"rewardsMinSize", "min_size"}, std::pair{"rewardsMaxSpread", "max_spread"}}) {
        w.key(name);
        if (const auto* value = gamma.find(key)) {
            w.value(*value);
        } else {
            w.integer(0);
        }
    }
    w.end_object();
}

void flags(JsonWriter& w, const MarketState& market) {
    const bool resolved = market.phase == MarketPhase::resolved;
    w.key("active").boolean(true).key("closed").boolean(resolved).key("archived").boolean(false);
    w.key("accepting_orders").boolean(!resolved);
}

}  // namespace

void append_clob_market(std::string& out, const World& world, const MarketState& market,
                        bool simplified) {
    const auto& gamma = world.source(market).gamma;
    const auto& event = world.scenario().events[market.event];
    JsonWriter w{out};
    w.begin_object();
    if (simplified) {
        w.key("condition_id").string(market.condition);
        rewards(w, gamma);
        tokens(w, world, market);
        flags(w, market);
        w.end_object();
        return;
    }
    w.key("enable_order_book").boolean(true);
    flags(w, market);
    w.key("accepting_order_timestamp").string(text_of(gamma, "acceptingOrdersTimestamp"));
    w.key("minimum_order_size");
    w.value(Json{Json::Number{market.min_size}});
    w.key("minimum_tick_size").decimal(market.tick.micros(), 6);
    w.key("condition_id").string(market.condition);
    w.key("question_id").string(text_of(gamma, "questionID"));
    w.key("question").string(text_of(gamma, "question"));
    w.key("description").string(text_of(gamma, "description"));
    w.key("market_slug").string(text_of(gamma, "slug"));
    w.key("end_date_iso").string(date_text(event.date) + "T00:00:00Z");
    auto start = std::string{text_of(gamma, "gameStartTime")};
    if (start.size() >= 19) start = start.substr(0, 10) + "T" + start.substr(11, 8) + "Z";
    w.key("game_start_time").string(start);
    w.key("seconds_delay").integer(0).key("fpmm").string("");
    w.key("maker_base_fee").integer(1000).key("taker_base_fee").integer(1000);
    w.key("notifications_enabled").boolean(true).key("neg_risk").boolean(market.neg_risk);
    w.key("neg_risk_market_id").string(text_of(gamma, "negRiskMarketID"));
    w.key("neg_risk_request_id").string(text_of(gamma, "negRiskRequestID"));
    w.key("icon").string(text_of(gamma, "icon")).key("image").string(text_of(gamma, "image"));
    rewards(w, gamma);
    w.key("is_50_50_outcome").boolean(false);
    tokens(w, world, market);
    w.key("tags").begin_array();
    if (const auto* tags = event.gamma.find("tags")) {
        for (const auto& tag : tags->items()) w.string(text_of(tag, "label"));
    }
    w.end_array().end_object();
}

void append_clob_constants(std::string& out, const World& world, const MarketState& market) {
    const auto& gamma = world.source(market).gamma;
    JsonWriter w{out};
    w.begin_object().key("c").string(market.condition).key("t").begin_array();
    w.begin_object().key("t").string(market.yes).key("o").string("Yes").end_object();
    w.begin_object().key("t").string(market.no).key("o").string("No").end_object().end_array();
    w.key("mos").value(Json{Json::Number{market.min_size}});
    w.key("mts").decimal(market.tick.micros(), 6);
    if (market.neg_risk) w.key("nr").boolean(true);
    const auto* fees = gamma.find("feeSchedule");
    if (gamma.boolean("feesEnabled").value_or(false) && fees != nullptr) {
        w.key("fd").begin_object();
        for (const auto& [name, key] :
             {std::pair{"r", "rate"}, std::pair{"e", "exponent"}, std::pair{"to", "takerOnly"}}) {
            if (const auto* value = fees->find(key)) w.key(name).value(*value);
        }
        w.end_object();
    }
    w.key("mbf").integer(1000).key("tbf").integer(1000);
    w.key("ao").boolean(market.phase == MarketPhase::open).end_object();
}

net::HttpReply ClobApi::list(const Query& query) const {
    const auto start = page_start(query.first("next_cursor").value_or(""));
    if (!start) return clob_error(400, "Invalid next_cursor");
    std::vector<const MarketState*> shown;
    const bool sampling = query.path.starts_with("/sampling");
    for (const auto& market : world_.markets()) {
        const bool open = market.phase == MarketPhase::open;
        if (open || (!sampling && market.phase == MarketPhase::resolved)) shown.push_back(&market);
    }
    const bool simplified = query.path.ends_with("simplified-markets");
    const auto from = std::min(*start, shown.size());
    const auto to = std::min(from + page_size, shown.size());
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("limit").integer(static_cast<std::int64_t>(page_size));
    w.key("count").integer(static_cast<std::int64_t>(to - from));
    w.key("next_cursor").string(to < shown.size() ? base64(std::to_string(to)) : last_page);
    w.key("data");
    out += '[';
    for (auto i = from; i < to; ++i) {
        if (i > from) out += ',';
        append_clob_market(out, world_, *shown[i], simplified);
    }
    out += "]}";
    return json_reply(std::move(out));
}

}  // namespace pm::sim
