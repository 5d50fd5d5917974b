#include "polymarket/subscription_plan.hpp"

#include <algorithm>
#include <set>

#include "base/assert.hpp"

namespace pm::polymarket {

namespace {

/// Every move costs snapshots of the venue's: not more than these at a time. Ours.
constexpr std::size_t moves_max = 16;

ShareChanges in_order(std::map<int, ShareChange> changes) {
    ShareChanges out;
    for (auto& [number, change] : changes) {
        change.connection = number;
        out.push_back(std::move(change));
    }
    return out;
}

}  // namespace

SubscriptionPlan::SubscriptionPlan(PlanRules rules) : rules_{rules} {
    PM_ASSERT(rules_.per_connection >= 2 && rules_.per_connection <= tokens_per_connection_max);
}

std::size_t SubscriptionPlan::room(const Share& share) const {
    return rules_.per_connection - share.tokens;
}

int SubscriptionPlan::open_share() {
    int number = 0;
    while (shares_.contains(number)) ++number;
    shares_.try_emplace(number);
    return number;
}

/// Where so many more tokens of `event` go, or the first of them when no connection can have them
/// all: a connection with room, opened if need be.
int SubscriptionPlan::choose(std::string_view event, std::size_t tokens) {
    const auto needed = std::min(tokens, rules_.per_connection);
    const auto better = [&](const Share& one, const Share& other) {
        if (rules_.spread == Spread::load && one.weight != other.weight) {
            return one.weight < other.weight;
        }
        if (rules_.spread != Spread::event) return one.tokens < other.tokens;
        const auto held = [&](const Share& share) {
            const auto found = share.events.find(event);
            return found == share.events.end() ? std::size_t{0} : found->second;
        };
        if (held(one) != held(other)) return held(one) > held(other);
        return one.tokens > other.tokens;  // the fullest that has room: the others may end one day
    };
    std::optional<int> best;
    for (const auto& [number, share] : shares_) {
        if (room(share) < needed) continue;
        if (!best || better(share, shares_.at(*best))) best = number;
    }
    return best ? *best : open_share();
}

void SubscriptionPlan::put(const ConditionId& market, Place place) {
    auto& share = shares_[place.connection];
    share.tokens += place.tokens;
    share.weight += place.weight;
    share.events[place.event] += place.tokens;
    ++share.markets;
    places_.insert_or_assign(market, std::move(place));
}

SubscriptionPlan::Place SubscriptionPlan::take(const ConditionId& market) {
    auto node = places_.extract(market);
    auto place = std::move(node.mapped());
    auto& share = shares_.at(place.connection);
    share.tokens -= place.tokens;
    share.weight -= place.weight;
    const auto event = share.events.find(place.event);
    event->second -= place.tokens;
    if (event->second == 0) share.events.erase(event);
    if (--share.markets == 0) shares_.erase(place.connection);
    return place;
}

void SubscriptionPlan::add_event(std::string_view event, std::span<const Wanted* const> markets,
                                 Changes& changes) {
    std::size_t left = 0;
    for (const auto* wanted : markets) left += wanted->tokens;
    std::optional<int> number;
    for (const auto* wanted : markets) {
        // With Spread::event all that fit; otherwise the next market may belong elsewhere.
        const bool follow =
            rules_.spread == Spread::event && number && room(shares_.at(*number)) >= wanted->tokens;
        if (!follow) {
            number = choose(event, rules_.spread == Spread::event ? left : wanted->tokens);
        }
        put(wanted->market, {*number, std::string{event}, wanted->tokens, 0});
        changes[*number].add.push_back(wanted->market);
        left -= wanted->tokens;
    }
}

ShareChanges SubscriptionPlan::add(std::span<const Wanted> markets) {
    std::map<std::string_view, std::vector<const Wanted*>> by_event;
    std::set<ConditionId> fresh;
    for (const auto& wanted : markets) {
        PM_ASSERT(wanted.tokens == 1 || wanted.tokens == 2);
        if (places_.contains(wanted.market) || !fresh.insert(wanted.market).second) continue;
        by_event[wanted.event].push_back(&wanted);
    }
    Changes changes;
    for (const auto& [event, wanted] : by_event) add_event(event, wanted, changes);
    return in_order(std::move(changes));
}

ShareChanges SubscriptionPlan::remove(std::span<const ConditionId> markets) {
    Changes changes;
    for (const auto& market : markets) {
        if (!places_.contains(market)) continue;
        const auto place = take(market);
        changes[place.connection].drop.push_back(market);
    }
    return in_order(std::move(changes));
}

void SubscriptionPlan::weigh(const ConditionId& market, double messages_a_second) {
    const auto found = places_.find(market);
    if (found == places_.end()) return;
    auto& share = shares_.at(found->second.connection);
    share.weight += messages_a_second - found->second.weight;
    found->second.weight = messages_a_second;
}

void SubscriptionPlan::move(const ConditionId& market, int to, Changes& changes) {
    auto place = take(market);
    changes[place.connection].drop.push_back(market);
    changes[to].add.push_back(market);
    place.connection = to;
    put(market, std::move(place));
}

/// The least full connection goes when the others have room for what it has, event by event.
void SubscriptionPlan::empty_one(Changes& changes) {
    if (shares_.size() < 2) return;
    const auto least = std::min_element(
        shares_.begin(), shares_.end(),
        [](const auto& one, const auto& other) { return one.second.tokens < other.second.tokens; });
    std::map<int, std::size_t> left;
    for (const auto& [number, share] : shares_) {
        if (number != least->first) left[number] = room(share);
    }
    std::map<std::string, int, std::less<>> new_home;
    for (const auto& [event, tokens] : least->second.events) {
        const auto home =
            std::find_if(left.begin(), left.end(),
                         [needed = tokens](const auto& one) { return one.second >= needed; });
        if (home == left.end()) return;
        home->second -= tokens;
        new_home[event] = home->first;
    }
    for (const auto& market : markets(least->first)) {
        move(market, new_home.at(places_.at(market).event), changes);
    }
}

void SubscriptionPlan::level_loads(Changes& changes) {
    std::set<ConditionId> moved;
    while (moved.size() < moves_max && shares_.size() > 1) {
        const auto lighter = [](const auto& one, const auto& other) {
            return one.second.weight < other.second.weight;
        };
        const auto [light, heavy] = std::minmax_element(shares_.begin(), shares_.end(), lighter);
        const auto difference = heavy->second.weight - light->second.weight;
        std::optional<ConditionId> chosen;
        double heaviest = 0;
        for (const auto& [market, place] : places_) {
            const bool halves =
                place.weight >= difference / 4 && place.weight <= 3 * difference / 4;
            const bool fits = room(light->second) >= place.tokens;
            if (place.connection != heavy->first || !halves || !fits) continue;
            if (place.weight <= heaviest || moved.contains(market)) continue;
            chosen = market;
            heaviest = place.weight;
        }
        if (!chosen) return;
        moved.insert(*chosen);
        move(*chosen, light->first, changes);
    }
}

ShareChanges SubscriptionPlan::even_out() {
    Changes changes;
    empty_one(changes);
    if (rules_.spread == Spread::load && changes.empty()) level_loads(changes);
    return in_order(std::move(changes));
}

std::optional<int> SubscriptionPlan::connection_of(const ConditionId& market) const {
    const auto found = places_.find(market);
    if (found == places_.end()) return std::nullopt;
    return found->second.connection;
}

std::vector<ConditionId> SubscriptionPlan::markets(int connection) const {
    std::vector<ConditionId> out;
    for (const auto& [market, place] : places_) {
        if (place.connection == connection) out.push_back(market);
    }
    return out;
}

std::vector<int> SubscriptionPlan::connections() const {
    std::vector<int> out;
    for (const auto& [number, share] : shares_) out.push_back(number);
    return out;
}

}  // namespace pm::polymarket
