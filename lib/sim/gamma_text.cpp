#include <array>
#include <functional>
#include <map>
#include <string>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "sim/gamma_api.hpp"
#include "sim/venue_text.hpp"

namespace pm::sim {
namespace {

/// Members to write instead of the recorded ones; an empty text leaves the member out.
using Overrides = std::map<std::string, std::string, std::less<>>;

std::string quoted(std::string_view text) {
    std::string out;
    JsonWriter{out}.string(text);
    return out;
}

void append_with(std::string& out, const Json& json, const Overrides& overrides) {
    // The writer is not used for members whose text is at hand.
    out += '{';
    const auto member = [&out](std::string_view key, std::string_view text) {
        if (out.back() != '{') out += ',';
        out += quoted(key);
        out += ':';
        out += text;
    };
    for (const auto& [key, value] : json.members()) {
        const auto found = overrides.find(key);
        if (found == overrides.end()) {
            member(key, value.text());
        } else if (!found->second.empty()) {
            member(key, found->second);
        }
    }
    for (const auto& [key, text] : overrides) {
        if (json.find(key) == nullptr && !text.empty()) member(key, text);
    }
    out += '}';
}

/// "2026-06-17 00:10:54+00": how Gamma writes some times.
std::string short_time(Timestamp at) {
    auto text = time_text(at);
    text[10] = ' ';
    return text.substr(0, 19) + "+00";
}

std::string plus_micros(const Json& json, std::string_view key, std::int64_t micros) {
    const auto before = parse_statistic(json.digits(key).value_or("0"), 6);
    return format_decimal((before ? *before : 0) + micros, 6);
}

/// The price Gamma shows: the midpoint, or the last trade where the spread is wide.
/// Source: docs/venue.md, Gamma objects (synthetic, never executable).
std::int32_t shown_price(const MarketState& market) {
    const auto bid = market.book.best(Side::buy);
    const auto ask = market.book.best(Side::sell);
    if (!bid && ask) return ask->price.micros() / 2;
    if (bid && !ask) return (bid->price.micros() + Price::micros_per_dollar) / 2;
    if (!bid) return market.last ? market.last->micros() : 500'000;
    const bool wide = ask->price.micros() - bid->price.micros() > 100'000;
    if (wide && market.last) return market.last->micros();
    return (bid->price.micros() + ask->price.micros()) / 2;
}

std::string prices(std::int32_t yes_micros) {
    const auto no_micros = Price::micros_per_dollar - yes_micros;
    return quoted("[\"" + format_decimal(yes_micros, 6) + "\", \"" + format_decimal(no_micros, 6) +
                  "\"]");
}

void volumes(Overrides& out, const Json& gamma, std::int64_t micros) {
    const auto total = plus_micros(gamma, "volume", micros);
    const bool text = gamma.string("volume").has_value();
    out["volume"] = text ? quoted(total) : total;
    if (gamma.find("volumeNum") != nullptr) out["volumeNum"] = total;
    if (gamma.find("volume24hr") != nullptr) {
        out["volume24hr"] = plus_micros(gamma, "volume24hr", micros);
    }
}

Overrides open_market(const MarketState& market, const Json& gamma, Timestamp now) {
    Overrides out;
    const auto bid = market.book.best(Side::buy);
    const auto ask = market.book.best(Side::sell);
    out["bestBid"] = bid ? bid->price.text() : "";
    out["bestAsk"] = ask ? ask->price.text() : "1";
    out["spread"] = format_decimal(
        (ask ? ask->price.micros() : Price::micros_per_dollar) - (bid ? bid->price.micros() : 0),
        6);
    if (market.last) out["lastTradePrice"] = market.last->text();
    out["outcomePrices"] = prices(shown_price(market));
    out["orderPriceMinTickSize"] = market.tick.text();
    out["updatedAt"] = quoted(time_text(now));
    volumes(out, gamma, market.volume_micros);
    return out;
}

Overrides resolved_market(const MarketState& market, const Json& gamma, bool winner) {
    Overrides out;
    out["closed"] = "true";
    out["acceptingOrders"] = "false";
    out["outcomePrices"] = quoted(winner ? R"(["1", "0"])" : R"(["0", "1"])");
    out["umaResolutionStatus"] = quoted("resolved");
    out["umaResolutionStatuses"] = quoted(R"(["proposed", "resolved"])");
    out["closedTime"] = quoted(short_time(market.resolved_at));
    out["umaEndDate"] = quoted(short_time(market.resolved_at));
    out["updatedAt"] = quoted(time_text(market.resolved_at));
    out["bestBid"] = winner ? "0.999" : "0";
    out["bestAsk"] = winner ? "1" : "0.001";
    out["lastTradePrice"] = winner ? "0.999" : "0.001";
    out["spread"] = "0.001";
    volumes(out, gamma, market.volume_micros);
    return out;
}

Overrides market_overrides(const World& world, const MarketState& market) {
    const auto& source = world.source(market);
    if (world.scenario().events[market.event].closed) return {};
    if (market.phase == MarketPhase::resolved) {
        return resolved_market(market, source.gamma, source.winner);
    }
    return open_market(market, source.gamma, world.now());
}

}  // namespace

bool event_listed(const World& world, std::size_t event) {
    return world.markets()[world.first_market(event)].phase != MarketPhase::hidden;
}

bool event_closed(const World& world, std::size_t event) {
    const auto first = world.first_market(event);
    const auto count = world.scenario().events[event].markets.size();
    for (auto i = first; i < first + count; ++i) {
        if (world.markets()[i].phase != MarketPhase::resolved) return false;
    }
    return true;
}

void append_gamma_event(std::string& out, const World& world, std::size_t event,
                        bool with_markets) {
    const auto& source = world.scenario().events[event];
    const auto first = world.first_market(event);
    const auto count = source.markets.size();
    Overrides overrides;
    if (!source.closed) {
        std::int64_t traded = 0;
        for (auto i = first; i < first + count; ++i) traded += world.markets()[i].volume_micros;
        volumes(overrides, source.gamma, traded);
        overrides["updatedAt"] = quoted(time_text(world.now()));
        if (event_closed(world, event)) {
            const auto last = world.markets()[first + count - 1].resolved_at;
            overrides["closed"] = "true";
            overrides["closedTime"] = quoted(time_text(last));
            overrides["updatedAt"] = quoted(time_text(last));
        }
    }
    if (with_markets) {
        auto& list = overrides["markets"];
        list = "[";
        for (auto i = first; i < first + count; ++i) {
            if (i > first) list += ',';
            append_gamma_market(list, world, world.markets()[i], false, false);
        }
        list += ']';
    }
    append_with(out, source.gamma, overrides);
}

void append_gamma_market(std::string& out, const World& world, const MarketState& market,
                         bool with_event, bool with_tags) {
    auto overrides = market_overrides(world, market);
    if (with_event) {
        auto& list = overrides["events"];
        list = "[";
        append_gamma_event(list, world, market.event, false);
        list += ']';
    }
    if (with_tags) {
        const auto* tags = world.scenario().events[market.event].gamma.find("tags");
        overrides["tags"] = tags != nullptr ? tags->text() : "[]";
    }
    append_with(out, world.source(market).gamma, overrides);
}

}  // namespace pm::sim
