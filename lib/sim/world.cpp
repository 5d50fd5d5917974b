#include "sim/world.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/chance.hpp"

namespace pm::sim {
namespace {

using std::chrono::seconds;

constexpr double crowded_speed = 60;  // Above it, waits grow with the speed.
constexpr seconds listing_delay{60};  // From Gamma to the CLOB.

std::int64_t milliseconds_of(Timestamp at) {
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

/// The two ids in Gamma's JSON-inside-a-string `clobTokenIds`.
std::pair<std::string, std::string> token_ids(const Json& gamma) {
    auto list = Json::parse(gamma.string("clobTokenIds").value_or("[]"));
    if (!list || list->items().size() != 2) return {};
    return {std::string{list->items()[0].string().value_or("")},
            std::string{list->items()[1].string().value_or("")}};
}

}  // namespace

World::World(Scenario scenario, WorldOptions options)
    : scenario_{std::move(scenario)},
      options_{options},
      random_{Fingerprint{}.add("world").add(options.seed).value()},
      now_{scenario_.begin} {
    for (const auto& station : scenario_.stations) feeds_.emplace_back(station, options.seed);
    for (std::size_t e = 0; e < scenario_.events.size(); ++e) {
        const auto& event = scenario_.events[e];
        const auto* station = scenario_.station_of(event.city);
        paths_.emplace_back(event, station != nullptr ? feed(station->icao) : nullptr);
        first_.push_back(markets_.size());
        for (std::size_t m = 0; m < event.markets.size(); ++m) add_market(e, m);
    }
    if (options_.rate > 0) schedule(scenario_.begin, Kind::pulse, 0);
}

void World::add_market(std::size_t event, std::size_t index) {
    const auto& source = scenario_.events[event];
    const auto& gamma = source.markets[index].gamma;
    const auto number = markets_.size();
    auto& market = markets_.emplace_back();
    market.event = event;
    market.index = index;
    market.condition = gamma.string("conditionId").value_or("");
    std::tie(market.yes, market.no) = token_ids(gamma);
    market.min_size = gamma.digits("orderMinSize").value_or("5");
    market.neg_risk = gamma.boolean("negRisk").value_or(false);
    const auto tick = TickSize::parse(gamma.digits("orderPriceMinTickSize").value_or("0.01"));
    if (tick) market.tick = *tick;
    Fingerprint print;
    print.add("flow").add(options_.seed).add(market.condition);
    flows_.emplace_back(scenario_.bids, scenario_.asks, print.value());
    tokens_.emplace(market.yes, TokenPlace{number, Outcome::yes});
    tokens_.emplace(market.no, TokenPlace{number, Outcome::no});
    conditions_.emplace(market.condition, number);
    if (source.closed) {
        market.phase = MarketPhase::resolved;
        market.last = Price::from_micros(source.markets[index].winner ? 999'000 : 1'000);
        return;
    }
    if (source.appears <= scenario_.begin) {
        open(market, number, false);
    } else {
        schedule(source.appears, Kind::list, number);
        schedule(source.appears + listing_delay, Kind::open, number);
    }
    // The markets of a ladder resolve one after another, some seconds apart.
    schedule(source.resolves + seconds{4 * static_cast<long>(index)}, Kind::resolve, number);
}

void World::schedule(Timestamp at, Kind kind, std::size_t market) {
    if (at <= scenario_.end) queue_.push({at, ++scheduled_, kind, market});
}

std::optional<Timestamp> World::next() const {
    if (queue_.empty()) return std::nullopt;
    return queue_.top().at;
}

bool World::advance(Timestamp to, std::size_t steps_max) {
    for (; !queue_.empty() && queue_.top().at <= to; --steps_max) {
        if (steps_max == 0) return false;
        const auto due = queue_.top();
        queue_.pop();
        now_ = due.at;
        happen(due);
    }
    now_ = std::max(now_, to);
    return true;
}

void World::happen(const Due& due) {
    if (due.kind == Kind::outside) {
        const auto what = std::move(outside_.extract(due.market).mapped());
        what();
        return;
    }
    auto& market = markets_[due.market];
    switch (due.kind) {
        case Kind::list:
            market.phase = MarketPhase::listed;
            for (auto* observer : observers_) observer->on_listed(market);
            break;
        case Kind::open: open(market, due.market, true); break;
        case Kind::flow:
            if (market.phase != MarketPhase::open) break;
            flow(due.market, false);
            schedule(now_ + natural_wait(due.market), Kind::flow, due.market);
            break;
        case Kind::pulse: pulse(); break;
        case Kind::resolve: resolve(market); break;
        case Kind::outside: break;  // Has gone its own way.
    }
}

void World::at(Timestamp when, std::function<void()> what) {
    const auto number = ++scheduled_;
    outside_.emplace(number, std::move(what));
    queue_.push({std::max(when, now_), number, Kind::outside, number});
}

void World::open(MarketState& market, std::size_t index, bool announce) {
    market.phase = MarketPhase::open;
    open_.push_back(index);
    flows_[index].open(market, paths_[market.event].fair(market.index, now_));
    market.changed_ms = milliseconds_of(now_);
    if (!source(market).history.empty()) {
        market.last = Price::from_micros(
            market.tick.floor(Price::from_micros(paths_[market.event].fair(market.index, now_)))
                .micros());
    }
    if (announce) {
        std::vector<LevelDelta> all;
        for (const auto side : {Side::buy, Side::sell}) {
            for (const auto& [micros, queue] : market.book.side(side)) {
                all.push_back({side, Price::from_micros(micros), OrderBook::total(queue)});
            }
        }
        ++market.seq;
        if (!all.empty()) {
            for (auto* observer : observers_) observer->on_levels(market, all);
        }
    }
    if (options_.rate <= 0) schedule(now_ + natural_wait(index), Kind::flow, index);
}

Duration World::natural_wait(std::size_t index) {
    const auto& market = markets_[index];
    const auto fair = paths_[market.event].fair(market.index, now_);
    const auto edge = std::min(fair, Price::micros_per_dollar - fair);
    // Seconds between two acts in one market: the middle of a ladder is lively, dead buckets rest.
    double mean = edge >= 20'000 ? 12 : edge >= 5'000 ? 40 : 120;
    mean *= std::max(1.0, options_.speed / crowded_speed);
    const double wait = -mean * std::log(1.0 - flows_[index].random().unit());
    return Duration{std::max<std::int64_t>(1'000, std::llround(wait * 1e6))};
}

void World::flow(std::size_t index, bool quotes_only) {
    if (still_ && still_()) return;
    auto& market = markets_[index];
    const auto fair = paths_[market.event].fair(market.index, now_);
    const auto step = flows_[index].step(market, fair, quotes_only);
    market.changed_ms = milliseconds_of(now_);
    if (step.old_tick) {
        for (auto* observer : observers_) observer->on_tick(market, *step.old_tick);
    }
    if (step.trade) traded(market, *step.trade);
    if (!step.levels.empty()) {
        ++market.seq;
        for (auto* observer : observers_) observer->on_levels(market, step.levels);
    }
}

void World::traded(MarketState& market, const Trade& trade) {
    market.last = trade.parts.back().price;
    market.last_side = trade.side;
    for (const auto& part : trade.parts) {
        market.volume_micros += notional_down(seen_from(trade.token, part.price), part.size).micros;
    }
    ++market.seq;
    for (auto* observer : observers_) observer->on_trade(market, trade);
}

void World::tell_level(MarketState& market, Side side, Price price) {
    market.changed_ms = milliseconds_of(now_);
    ++market.seq;
    const std::vector<LevelDelta> one{{side, price, market.book.total_at(side, price)}};
    for (auto* observer : observers_) observer->on_levels(market, one);
}

Size World::take(const Wish& wish) {
    auto& market = markets_[wish.market];
    Trade trade;
    trade.token = wish.token;
    trade.side = wish.side;
    const auto side = wish.token == Outcome::yes ? wish.side : opposite(wish.side);
    trade.parts = market.book.take(side, seen_from(wish.token, wish.price), wish.size);
    Size met;
    for (const auto& part : trade.parts) met += part.size;
    if (trade.parts.empty()) return met;
    market.changed_ms = milliseconds_of(now_);
    traded(market, trade);
    return met;
}

OrderNumber World::rest(const Wish& wish, Participant owner) {
    auto& market = markets_[wish.market];
    const auto side = wish.token == Outcome::yes ? wish.side : opposite(wish.side);
    const auto price = seen_from(wish.token, wish.price);
    const auto number = market.book.rest(side, price, wish.size, owner);
    tell_level(market, side, price);
    return number;
}

void World::cancel(std::size_t market, OrderNumber number) {
    const auto gone = markets_[market].book.cancel(number);
    if (gone) tell_level(markets_[market], gone->first, gone->second);
}

void World::pulse() {
    if (!open_.empty()) flow(open_[random_.below(open_.size())], true);
    const auto gap = std::max(1.0, 1e6 * options_.speed / options_.rate);
    schedule(now_ + Duration{std::llround(gap)}, Kind::pulse, 0);
}

void World::resolve(MarketState& market) {
    if (market.phase == MarketPhase::resolved) return;
    market.phase = MarketPhase::resolved;
    market.resolved_at = now_;
    market.changed_ms = milliseconds_of(now_);
    market.book.clear();
    ++market.seq;
    std::erase(open_, first_[market.event] + market.index);
    for (auto* observer : observers_) observer->on_resolved(market);
}

std::optional<World::TokenPlace> World::find_token(std::string_view token) const {
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return std::nullopt;
    return found->second;
}

const MarketState* World::find_condition(std::string_view condition) const {
    const auto found = conditions_.find(condition);
    return found == conditions_.end() ? nullptr : &markets_[found->second];
}

const StationFeed* World::feed(std::string_view icao) const {
    for (const auto& feed : feeds_) {
        if (feed.station().icao == icao) return &feed;
    }
    return nullptr;
}

}  // namespace pm::sim
