#include "sim/order_flow.hpp"

#include <algorithm>
#include <cmath>

#include "sim/chance.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t levels_max = 48;       // The recorded book has 21 bids and 40 asks.
constexpr Participant makers = 6;            // Numbers 1 to 6; takers have no resting orders.
constexpr double take_share = 0.06;          // Of steps; recorded: about one trade in 15 updates.
constexpr std::int32_t fine_below = 40'000;  // Venue: 0.001 ticks below 0.04 and above 0.96.
constexpr std::int32_t fine_tick = 1'000;

bool at_the_edge(std::int32_t fair_micros) {
    return fair_micros < fine_below || fair_micros > Price::micros_per_dollar - fine_below;
}

Price worse(Side side, Price price, std::int32_t by) {
    const auto micros = side == Side::buy ? price.micros() - by : price.micros() + by;
    return Price::from_micros(std::clamp(micros, 0, Price::micros_per_dollar));
}

}  // namespace

OrderFlow::OrderFlow(std::span<const ShapeLevel> bids, std::span<const ShapeLevel> asks,
                     std::uint64_t seed)
    : bids_{bids}, asks_{asks}, random_{seed} {}

Size OrderFlow::usual_size() {
    // Small lots near the best, now and then a large one; hundredths of a share as on the venue.
    const double shares = 5.0 - 45.0 * std::log(1.0 - random_.unit());
    const auto hundredths =
        std::llround((random_.unit() < 0.6 ? std::round(shares) : shares) * 100);
    return Size{static_cast<std::int64_t>(hundredths) * 10'000};
}

OrderFlow::Target OrderFlow::target(const MarketState& market, std::int32_t fair_micros) {
    const double p = fair_micros / 1e6;
    const double deviation = std::sqrt(p * (1 - p));
    const double crowd = fair_micros + 1e6 * 0.03 * deviation * drift_;
    const auto tick = market.tick.micros();
    const double half = tick * (0.3 + 0.9 * random_.unit()) + 4'000.0 * deviation * random_.unit();
    const auto down = static_cast<std::int32_t>(std::floor((crowd - half) / tick)) * tick;
    auto up = static_cast<std::int32_t>(std::ceil((crowd + half) / tick)) * tick;
    if (up <= down) up = down + tick;
    Target out;
    const auto low = Price::from_micros(std::clamp(down, 0, Price::micros_per_dollar));
    const auto high = Price::from_micros(std::clamp(up, 0, Price::micros_per_dollar));
    if (market.tick.admits(low)) out.bid = low;
    if (market.tick.admits(high)) out.ask = high;
    return out;
}

void OrderFlow::rest(MarketState& market, Side side, Price price, Size size,
                     std::vector<LevelDelta>& out) {
    if (!market.tick.admits(price)) return;
    const auto other = market.book.best(side == Side::buy ? Side::sell : Side::buy);
    if (other && (side == Side::buy ? price >= other->price : price <= other->price)) return;
    const auto owner = static_cast<Participant>(1 + random_.below(makers));
    market.book.rest(side, price, size, owner);
    out.push_back({side, price, market.book.total_at(side, price)});
}

void OrderFlow::open(MarketState& market, std::int32_t fair_micros) {
    if (at_the_edge(fair_micros) && market.tick.micros() > fine_tick) {
        market.tick = TickSize::from_micros(fine_tick);
    }
    std::vector<LevelDelta> ignored;
    const auto goal = target(market, fair_micros);
    const auto fill = [&](Side side, std::optional<Price> best, std::span<const ShapeLevel> shape) {
        if (!best) return;
        for (const auto& level : shape) {
            const auto price = worse(side, *best, level.behind);
            const auto jitter = 0.6 + 0.8 * random_.unit();
            const auto hundredths =
                std::llround(static_cast<double>(level.size) * jitter / 10'000.0);
            rest(market, side, price, Size{std::max<std::int64_t>(500, hundredths) * 10'000},
                 ignored);
        }
    };
    fill(Side::buy, goal.bid, bids_);
    fill(Side::sell, goal.ask, asks_);
}

void OrderFlow::drop_stale(MarketState& market, const Target& target,
                           std::vector<LevelDelta>& out) {
    // The crowd takes its own orders back; an account's stay where they are.
    for (const auto side : {Side::buy, Side::sell}) {
        const auto limit = side == Side::buy ? target.bid : target.ask;
        std::vector<std::pair<std::int32_t, std::vector<OrderNumber>>> stale;
        const auto visit = [&](const auto& level) {
            const bool inside = limit && (side == Side::buy ? level.first <= limit->micros()
                                                            : level.first >= limit->micros());
            if (inside) return false;
            auto& numbers = stale.emplace_back(level.first, std::vector<OrderNumber>{}).second;
            for (const auto& order : level.second) {
                if (order.owner <= makers) numbers.push_back(order.number);
            }
            return true;
        };
        const auto& levels = market.book.side(side);
        if (side == Side::buy) {
            for (auto at = levels.rbegin(); at != levels.rend() && visit(*at); ++at) {}
        } else {
            for (auto at = levels.begin(); at != levels.end() && visit(*at); ++at) {}
        }
        for (const auto& [micros, numbers] : stale) {
            if (numbers.empty()) continue;
            for (const auto number : numbers) market.book.cancel(number);
            const auto price = Price::from_micros(micros);
            out.push_back({side, price, market.book.total_at(side, price)});
        }
    }
}

void OrderFlow::improve(MarketState& market, const Target& target, std::vector<LevelDelta>& out) {
    const auto bid = market.book.best(Side::buy);
    if (target.bid && (!bid || bid->price < *target.bid)) {
        rest(market, Side::buy, *target.bid, usual_size(), out);
    }
    const auto ask = market.book.best(Side::sell);
    if (target.ask && (!ask || ask->price > *target.ask)) {
        rest(market, Side::sell, *target.ask, usual_size(), out);
    }
}

void OrderFlow::adjust_depth(MarketState& market, std::vector<LevelDelta>& out) {
    auto side = random_.below(2) == 0 ? Side::buy : Side::sell;
    if (market.book.side(side).empty()) side = side == Side::buy ? Side::sell : Side::buy;
    const auto& levels = market.book.side(side);
    if (levels.empty()) return;
    const auto best = market.book.best(side)->price;
    const bool full = levels.size() >= levels_max;
    if (full || (levels.size() > 4 && random_.unit() < 0.45)) {
        const auto skip = 1 + random_.below(levels.size() - 1);  // Never the best level.
        const auto steps = static_cast<std::ptrdiff_t>(skip);
        const auto price = side == Side::buy ? std::next(levels.rbegin(), steps)->first
                                             : std::next(levels.begin(), steps)->first;
        const auto& queue = levels.at(price);
        const auto own = std::find_if(queue.begin(), queue.end(),
                                      [](const auto& order) { return order.owner <= makers; });
        if (own == queue.end()) return;  // Accounts' orders are theirs to cancel.
        market.book.cancel(own->number);
        const auto at = Price::from_micros(price);
        out.push_back({side, at, market.book.total_at(side, at)});
        return;
    }
    const auto ticks = static_cast<std::int32_t>(std::floor(-4.0 * std::log(1.0 - random_.unit())));
    auto price = worse(side, best, ticks * market.tick.micros());
    if (!market.tick.admits(price)) price = best;
    rest(market, side, price, usual_size(), out);
}

std::optional<Trade> OrderFlow::take(MarketState& market, std::int32_t fair_micros) {
    const auto bid = market.book.best(Side::buy);
    const auto ask = market.book.best(Side::sell);
    if (!bid || !ask) return std::nullopt;
    const auto middle = (bid->price.micros() + ask->price.micros()) / 2;
    const double tilt = fair_micros > middle ? 0.62 : 0.38;
    const auto side = random_.unit() < tilt ? Side::buy : Side::sell;
    const auto reach = side == Side::buy ? ask->price : bid->price;
    const auto limit =
        worse(side == Side::buy ? Side::sell : Side::buy, reach, 2 * market.tick.micros());
    Trade trade;
    // Half of them trade the NO token: buying NO is selling YES.
    trade.token = random_.below(2) == 0 ? Outcome::yes : Outcome::no;
    const auto other = side == Side::buy ? Side::sell : Side::buy;
    trade.side = trade.token == Outcome::yes ? side : other;
    trade.parts = market.book.take(side, limit, usual_size());
    if (trade.parts.empty()) return std::nullopt;
    return trade;
}

std::optional<Trade> OrderFlow::pick_off(MarketState& market, const Target& target) {
    for (const auto side : {Side::buy, Side::sell}) {
        const auto best = market.book.best(side);
        const auto other = side == Side::buy ? target.ask : target.bid;
        if (!best || !other) continue;
        const bool gift = side == Side::buy ? best->price >= *other : best->price <= *other;
        const auto& queue = market.book.side(side).at(best->price.micros());
        const bool account = std::any_of(queue.begin(), queue.end(),
                                         [](const auto& order) { return order.owner > makers; });
        if (!gift || !account) continue;
        Trade trade;
        trade.side = opposite(side);
        trade.parts = market.book.take(trade.side, *other, usual_size());
        return trade;
    }
    return std::nullopt;
}

FlowStep OrderFlow::step(MarketState& market, std::int32_t fair_micros, bool quotes_only) {
    drift_ = 0.97 * drift_ + 0.243 * normal(random_);  // Unit variance in the long run.
    FlowStep out;
    if (at_the_edge(fair_micros) && market.tick.micros() > fine_tick) {
        out.old_tick = market.tick;
        market.tick = TickSize::from_micros(fine_tick);
    }
    if (!quotes_only && random_.unit() < take_share) {
        out.trade = take(market, fair_micros);
        if (out.trade) return out;
    }
    const auto goal = target(market, fair_micros);
    out.trade = pick_off(market, goal);
    if (out.trade) return out;
    drop_stale(market, goal, out.levels);
    improve(market, goal, out.levels);
    if (out.levels.empty()) adjust_depth(market, out.levels);
    return out;
}

}  // namespace pm::sim
