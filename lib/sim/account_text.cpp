#include "sim/account_text.hpp"

#include "base/json_writer.hpp"
#include "domain/names.hpp"

namespace pm::sim {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

template <class Unit>
std::string since_1970(Timestamp at) {
    return std::to_string(
        std::chrono::duration_cast<Unit>(floor<Unit>(at.time_since_epoch())).count());
}

std::string_view outcome_text(Outcome outcome) {
    return outcome == Outcome::yes ? "Yes" : "No";
}

/// What REST rows and events of an order have in common, before the time it was made.
void order_fields(JsonWriter& w, const World& world, const AccountOrder& order) {
    const auto& market = world.markets()[order.market];
    w.key("id").string(order.id).key("status").string(status_text(order));
    w.key("owner").string(order.owner).key("maker_address").string(order.maker.text());
    w.key("market").string(market.condition);
    w.key("asset_id").string(market.token(order.outcome)).key("side").string(name_of(order.side));
    w.key("original_size").string(order.original.text());
    w.key("size_matched").string(order.matched.text()).key("price").string(order.limit.text());
    w.key("associate_trades").begin_array();
    for (const auto& trade : order.trades) w.string(trade);
    w.end_array().key("outcome").string(outcome_text(order.outcome));
    w.key("expiration").string(std::to_string(order.expiration_s));
    w.key("order_type").string(name_of(order.tif));
}

void maker_rows(JsonWriter& w, const MarketState& market, const AccountTrade& trade) {
    w.key("maker_orders").begin_array();
    for (const auto& maker : trade.makers) {
        w.begin_object().key("order_id").string(maker.order_id).key("owner").string(maker.owner);
        w.key("maker_address").string(maker.address.text());
        w.key("matched_amount").string(maker.size.text());
        w.key("price").string(maker.price.text()).key("fee_rate_bps").string("");
        w.key("asset_id").string(market.token(maker.outcome));
        w.key("outcome").string(outcome_text(maker.outcome));
        w.key("side").string(name_of(maker.side)).end_object();
    }
    w.end_array();
}

/// What REST rows and events of a trade have in common.
void trade_fields(JsonWriter& w, const World& world, const AccountTrade& trade,
                  std::string_view viewer) {
    const auto& market = world.markets()[trade.market];
    const auto& taker = trade.taker;
    w.key("id").string(trade.id).key("taker_order_id").string(taker.order_id);
    w.key("market").string(market.condition).key("asset_id").string(market.token(taker.outcome));
    w.key("side").string(name_of(taker.side)).key("size").string(taker.size.text());
    w.key("fee_rate_bps").string("0").key("price").string(taker.price.text());
    w.key("status").string(name_of(trade.stage));
    w.key("match_time").string(since_1970<seconds>(trade.matched_at));
    w.key("match_time_nano").string(since_1970<nanoseconds>(trade.matched_at));
    w.key("last_update").string(since_1970<seconds>(trade.updated_at));
    w.key("outcome").string(outcome_text(taker.outcome)).key("bucket_index").integer(trade.bucket);
    w.key("owner").string(taker.owner).key("maker_address").string(taker.address.text());
    w.key("transaction_hash").string(trade.transaction).key("err_msg");
    if (trade.error.empty()) {
        w.null();
    } else {
        w.string(trade.error);
    }
    w.key("trader_side").string(taker.owner == viewer ? "TAKER" : "MAKER");
    maker_rows(w, market, trade);
}

std::string_view change_text(OrderChange change) {
    switch (change) {
        case OrderChange::placement: return "PLACEMENT";
        case OrderChange::update: return "UPDATE";
        case OrderChange::cancellation: return "CANCELLATION";
    }
    return "";
}

}  // namespace

void append_order_row(std::string& out, const World& world, const AccountOrder& order) {
    JsonWriter w{out};
    w.begin_object();
    order_fields(w, world, order);
    w.key("created_at").integer(floor<seconds>(order.created).time_since_epoch().count());
    w.end_object();
}

void append_order_event(std::string& out, const World& world, const AccountOrder& order,
                        OrderChange change) {
    JsonWriter w{out};
    w.begin_object().key("event_type").string("order").key("type").string(change_text(change));
    w.key("order_owner").string(order.owner);
    order_fields(w, world, order);
    w.key("created_at").string(since_1970<seconds>(order.created));
    w.key("timestamp").string(since_1970<milliseconds>(world.now())).end_object();
}

void append_trade_row(std::string& out, const World& world, const AccountTrade& trade,
                      std::string_view viewer) {
    JsonWriter w{out};
    w.begin_object();
    trade_fields(w, world, trade, viewer);
    w.end_object();
}

void append_trade_event(std::string& out, const World& world, const AccountTrade& trade,
                        std::string_view viewer) {
    JsonWriter w{out};
    w.begin_object().key("event_type").string("trade").key("type").string("TRADE");
    w.key("trade_owner").string(trade.taker.owner);
    trade_fields(w, world, trade, viewer);
    w.key("timestamp").string(since_1970<milliseconds>(world.now())).end_object();
}

}  // namespace pm::sim
