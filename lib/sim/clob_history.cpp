#include <algorithm>
#include <charconv>
#include <optional>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "sim/clob_api.hpp"

namespace pm::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t histories_max = 20;

struct Span {
    Timestamp from;
    Timestamp to;
    Duration step;
};

std::optional<Duration> length_of(std::string_view interval) {
    if (interval == "1h") return hours{1};
    if (interval == "6h") return hours{6};
    if (interval == "1d") return hours{24};
    if (interval == "1w") return hours{24 * 7};
    if (interval == "1m") return hours{24 * 30};
    if (interval == "max" || interval == "all") return hours{24 * 365};
    return std::nullopt;
}

/// The span asked for, or nothing when the request is not one the venue takes.
std::optional<Span> span_of(std::optional<std::string_view> interval, std::optional<double> start,
                            std::optional<double> end, std::optional<double> fidelity,
                            Timestamp now) {
    const auto step = minutes{static_cast<long>(std::clamp(fidelity.value_or(10), 1.0, 1440.0))};
    if (interval && (start || end)) return std::nullopt;  // One or the other.
    if (interval) {
        const auto length = length_of(*interval);
        if (!length) return std::nullopt;
        return Span{now - *length, now, step};
    }
    if (!start) return std::nullopt;
    const auto to = end ? Timestamp{seconds{static_cast<long>(*end)}} : now;
    return Span{Timestamp{seconds{static_cast<long>(*start)}}, std::min(to, now), step};
}

void append_points(JsonWriter& w, const World& world, std::string_view token, const Span& span) {
    w.begin_array();
    const auto place = world.find_token(token);
    if (place) {
        const auto& market = world.markets()[place->market];
        for (const auto& point :
             world.path(market.event).history(market.index, span.from, span.to, span.step)) {
            const auto price = seen_from(place->outcome, Price::from_micros(point.micros));
            w.begin_object().key("t").integer(
                std::chrono::floor<seconds>(point.at).time_since_epoch().count());
            w.key("p").decimal(price.micros(), 6).end_object();
        }
    }
    w.end_array();
}

}  // namespace

net::HttpReply ClobApi::history(const Query& query) const {
    const auto token = query.first("market").value_or("");
    if (token.empty()) return clob_error(400, "the query param 'market' is mandatory");
    const auto span = span_of(query.first("interval"), query.number("startTs"),
                              query.number("endTs"), query.number("fidelity"), world_.now());
    if (!span) {
        return clob_error(400, "exactly one of 'interval' and 'startTs' must be given and valid");
    }
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("history");
    append_points(w, world_, token, *span);
    w.end_object();
    return json_reply(std::move(out));
}

net::HttpReply ClobApi::batch_history(std::string_view body) const {
    const auto json = Json::parse(body);
    if (!json || !json->is_object()) return clob_error(400, "Invalid payload");
    const auto* markets = json->find("markets");
    if (markets == nullptr || !markets->is_array()) return clob_error(400, "Invalid payload");
    if (markets->items().size() > histories_max) {
        return clob_error(400, "Payload exceeds the limit");
    }
    const auto span = span_of(json->string("interval"), json->real("start_ts"),
                              json->real("end_ts"), json->real("fidelity"), world_.now());
    if (!span) return clob_error(400, "Invalid payload");
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("history").begin_object();
    for (const auto& token : markets->items()) {
        const auto text = token.string().value_or("");
        w.key(text);
        append_points(w, world_, text, *span);
    }
    w.end_object().end_object();
    return json_reply(std::move(out));
}

}  // namespace pm::sim
