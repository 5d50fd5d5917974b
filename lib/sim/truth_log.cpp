#include "sim/truth_log.hpp"

#include "base/json_writer.hpp"

namespace pm::sim {

void TruthLog::books(const MarketState& market) {
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        line_.clear();
        JsonWriter w{line_};
        w.begin_object().key("kind").string("book").key("ms").integer(market.changed_ms);
        w.key("token").string(market.token(outcome));
        w.key("seq").integer(static_cast<std::int64_t>(market.seq));
        for (const auto& [side, price, size] : {std::tuple{Side::buy, "bid", "bid_size"},
                                                std::tuple{Side::sell, "ask", "ask_size"}}) {
            const auto best = best_of(market, outcome, side);
            if (best) {
                w.key(price).string(best->price.text()).key(size).string(best->size.text());
            } else {
                w.key(price).null().key(size).null();
            }
        }
        w.end_object();
        line_ += '\n';
        write_(line_);
    }
}

void TruthLog::on_levels(const MarketState& market, const std::vector<LevelDelta>& /*levels*/) {
    books(market);
}

void TruthLog::on_trade(const MarketState& market, const Trade& trade) {
    for (const auto& part : trade.parts) {
        line_.clear();
        JsonWriter w{line_};
        w.begin_object().key("kind").string("print").key("ms").integer(market.changed_ms);
        w.key("token").string(market.token(trade.token)).key("side").string(name_of(trade.side));
        w.key("price").string(seen_from(trade.token, part.price).text());
        w.key("size").string(part.size.text()).end_object();
        line_ += '\n';
        write_(line_);
    }
    books(market);
}

void TruthLog::on_tick(const MarketState& market, TickSize old_tick) {
    line_.clear();
    JsonWriter w{line_};
    w.begin_object().key("kind").string("tick").key("ms").integer(market.changed_ms);
    w.key("condition").string(market.condition).key("old").string(old_tick.text());
    w.key("new").string(market.tick.text()).end_object();
    line_ += '\n';
    write_(line_);
}

void TruthLog::on_listed(const MarketState& market) {
    line_.clear();
    JsonWriter w{line_};
    w.begin_object().key("kind").string("listed").key("condition").string(market.condition);
    w.end_object();
    line_ += '\n';
    write_(line_);
}

void TruthLog::on_resolved(const MarketState& market) {
    line_.clear();
    JsonWriter w{line_};
    w.begin_object().key("kind").string("resolved").key("ms").integer(market.changed_ms);
    w.key("condition").string(market.condition);
    w.key("winner").string(world_.source(market).winner ? "yes" : "no").end_object();
    line_ += '\n';
    write_(line_);
}

}  // namespace pm::sim
