#include "sim/price_path.hpp"

#include <algorithm>
#include <cmath>

namespace pm::sim {
namespace {

constexpr std::int32_t lowest = 500;  // The recorded histories end at 0.0005.
constexpr std::int32_t highest = 999'500;

std::int32_t bounded(double micros) {
    return std::clamp(static_cast<std::int32_t>(std::lround(micros)), lowest, highest);
}

}  // namespace

PricePath::PricePath(const ScenarioEvent& event, const StationFeed* feed)
    : event_{event}, feed_{feed} {
    for (const auto& market : event.markets) {
        if (!market.history.empty()) {
            known_until_ = std::max(known_until_, market.history.back().at);
        }
    }
}

std::int32_t PricePath::fair(std::size_t market, Timestamp at) const {
    const auto& history = event_.markets.at(market).history;
    if (history.empty()) return event_.markets[market].winner ? highest : lowest;
    if (at >= known_until_) return after_history(market, at);
    if (at <= history.front().at) return bounded(history.front().micros);
    const auto next = std::upper_bound(history.begin(), history.end(), at,
                                       [](auto time, auto& point) { return time < point.at; });
    if (next == history.end()) return bounded(history.back().micros);
    const auto& before = *std::prev(next);
    const double part = static_cast<double>((at - before.at).count()) /
                        static_cast<double>((next->at - before.at).count());
    return bounded(before.micros + part * (next->micros - before.micros));
}

std::int32_t PricePath::after_history(std::size_t market, Timestamp at) const {
    const auto& markets = event_.markets;
    if (feed_ == nullptr) return bounded(markets[market].history.back().micros);
    const auto seen = feed_->highest(event_.date, at);
    const auto dead = [&](const ScenarioMarket& one) {
        return seen && one.bucket.high && *one.bucket.high < *seen;
    };
    if (dead(markets[market])) return lowest;
    double alive = 0;
    for (const auto& one : markets) {
        if (!dead(one) && !one.history.empty()) alive += one.history.back().micros;
    }
    const auto evening =
        feed_->station().midnight(event_.date) + std::chrono::minutes{20 * 60 + 30};
    const auto left = std::max<double>(1, static_cast<double>((evening - known_until_).count()));
    const double weight =
        std::clamp(static_cast<double>((at - known_until_).count()) / left, 0.0, 1.0);
    const double before = 1e6 * markets[market].history.back().micros / std::max(alive, 1.0);
    const double after = markets[market].winner ? 1e6 : 0.0;
    return bounded((1 - weight) * before + weight * after);
}

std::vector<PathPoint> PricePath::history(std::size_t market, Timestamp from, Timestamp to,
                                          Duration step) const {
    std::vector<PathPoint> out;
    const auto& recorded = event_.markets.at(market).history;
    Timestamp last{};
    for (const auto& point : recorded) {
        if (point.at < from || point.at > to) continue;
        if (!out.empty() && point.at - out.back().at < step * 9 / 10) continue;
        out.push_back(point);
        last = point.at;
    }
    if (recorded.empty() || feed_ == nullptr) return out;
    const auto start = std::max({recorded.back().at, last, from}) + step;
    const auto stop = std::min(to, event_.resolves);
    for (auto at = start; at <= stop; at += step) out.push_back({at, fair(market, at)});
    return out;
}

}  // namespace pm::sim
