#include "monitor/resolution_watch.hpp"

#include <algorithm>

namespace pm::monitor {

void ResolutionWatch::watch(const ConditionId& condition, std::optional<Timestamp> end,
                            Timestamp now) {
    const auto [found, fresh] = markets_.try_emplace(condition);
    auto& market = found->second;
    if (fresh) {
        // It may have resolved while nobody looked: ask at once.
        market.end = end;
        market.next = now;
    } else if (end && end != market.end) {
        market.end = end;
        if (market.next) market.next = std::min(*market.next, next_look(market, now));
    }
}

std::vector<ConditionId> ResolutionWatch::due(Timestamp now, std::size_t most) {
    std::vector<std::pair<Timestamp, ConditionId>> ready;
    for (const auto& [condition, market] : markets_) {
        if (market.next && *market.next <= now) ready.emplace_back(*market.next, condition);
    }
    std::sort(ready.begin(), ready.end());
    if (ready.size() > most) ready.resize(most);
    std::vector<ConditionId> asked;
    for (const auto& [at, condition] : ready) {
        markets_[condition].next.reset();
        asked.push_back(condition);
    }
    return asked;
}

void ResolutionWatch::still_open(const ConditionId& condition, Timestamp now) {
    const auto found = markets_.find(condition);
    if (found == markets_.end()) return;
    auto& market = found->second;
    market.failures = 0;
    market.next = next_look(market, now);
    if (market.end && now >= *market.end) ++market.answers_after_end;
}

void ResolutionWatch::failed(const ConditionId& condition, Timestamp now) {
    const auto found = markets_.find(condition);
    if (found == markets_.end()) return;
    auto& market = found->second;
    market.next = now + full_jitter(pace_.retry, market.failures, random_);
    ++market.failures;
}

std::optional<Timestamp> ResolutionWatch::next_due() const {
    std::optional<Timestamp> first;
    for (const auto& [condition, market] : markets_) {
        if (market.next && (!first || *market.next < *first)) first = market.next;
    }
    return first;
}

std::vector<ConditionId> ResolutionWatch::overdue(Timestamp now) const {
    std::vector<ConditionId> late;
    for (const auto& [condition, market] : markets_) {
        if (market.end && now - *market.end > pace_.overdue) late.push_back(condition);
    }
    return late;
}

Timestamp ResolutionWatch::next_look(const Watched& market, Timestamp now) const {
    if (!market.end) return now + pace_.early;
    if (now < *market.end) return std::min(now + pace_.early, *market.end);
    auto wait = pace_.first_after;
    for (int i = 0; i < market.answers_after_end && wait < pace_.late_max; ++i) wait *= 2;
    return now + std::min(wait, pace_.late_max);
}

}  // namespace pm::monitor
