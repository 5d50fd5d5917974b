#include "records/write.hpp"

#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "domain/names.hpp"
#include "records/line_writer.hpp"

namespace pm::records {

namespace {

void write_temperature(LineWriter& line, const TemperatureMarket& market) {
    const auto& rule = market.rule;
    line.json().key("temperature").begin_object();
    line.text("kind", name_of(rule.kind));
    line.text("city", rule.city);
    line.text("station", rule.station);
    line.text("source", rule.source);
    line.text("date", date_text(rule.date));
    line.text("unit", name_of(rule.unit));
    line.integer_or_null("low", market.bucket.low);
    line.integer_or_null("high", market.bucket.high);
    if (rule.rounding == Rounding::floor) line.text("rounding", "floor");
    line.text("rule_hash", rule.rule_hash);
    line.json().end_object();
}

void write_levels(LineWriter& line, std::string_view key, const std::vector<Level>& levels) {
    line.json().key(key).begin_array();
    for (const auto& level : levels) {
        line.json().begin_array();
        line.json().decimal(level.price.micros(), 6).decimal(level.size.micros, 6).end_array();
    }
    line.json().end_array();
}

void write_source(LineWriter& line, const ForecastSource& source) {
    line.json().begin_object();
    line.text("name", source.name);
    line.time_or_null("run", source.run);
    line.integer("members", source.members);
    line.time_or_null("issued", source.issued);
    line.json().end_object();
}

void write_bucket(LineWriter& line, const BucketProbability& bucket) {
    line.json().begin_object();
    line.id("condition_id", bucket.condition);
    line.id("yes_token", bucket.yes_token);
    line.integer_or_null("low", bucket.bucket.low);
    line.integer_or_null("high", bucket.bucket.high);
    line.real("p", bucket.p, probability_places);
    line.json().end_object();
}

}  // namespace

void append(std::string& out, Timestamp ts, const Market& market) {
    LineWriter line{out, "market", ts};
    line.text("event", market.event);
    line.text("market", market.slug);
    line.id("condition_id", market.condition);
    line.text("question", market.question);
    line.id("yes_token", market.yes);
    line.id("no_token", market.no);
    line.micros("tick", market.tick.micros());
    line.micros("min_size", market.min_size.micros);
    line.flag("neg_risk", market.neg_risk);
    line.micros("fee_rate", market.fee.rate_micros);
    line.integer("fee_exponent", market.fee.exponent);
    line.flag("accepting_orders", market.accepting_orders);
    line.flag("closed", market.closed);
    line.time_or_null("end", market.end);
    line.micros("volume", market.volume.micros);
    line.micros("liquidity", market.liquidity.micros);
    if (market.temperature) write_temperature(line, *market.temperature);
    line.flag("trade_ready", market.trade_ready());
    if (!market.trade_ready()) line.text("refusal", market.refusal);
}

void append(std::string& out, Timestamp ts, const BookSnapshot& book) {
    LineWriter line{out, "book", ts};
    line.id("token_id", book.token);
    write_levels(line, "bids", book.bids);
    write_levels(line, "asks", book.asks);
    line.integer_or_absent("venue_ms", book.venue_ms);
    line.text("hash", book.hash);
}

void append(std::string& out, Timestamp ts, const Print& print) {
    LineWriter line{out, "print", ts};
    line.id("token_id", print.token);
    line.micros("price", print.price.micros());
    line.micros("size", print.size.micros);
    line.text("side", name_of(print.side));
    line.integer_or_absent("venue_ms", print.venue_ms);
}

void append(std::string& out, Timestamp ts, const TickChange& change) {
    LineWriter line{out, "tick", ts};
    line.id("token_id", change.token);
    line.micros("old", change.old_tick.micros());
    line.micros("new", change.new_tick.micros());
}

void append(std::string& out, Timestamp ts, const StreamStatus& status) {
    LineWriter line{out, "status", ts};
    line.text("state", name_of(status.state));
    if (status.tokens.empty()) {
        line.integer("tokens", status.count);
    } else {
        line.json().key("tokens").begin_array();
        for (const auto& token : status.tokens) line.json().string(token.text());
        line.json().end_array();
    }
    line.text("reason", status.reason);
}

void append(std::string& out, Timestamp ts, const Forecast& forecast) {
    LineWriter line{out, "forecast", ts};
    line.text("event", forecast.event);
    line.text("station", forecast.station);
    line.text("date", date_text(forecast.date));
    line.text("unit", name_of(forecast.unit));
    line.real("mean", forecast.mean, temperature_places);
    line.real("sd", forecast.sd, temperature_places);
    line.text("method", forecast.method);
    line.json().key("sources").begin_array();
    for (const auto& source : forecast.sources) write_source(line, source);
    line.json().end_array();
    line.integer_or_null("observed", forecast.observed);
    line.json().key("buckets").begin_array();
    for (const auto& bucket : forecast.buckets) write_bucket(line, bucket);
    line.json().end_array();
}

void append(std::string& out, Timestamp ts, const Observation& observation) {
    LineWriter line{out, "observation", ts};
    line.text("station", observation.station);
    line.text("date", date_text(observation.date));
    line.text("unit", name_of(observation.unit));
    line.integer_or_null("highest", observation.highest);
    line.integer_or_null("lowest", observation.lowest);
    line.integer("reports", observation.reports);
    line.time_or_null("latest", observation.latest);
    line.text("source", observation.source);
}

void append(std::string& out, Timestamp ts, const Signal& signal) {
    LineWriter line{out, "signal", ts};
    line.id("token_id", signal.token);
    line.text("side", name_of(signal.side));
    line.real("p", signal.p, probability_places);
    line.micros("price", signal.price.micros());
    line.micros("size", signal.size.micros);
    line.micros("fee", signal.fee.micros);
    line.real("edge", signal.edge, edge_places);
    line.text("decision", name_of(signal.decision));
    line.text("reason", signal.reason);
}

void append(std::string& out, Timestamp ts, const Order& order) {
    LineWriter line{out, "order", ts};
    line.text("order_id", order.order_id);
    line.text("client_id", order.intent.client_id);
    line.id("token_id", order.intent.token);
    line.text("side", name_of(order.intent.side));
    line.micros("price", order.intent.limit.micros());
    line.micros("size", order.intent.size.micros);
    line.micros("filled", order.filled.micros);
    line.text("order_type", name_of(order.intent.tif));
    line.text("status", name_of(order.status));
    line.text("reason", order.reason);
    line.text("mode", name_of(order.mode));
}

void append(std::string& out, Timestamp ts, const Fill& fill) {
    LineWriter line{out, "fill", ts};
    line.text("order_id", fill.order_id);
    line.text("trade_id", fill.trade_id);
    line.id("token_id", fill.token);
    line.text("side", name_of(fill.side));
    line.micros("price", fill.price.micros());
    line.micros("size", fill.size.micros);
    line.micros("fee", fill.fee.micros);
    line.text("settlement", name_of(fill.settlement));
}

void append(std::string& out, Timestamp ts, const MarkedPosition& marked) {
    const auto& position = marked.position;
    const auto held = position.held();
    LineWriter line{out, "position", ts};
    line.id("token_id", position.token);
    line.text("market", position.market);
    line.text("outcome", name_of(position.outcome));
    line.micros("settled", position.settled.micros);
    line.micros("provisional", position.provisional.micros);
    line.micros("reserved", position.reserved.micros);
    line.micros("avg_price", held > Size{} ? average(position.cost, held).micros : 0);
    line.price_or_null("mark", marked.mark);
    line.micros("value", marked.value().micros);
    line.micros("unrealized", marked.unrealized().micros);
    line.micros("realized", position.realized.micros);
}

void append(std::string& out, Timestamp ts, const Resolution& resolution) {
    LineWriter line{out, "resolved", ts};
    line.id("condition_id", resolution.condition);
    line.text("winner", name_of(resolution.winner));
    line.micros("payout", resolution.payout(Outcome::yes).micros());
}

void append(std::string& out, Timestamp ts, const Alert& alert) {
    LineWriter line{out, "alert", ts};
    line.integer("severity", alert.severity);
    line.text("code", alert.code);
    line.text("message", alert.message);
    line.text("subject", alert.subject);
}

void append(std::string& out, Timestamp ts, const PricePoint& point) {
    LineWriter line{out, "price_point", ts};
    line.id("token_id", point.token);
    line.time_or_null("at", point.at);
    line.micros("price", point.price.micros());
}

}  // namespace pm::records
