#include "live/discovery.hpp"

#include <set>

#include "base/text.hpp"
#include "polymarket/facts.hpp"

namespace pm::live {

Discovery::Discovery(Catalogue& catalogue, const Clock& clock, Wish wish, Log log)
    : catalogue_{catalogue}, clock_{clock}, wish_{std::move(wish)}, log_{std::move(log)} {}

void Discovery::adopt(Market market) {
    markets_.insert_or_assign(market.condition, std::move(market));
}

net::Task<SetChange> Discovery::refresh() {
    SetChange change;
    auto events = co_await listed(&change.note);
    if (!events) co_return pass(events);
    std::set<ConditionId> there;
    for (auto& event : *events) {
        for (const auto& market : event.markets) there.insert(market.condition);
        admit(std::move(event), change);
    }
    std::vector<ConditionId> missing;
    for (const auto& [condition, market] : markets_) {
        if (!there.contains(condition)) missing.push_back(condition);
    }
    if (!missing.empty()) {
        auto settled = co_await settle_missing(std::move(missing), &change);
        if (!settled) change.note = settled.error().message;
    }
    co_return change;
}

/// Every event wished for, narrowed to the markets wished for.
net::Task<std::vector<Event>> Discovery::listed(std::string* note) {
    std::vector<Event> out;
    for (const auto& name : wish_.names) {
        const auto known = event_of_name_.find(name);
        Found found;
        if (known == event_of_name_.end()) {
            auto first = co_await catalogue_.find(name);
            if (!first) co_return pass(first);
            found = std::move(*first);
            event_of_name_[name] = found.event.slug;
            if (found.market) {
                market_of_name_.emplace(name, found.event.markets[*found.market].condition);
            }
        } else {
            auto again = co_await catalogue_.event(known->second);
            if (!again) co_return pass(again);
            found.event = std::move(*again);
        }
        if (const auto one = market_of_name_.find(name); one != market_of_name_.end()) {
            std::erase_if(found.event.markets,
                          [&](const Market& market) { return market.condition != one->second; });
        }
        out.push_back(std::move(found.event));
    }
    if (!wish_.selection) co_return out;
    const auto& wanted = *wish_.selection;
    auto tags = wanted.tags;
    if (tags.empty()) tags.emplace_back(polymarket::daily_temperature_tag);
    std::set<std::string> slugs;
    for (const auto& tag : tags) {
        polymarket::EventQuery query;
        query.tag = tag;
        query.closed = wanted.closed;
        auto list = co_await catalogue_.list(std::move(query));
        if (!list) co_return pass(list);
        if (!list->complete) *note = list->note;
        auto narrowed = wanted;
        narrowed.tags.clear();  // the venue has filtered by tag
        narrow(narrowed, list->events, clock_.now());
        for (auto& event : list->events) {
            if (slugs.insert(event.slug).second) out.push_back(std::move(event));
        }
    }
    co_return out;
}

/// Takes an event's markets: open ones with tokens come in, closed ones go.
void Discovery::admit(Event event, SetChange& change) {
    bool grew = false;
    for (auto& market : event.markets) {
        if (market.condition.empty()) continue;
        const auto known = markets_.find(market.condition);
        if (market.closed) {
            if (known != markets_.end()) leave(market, change);
            continue;
        }
        if (known != markets_.end()) {
            known->second = market;
            continue;
        }
        if (market.yes.empty()) continue;  // not deployed yet: the next look may find it
        if (wish_.markets_max != 0 && markets_.size() >= wish_.markets_max) continue;
        markets_.emplace(market.condition, market);
        change.added.push_back(market);
        grew = true;
    }
    if (grew) change.events.push_back(std::move(event));
}

void Discovery::leave(const Market& now, SetChange& change) {
    // The venue closes first and names the winner later: `closed` alone is no resolution.
    if (!now.winner) return;
    const auto at = markets_.find(now.condition);
    Gone gone{at->second, *now.winner};
    gone.market.closed = true;
    gone.market.accepting_orders = false;
    gone.market.winner = now.winner;
    change.gone.push_back(std::move(gone));
    markets_.erase(at);
}

net::Task<void> Discovery::settle_missing(std::vector<ConditionId> missing, SetChange* change) {
    auto states = co_await catalogue_.markets(std::move(missing));
    if (!states) co_return pass(states);
    for (const auto& market : *states) {
        if (market.closed && markets_.contains(market.condition)) leave(market, *change);
    }
    co_return Result<void>{};
}

}  // namespace pm::live
