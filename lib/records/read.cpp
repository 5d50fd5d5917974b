#include "records/read.hpp"

#include <algorithm>
#include <utility>

#include "records/read_fields.hpp"
#include "records/schema.hpp"

namespace pm::records {

namespace {

std::optional<TemperatureMarket> read_temperature(Fields& market) {
    const auto* object = market.find("temperature");
    if (object == nullptr || object->is_null()) return std::nullopt;
    if (!object->is_object()) {
        market.refuse("temperature", "is not an object");
        return std::nullopt;
    }
    Fields in{"market: temperature", *object};
    TemperatureMarket out;
    out.rule.kind = in.word<TemperatureKind>("kind");
    out.rule.city = in.text("city");
    out.rule.station = in.text("station");
    out.rule.source = in.text("source");
    out.rule.date = in.date("date");
    out.rule.unit = in.word<TemperatureUnit>("unit");
    out.bucket.low = in.integer_or_null("low");
    out.bucket.high = in.integer_or_null("high");
    if (const auto* rounding = in.find("rounding"); rounding != nullptr) {
        if (rounding->string() == "floor") {
            out.rule.rounding = Rounding::floor;
        } else if (rounding->string() != "half_up") {
            in.refuse("rounding", "is not a known word");
        }
    }
    out.rule.rule_hash = in.text("rule_hash");
    market.adopt(in);
    return out;
}

Market read_market(Fields& in, Timestamp) {
    Market out;
    out.event = in.text("event");
    out.slug = in.text("market");
    out.condition = in.condition("condition_id");
    out.question = in.text("question");
    out.yes = in.token("yes_token");
    out.no = in.token("no_token");
    out.tick = in.tick("tick");
    out.min_size = in.size("min_size");
    out.neg_risk = in.flag("neg_risk");
    const auto rate = in.money("fee_rate").micros;
    if (rate < 0 || rate > 1'000'000) in.refuse("fee_rate", "is not from 0 to 1");
    out.fee.rate_micros = static_cast<std::int32_t>(std::clamp<std::int64_t>(rate, 0, 1'000'000));
    out.fee.exponent = static_cast<std::int32_t>(in.integer_in("fee_exponent", 1, 2));
    out.accepting_orders = in.flag("accepting_orders");
    out.closed = in.flag("closed");
    out.end = in.time_or_null("end");
    out.volume = in.money("volume");
    out.liquidity = in.money("liquidity");
    out.temperature = read_temperature(in);
    if (!in.flag("trade_ready")) {
        out.refusal = in.text("refusal");
        if (out.refusal.empty()) in.refuse("refusal", "is empty");
    }
    return out;
}

/// Price and size of one side: both or neither.
std::optional<Level> read_side(Fields& in, std::string_view price_key, std::string_view size_key) {
    const auto price = in.price_or_null(price_key);
    const auto size = in.size_or_null(size_key);
    if (price.has_value() != size.has_value()) {
        in.refuse(size_key, "and " + std::string{price_key} + " are not both null or both numbers");
    }
    if (!price || !size) return std::nullopt;
    return Level{*price, *size};
}

Quote read_quote(Fields& in, Timestamp) {
    Quote out;
    out.token = in.token("token_id");
    out.condition = in.condition("condition_id");
    out.outcome = in.word<Outcome>("outcome");
    out.bid = read_side(in, "bid", "bid_size");
    out.ask = read_side(in, "ask", "ask_size");
    out.last = in.price_or_null("last");
    out.tick = in.tick("tick");
    out.venue_ms = in.integer_or_absent("venue_ms");
    out.source = in.word<QuoteSource>("src");
    const auto seq = in.integer("seq");
    if (seq < 0) in.refuse("seq", "is negative");
    out.seq = static_cast<std::uint64_t>(std::max<std::int64_t>(seq, 0));
    return out;
}

std::vector<Level> read_levels(Fields& in, std::string_view key) {
    std::vector<Level> out;
    for (const auto& item : in.list(key)) {
        const auto& pair = item.items();
        const bool numbers = pair.size() == 2 && pair[0].is_number() && pair[1].is_number();
        auto price = numbers ? Price::parse(*pair[0].digits()) : fail(Errc::malformed, "");
        auto size = numbers ? Size::parse(*pair[1].digits()) : fail(Errc::malformed, "");
        if (!price || !size) {
            in.refuse(key, "holds something else than [price,size]");
            return {};
        }
        out.push_back(Level{*price, *size});
    }
    return out;
}

BookSnapshot read_book(Fields& in, Timestamp) {
    BookSnapshot out;
    out.token = in.token("token_id");
    out.bids = read_levels(in, "bids");
    out.asks = read_levels(in, "asks");
    out.venue_ms = in.integer_or_absent("venue_ms");
    out.hash = in.text("hash");
    return out;
}

Print read_print(Fields& in, Timestamp) {
    Print out;
    out.token = in.token("token_id");
    out.price = in.price("price");
    out.size = in.size("size");
    out.side = in.word<Side>("side");
    out.venue_ms = in.integer_or_absent("venue_ms");
    return out;
}

TickChange read_tick(Fields& in, Timestamp) {
    TickChange out;
    out.token = in.token("token_id");
    out.old_tick = in.tick("old");
    out.new_tick = in.tick("new");
    return out;
}

StreamStatus read_status(Fields& in, Timestamp) {
    StreamStatus out;
    out.state = in.word<StreamState>("state");
    const auto* tokens = in.find("tokens");
    if (tokens != nullptr && tokens->is_array()) {
        for (const auto& item : tokens->items()) {
            auto token = TokenId::parse(item.string().value_or(""));
            if (!token) in.refuse("tokens", "holds something else than token ids");
            if (token) out.tokens.push_back(*token);
        }
        out.count = static_cast<std::int64_t>(out.tokens.size());
    } else {
        out.count = in.integer("tokens");
    }
    out.reason = in.text("reason");
    return out;
}

std::vector<ForecastSource> read_sources(Fields& forecast) {
    std::vector<ForecastSource> out;
    for (const auto& item : forecast.list("sources")) {
        Fields in{"forecast: sources", item};
        ForecastSource source;
        source.name = in.text("name");
        source.run = in.time_or_null("run");
        source.members = static_cast<int>(in.integer_in("members", 0, 100'000));
        source.issued = in.time_or_null("issued");
        forecast.adopt(in);
        out.push_back(std::move(source));
    }
    return out;
}

std::vector<BucketProbability> read_buckets(Fields& forecast) {
    std::vector<BucketProbability> out;
    for (const auto& item : forecast.list("buckets")) {
        Fields in{"forecast: buckets", item};
        BucketProbability bucket;
        bucket.condition = in.condition("condition_id");
        bucket.yes_token = in.token("yes_token");
        bucket.bucket.low = in.integer_or_null("low");
        bucket.bucket.high = in.integer_or_null("high");
        bucket.p = in.real_in("p", 0, 1);
        forecast.adopt(in);
        out.push_back(bucket);
    }
    return out;
}

Forecast read_forecast(Fields& in, Timestamp) {
    Forecast out;
    out.event = in.text("event");
    out.station = in.text("station");
    out.date = in.date("date");
    out.unit = in.word<TemperatureUnit>("unit");
    out.mean = in.real_in("mean", -1000, 1000);
    out.sd = in.real_in("sd", 0, 1000);
    out.method = in.text("method");
    out.sources = read_sources(in);
    out.observed = in.integer_or_null("observed");
    out.buckets = read_buckets(in);
    return out;
}

Observation read_observation(Fields& in, Timestamp) {
    Observation out;
    out.station = in.text("station");
    out.date = in.date("date");
    out.unit = in.word<TemperatureUnit>("unit");
    out.highest = in.integer_or_null("highest");
    out.lowest = in.integer_or_null("lowest");
    out.reports = static_cast<int>(in.integer_in("reports", 0, 1'000'000));
    out.latest = in.time_or_null("latest");
    out.source = in.text("source");
    return out;
}

Signal read_signal(Fields& in, Timestamp) {
    Signal out;
    out.token = in.token("token_id");
    out.side = in.word<Side>("side");
    out.p = in.real_in("p", 0, 1);
    out.price = in.price("price");
    out.size = in.size("size");
    out.fee = in.money("fee");
    out.edge = in.real_in("edge", -1000, 1000);
    out.decision = in.word<Decision>("decision");
    out.reason = in.text("reason");
    return out;
}

Order read_order(Fields& in, Timestamp ts) {
    Order out;
    out.order_id = in.text("order_id");
    out.intent.client_id = in.text("client_id");
    out.intent.token = in.token("token_id");
    out.intent.side = in.word<Side>("side");
    out.intent.limit = in.price("price");
    out.intent.size = in.size("size");
    out.filled = in.size("filled");
    out.intent.tif = in.word<TimeInForce>("order_type");
    out.status = in.word<OrderStatus>("status");
    out.reason = in.text("reason");
    out.mode = in.word<TradingMode>("mode");
    out.updated = ts;
    return out;
}

Fill read_fill(Fields& in, Timestamp ts) {
    Fill out;
    out.order_id = in.text("order_id");
    out.trade_id = in.text("trade_id");
    out.token = in.token("token_id");
    out.side = in.word<Side>("side");
    out.price = in.price("price");
    out.size = in.size("size");
    out.fee = in.money("fee");
    out.settlement = in.word<Settlement>("settlement");
    out.at = ts;
    return out;
}

/// Not negative, at most 2 * 10^10 dollars and 10^9 dollars a share: its average can be printed.
bool sound_cost(Money cost, Size held) {
    constexpr std::int64_t cost_max = 20'000'000'000'000'000;
    constexpr std::int64_t per_share_max = 1'000'000'000;
    return cost.micros >= 0 && cost.micros <= cost_max &&
           (held == Size{} || cost.micros / per_share_max <= held.micros);
}

MarkedPosition read_position(Fields& in, Timestamp) {
    MarkedPosition out;
    auto& position = out.position;
    position.token = in.token("token_id");
    position.market = in.text("market");
    position.outcome = in.word<Outcome>("outcome");
    position.settled = in.size("settled");
    position.provisional = in.size("provisional");
    position.reserved = in.size("reserved");
    static_cast<void>(in.money("avg_price"));
    out.mark = in.price_or_null("mark");
    position.cost = in.money("value") - in.money("unrealized");
    if (!sound_cost(position.cost, position.held())) in.refuse("unrealized", "gives no cost");
    position.realized = in.money("realized");
    return out;
}

Resolution read_resolved(Fields& in, Timestamp) {
    Resolution out;
    out.condition = in.condition("condition_id");
    out.winner = in.word<Winner>("winner");
    if (in.price("payout") != out.payout(Outcome::yes)) in.refuse("payout", "is not the winner's");
    return out;
}

Alert read_alert(Fields& in, Timestamp) {
    Alert out;
    out.severity = static_cast<int>(in.integer_in("severity", 1, 3));
    out.code = in.text("code");
    out.message = in.text("message");
    out.subject = in.text("subject");
    return out;
}

PricePoint read_price_point(Fields& in, Timestamp) {
    PricePoint out;
    out.token = in.token("token_id");
    out.at = in.time("at");
    out.price = in.price("price");
    return out;
}

using Reader = Body (*)(Fields&, Timestamp);

template <auto read_one>
Body as_body(Fields& in, Timestamp ts) {
    return read_one(in, ts);
}

constexpr std::pair<std::string_view, Reader> readers[]{
    {"quote", as_body<read_quote>},
    {"market", as_body<read_market>},
    {"book", as_body<read_book>},
    {"print", as_body<read_print>},
    {"tick", as_body<read_tick>},
    {"status", as_body<read_status>},
    {"forecast", as_body<read_forecast>},
    {"observation", as_body<read_observation>},
    {"signal", as_body<read_signal>},
    {"order", as_body<read_order>},
    {"fill", as_body<read_fill>},
    {"position", as_body<read_position>},
    {"resolved", as_body<read_resolved>},
    {"alert", as_body<read_alert>},
    {"price_point", as_body<read_price_point>},
};

}  // namespace

Result<Record> read(std::string_view line) {
    auto json = Json::parse(line);
    if (!json) return pass(json);
    if (!json->is_object()) return fail(Errc::malformed, "not a JSON object");
    const auto type = json->string("type");
    if (!type) return fail(Errc::malformed, "no type: not a record");
    Fields fields{*type, *json};
    if (fields.integer("v") != schema_version)
        fields.refuse("v", "is not 1: made by another release?");
    const auto ts = fields.time("ts");
    for (const auto& [name, reader] : readers) {
        if (name != *type) continue;
        auto body = reader(fields, ts);
        auto verdict = fields.verdict();
        if (!verdict) return pass(verdict);
        return Record{ts, std::move(body)};
    }
    auto verdict = fields.verdict();
    if (!verdict) return pass(verdict);
    return Record{ts, Unknown{std::string{*type}, std::string{line}}};
}

}  // namespace pm::records
