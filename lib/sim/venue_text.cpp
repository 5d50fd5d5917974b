#include "sim/venue_text.hpp"

#include <array>
#include <span>
#include <string_view>

#include "base/decimal.hpp"
#include "base/hex.hpp"
#include "base/json_writer.hpp"
#include "crypto/sha1.hpp"
#include "sim/chance.hpp"

namespace pm::sim {
namespace {

constexpr std::array outcomes{Outcome::yes, Outcome::no};

JsonWriter& quoted(JsonWriter& w, std::int64_t micros) {
    return w.string(format_decimal(micros, 6));
}

void level(JsonWriter& w, std::int32_t price_micros, const OrderBook::Queue& queue) {
    w.begin_object().key("price");
    quoted(w, price_micros).key("size");
    quoted(w, OrderBook::total(queue).micros).end_object();
}

/// One side, best last. NO bids are YES asks seen from the other end, and the other way round.
void levels(JsonWriter& w, const MarketState& market, Outcome outcome, Side side) {
    const bool mirrored = outcome == Outcome::no;
    const auto& all = market.book.side(mirrored ? opposite(side) : side);
    const auto price = [&](std::int32_t micros) {
        return mirrored ? Price::micros_per_dollar - micros : micros;
    };
    w.begin_array();
    const bool upwards = (side == Side::buy) != mirrored;
    if (upwards) {
        for (const auto& [micros, queue] : all) level(w, price(micros), queue);
    } else {
        for (auto at = all.rbegin(); at != all.rend(); ++at) level(w, price(at->first), at->second);
    }
    w.end_array();
}

std::string last_text(const MarketState& market, Outcome outcome) {
    return market.last ? seen_from(outcome, *market.last).text() : std::string{};
}

/// The ten keys the venue hashes, in its order.
/// Source: docs/venue.md, order book hash.
std::string book_text(const MarketState& market, Outcome outcome, std::string_view hash) {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("market").string(market.condition);
    w.key("asset_id").string(market.token(outcome));
    w.key("timestamp").string(std::to_string(market.changed_ms)).key("hash").string(hash);
    w.key("bids");
    levels(w, market, outcome, Side::buy);
    w.key("asks");
    levels(w, market, outcome, Side::sell);
    w.key("min_order_size").string(market.min_size);
    w.key("tick_size").string(market.tick.text()).key("neg_risk").boolean(market.neg_risk);
    w.key("last_trade_price").string(last_text(market, outcome)).end_object();
    return out;
}

/// Forty hex digits that differ from change to change. What the venue hashes here is not known.
std::string change_hash(const MarketState& market, const LevelDelta& delta, Outcome outcome) {
    SeededRandom random{Fingerprint{}
                            .add(market.token(outcome))
                            .add(market.seq)
                            .add(static_cast<std::uint64_t>(delta.price.micros()))
                            .add(static_cast<std::uint64_t>(delta.total.micros))
                            .value()};
    std::array<std::uint8_t, 20> bytes{};
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        const auto draw = random.next();
        for (std::size_t k = 0; k < 4; ++k) {
            bytes[i + k] = static_cast<std::uint8_t>(draw >> (8 * k));
        }
    }
    return hex_text(bytes);
}

std::string best_text(const MarketState& market, Outcome outcome, Side side) {
    const auto best = best_of(market, outcome, side);
    return best ? best->price.text() : std::string{};
}

void tokens(JsonWriter& w, const MarketState& market) {
    w.begin_array().string(market.yes).string(market.no).end_array();
}

std::string_view text_of(const Json& json, std::string_view key) {
    return json.string(key).value_or("");
}

void tags(JsonWriter& w, const ScenarioEvent& event) {
    w.key("tags").begin_array();
    if (const auto* list = event.gamma.find("tags")) {
        for (const auto& tag : list->items()) w.string(text_of(tag, "slug"));
    }
    w.end_array();
}

void event_message(JsonWriter& w, const ScenarioEvent& event) {
    w.key("event_message").begin_object();
    w.key("id").string(text_of(event.gamma, "id"));
    w.key("ticker").string(text_of(event.gamma, "ticker"));
    w.key("slug").string(event.slug);
    w.key("title").string(text_of(event.gamma, "title"));
    w.key("description").string(text_of(event.gamma, "description")).end_object();
}

}  // namespace

void append_book(std::string& out, const MarketState& market, Outcome outcome) {
    out += book_text(market, outcome, crypto::sha1_text(book_text(market, outcome, "")));
}

void append_book_event(std::string& out, const MarketState& market, Outcome outcome) {
    JsonWriter w{out};
    w.begin_object().key("market").string(market.condition);
    w.key("asset_id").string(market.token(outcome));
    w.key("timestamp").string(std::to_string(market.changed_ms));
    w.key("hash").string(crypto::sha1_text(book_text(market, outcome, "")));
    w.key("bids");
    levels(w, market, outcome, Side::buy);
    w.key("asks");
    levels(w, market, outcome, Side::sell);
    w.key("tick_size").string(market.tick.text()).key("event_type").string("book");
    w.key("last_trade_price").string(last_text(market, outcome)).end_object();
}

void append_price_change(std::string& out, const MarketState& market,
                         const std::vector<LevelDelta>& deltas, Following whom) {
    if (deltas.empty() || !whom.any()) return;
    JsonWriter w{out};
    w.begin_object().key("market").string(market.condition).key("price_changes").begin_array();
    for (const auto& delta : deltas) {
        for (const auto outcome : outcomes) {
            if (outcome == Outcome::yes ? !whom.yes : !whom.no) continue;
            const auto side = outcome == Outcome::yes ? delta.side : opposite(delta.side);
            w.begin_object().key("asset_id").string(market.token(outcome));
            w.key("price").string(seen_from(outcome, delta.price).text());
            w.key("size").string(delta.total.text());
            w.key("side").string(name_of(side));
            w.key("hash").string(change_hash(market, delta, outcome));
            w.key("best_bid").string(best_text(market, outcome, Side::buy));
            w.key("best_ask").string(best_text(market, outcome, Side::sell)).end_object();
        }
    }
    w.end_array().key("timestamp").string(std::to_string(market.changed_ms));
    w.key("event_type").string("price_change").end_object();
}

void append_last_trade(std::string& out, const MarketState& market, const Trade& trade,
                       const Match& part) {
    SeededRandom random{
        Fingerprint{}.add(market.condition).add(market.seq).add(part.resting).value()};
    std::array<std::uint8_t, 32> transaction{};
    for (auto& byte : transaction) byte = static_cast<std::uint8_t>(random.next());
    JsonWriter w{out};
    w.begin_object().key("market").string(market.condition);
    w.key("asset_id").string(market.token(trade.token));
    w.key("price").string(seen_from(trade.token, part.price).text());
    w.key("size").string(part.size.text()).key("fee_rate_bps").string("0");
    w.key("side").string(name_of(trade.side));
    w.key("timestamp").string(std::to_string(market.changed_ms));
    w.key("event_type").string("last_trade_price");
    w.key("transaction_hash").string("0x" + hex_text(transaction)).end_object();
}

void append_tick_change(std::string& out, const MarketState& market, Outcome outcome,
                        TickSize old_tick) {
    JsonWriter w{out};
    w.begin_object().key("event_type").string("tick_size_change");
    w.key("asset_id").string(market.token(outcome)).key("market").string(market.condition);
    w.key("old_tick_size").string(old_tick.text());
    w.key("new_tick_size").string(market.tick.text());
    w.key("timestamp").string(std::to_string(market.changed_ms)).end_object();
}

void append_best(std::string& out, const MarketState& market, Outcome outcome) {
    JsonWriter w{out};
    w.begin_object().key("market").string(market.condition);
    w.key("asset_id").string(market.token(outcome));
    w.key("best_bid").string(best_text(market, outcome, Side::buy));
    w.key("best_ask").string(best_text(market, outcome, Side::sell));
    w.key("spread").string(spread_text(market, outcome));
    w.key("timestamp").string(std::to_string(market.changed_ms));
    w.key("event_type").string("best_bid_ask").end_object();
}

void append_new_market(std::string& out, const MarketState& market, const ScenarioEvent& event) {
    const auto& gamma = event.markets[market.index].gamma;
    JsonWriter w{out};
    w.begin_object().key("event_type").string("new_market");
    w.key("id").string(text_of(gamma, "id")).key("question").string(text_of(gamma, "question"));
    w.key("market").string(market.condition).key("slug").string(text_of(gamma, "slug"));
    w.key("description").string(text_of(gamma, "description")).key("assets_ids");
    tokens(w, market);
    w.key("outcomes").begin_array().string("Yes").string("No").end_array();
    event_message(w, event);
    w.key("timestamp")
        .string(std::to_string(std::chrono::floor<std::chrono::milliseconds>(event.appears)
                                   .time_since_epoch()
                                   .count()));
    tags(w, event);
    w.key("condition_id").string(market.condition).key("active").boolean(true);
    w.key("clob_token_ids");
    tokens(w, market);
    w.key("sports_market_type").string("").key("line").string("");
    w.key("game_start_time").string(text_of(gamma, "gameStartTime"));
    w.key("order_price_min_tick_size").string(market.tick.text());
    w.key("group_item_title").string(text_of(gamma, "groupItemTitle"));
    w.key("taker_base_fee").string("1000").key("fees_enabled").boolean(true);
    if (const auto* fees = gamma.find("feeSchedule")) w.key("fee_schedule").value(*fees);
    w.end_object();
}

void append_resolved(std::string& out, const MarketState& market, const ScenarioEvent& event) {
    const bool yes = event.markets[market.index].winner;
    JsonWriter w{out};
    w.begin_object().key("event_type").string("market_resolved");
    w.key("id").string(text_of(event.markets[market.index].gamma, "id"));
    w.key("market").string(market.condition).key("assets_ids");
    tokens(w, market);
    w.key("winning_asset_id").string(yes ? market.yes : market.no);
    w.key("winning_outcome").string(yes ? "Yes" : "No");
    event_message(w, event);
    w.key("timestamp").string(std::to_string(market.changed_ms));
    tags(w, event);
    w.end_object();
}

std::string spread_text(const MarketState& market, Outcome outcome) {
    const auto bid = best_of(market, outcome, Side::buy);
    const auto ask = best_of(market, outcome, Side::sell);
    if (!bid || !ask) return {};
    return format_decimal(ask->price.micros() - bid->price.micros(), 6);
}

std::string midpoint_text(const MarketState& market, Outcome outcome) {
    const auto bid = best_of(market, outcome, Side::buy);
    const auto ask = best_of(market, outcome, Side::sell);
    if (!bid || !ask) return {};
    return format_decimal((ask->price.micros() + bid->price.micros()) / 2, 6);
}

}  // namespace pm::sim
