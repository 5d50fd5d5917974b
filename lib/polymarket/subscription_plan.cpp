#include "polymarket/subscription_plan.hpp"

#include <algorithm>
#include <set>

#include "base/assert.hpp"

namespace pm::polymarket {

namespace {

/// Every move costs a snapshot of the venue's: not more than these at a time. Ours.
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
    PM_ASSERT(rules_.per_connection > 0 && rules_.per_connection <= tokens_per_connection_max);
}

std::size_t SubscriptionPlan::room(const Share& share) const {
    return rules_.per_connection - share.count;
}

int SubscriptionPlan::open_share() {
    int number = 0;
    while (shares_.contains(number)) ++number;
    shares_.try_emplace(number);
    return number;
}

/// Where up to `wanted` more tokens of `group` go: a connection with room, opened if need be.
int SubscriptionPlan::choose(std::string_view group, std::size_t wanted) {
    const auto whole = std::min(wanted, rules_.per_connection);
    std::optional<int> best;
    const auto better = [&](const Share& one, const Share& other) {
        if (rules_.spread == Spread::load && one.weight != other.weight) {
            return one.weight < other.weight;
        }
        if (rules_.spread != Spread::event) return one.count < other.count;
        const auto held = [&](const Share& share) {
            const auto found = share.groups.find(group);
            return found == share.groups.end() ? std::size_t{0} : found->second;
        };
        if (held(one) != held(other)) return held(one) > held(other);
        return one.count > other.count;  // the fullest that has room: the others may end one day
    };
    for (const auto& [number, share] : shares_) {
        const auto needed = rules_.spread == Spread::event ? whole : 1;
        if (room(share) < needed) continue;
        if (!best || better(share, shares_.at(*best))) best = number;
    }
    return best ? *best : open_share();
}

void SubscriptionPlan::put(const TokenId& token, Place place) {
    auto& share = shares_[place.connection];
    ++share.count;
    share.weight += place.weight;
    ++share.groups[place.group];
    places_.insert_or_assign(token, std::move(place));
}

SubscriptionPlan::Place SubscriptionPlan::take(const TokenId& token) {
    auto node = places_.extract(token);
    auto place = std::move(node.mapped());
    auto& share = shares_.at(place.connection);
    --share.count;
    share.weight -= place.weight;
    const auto group = share.groups.find(place.group);
    if (--group->second == 0) share.groups.erase(group);
    if (share.count == 0) shares_.erase(place.connection);
    return place;
}

ShareChanges SubscriptionPlan::add(std::string_view group, std::span<const TokenId> tokens) {
    std::vector<TokenId> fresh;
    for (const auto& token : tokens) {
        const bool twice = std::find(fresh.begin(), fresh.end(), token) != fresh.end();
        if (!twice && !places_.contains(token)) fresh.push_back(token);
    }
    std::map<int, ShareChange> changes;
    for (std::size_t i = 0; i < fresh.size();) {
        const auto number = choose(group, fresh.size() - i);
        // With Spread::event all that fit; otherwise the next token may belong elsewhere.
        const auto count = rules_.spread == Spread::event
                               ? std::min(room(shares_.at(number)), fresh.size() - i)
                               : std::size_t{1};
        for (std::size_t k = 0; k < count; ++k, ++i) {
            put(fresh[i], {number, std::string{group}, 0});
            changes[number].add.push_back(fresh[i]);
        }
    }
    return in_order(std::move(changes));
}

ShareChanges SubscriptionPlan::remove(std::span<const TokenId> tokens) {
    std::map<int, ShareChange> changes;
    for (const auto& token : tokens) {
        if (!places_.contains(token)) continue;
        const auto place = take(token);
        changes[place.connection].drop.push_back(token);
    }
    return in_order(std::move(changes));
}

void SubscriptionPlan::weigh(const TokenId& token, double messages_a_second) {
    const auto found = places_.find(token);
    if (found == places_.end()) return;
    auto& share = shares_.at(found->second.connection);
    share.weight += messages_a_second - found->second.weight;
    found->second.weight = messages_a_second;
}

void SubscriptionPlan::move(const TokenId& token, int to, std::map<int, ShareChange>& changes) {
    auto place = take(token);
    changes[place.connection].drop.push_back(token);
    changes[to].add.push_back(token);
    place.connection = to;
    put(token, std::move(place));
}

/// The least full connection goes when the others have room for what it has, group by group.
void SubscriptionPlan::empty_one(std::map<int, ShareChange>& changes) {
    if (shares_.size() < 2) return;
    const auto least = std::min_element(
        shares_.begin(), shares_.end(),
        [](const auto& one, const auto& other) { return one.second.count < other.second.count; });
    std::map<int, std::size_t> left;
    for (const auto& [number, share] : shares_) {
        if (number != least->first) left[number] = room(share);
    }
    std::map<std::string, int, std::less<>> new_home;
    for (const auto& [group, count] : least->second.groups) {
        const auto home = std::find_if(left.begin(), left.end(), [needed = count](const auto& one) {
            return one.second >= needed;
        });
        if (home == left.end()) return;
        home->second -= count;
        new_home[group] = home->first;
    }
    for (const auto& token : tokens(least->first)) {
        move(token, new_home.at(places_.at(token).group), changes);
    }
}

void SubscriptionPlan::level_loads(std::map<int, ShareChange>& changes) {
    std::set<TokenId> moved;
    while (moved.size() < moves_max && shares_.size() > 1) {
        const auto lighter = [](const auto& one, const auto& other) {
            return one.second.weight < other.second.weight;
        };
        const auto [light, heavy] = std::minmax_element(shares_.begin(), shares_.end(), lighter);
        const auto difference = heavy->second.weight - light->second.weight;
        if (room(light->second) == 0) return;
        const TokenId* chosen = nullptr;
        double heaviest = 0;
        for (const auto& [token, place] : places_) {
            const bool halves =
                place.weight >= difference / 4 && place.weight <= 3 * difference / 4;
            if (place.connection != heavy->first || !halves || place.weight <= heaviest) continue;
            if (moved.contains(token)) continue;
            chosen = &token;
            heaviest = place.weight;
        }
        if (chosen == nullptr) return;
        const auto token = *chosen;  // moving it ends what it points to
        moved.insert(token);
        move(token, light->first, changes);
    }
}

ShareChanges SubscriptionPlan::even_out() {
    std::map<int, ShareChange> changes;
    empty_one(changes);
    if (rules_.spread == Spread::load && changes.empty()) level_loads(changes);
    return in_order(std::move(changes));
}

std::optional<int> SubscriptionPlan::connection_of(const TokenId& token) const {
    const auto found = places_.find(token);
    if (found == places_.end()) return std::nullopt;
    return found->second.connection;
}

std::vector<TokenId> SubscriptionPlan::tokens(int connection) const {
    std::vector<TokenId> out;
    for (const auto& [token, place] : places_) {
        if (place.connection == connection) out.push_back(token);
    }
    return out;
}

std::vector<int> SubscriptionPlan::connections() const {
    std::vector<int> out;
    for (const auto& [number, share] : shares_) out.push_back(number);
    return out;
}

}  // namespace pm::polymarket
