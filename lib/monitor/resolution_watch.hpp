#pragma once

/// Which held markets to ask for their result, and when.
///
/// Before a market's nominal end nobody need be asked often; after it the question is worth
/// asking every few minutes; a market that stays open for days (a dispute) is asked ever more
/// seldom. Pure: it says what is due, the caller asks and reports.
/// Source: docs/venue.md, resolution (`closed` alone is no result; disputes take days).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "domain/market.hpp"

namespace pm::monitor {

struct ResolutionPace {
    Duration early{std::chrono::hours{1}};          ///< Before the nominal end.
    Duration first_after{std::chrono::minutes{2}};  ///< After it; doubles with each answer.
    Duration late_max{std::chrono::minutes{30}};    ///< Up to this.
    Duration overdue{std::chrono::hours{48}};       ///< So long after the end people are told.
    BackoffPace retry{std::chrono::seconds{5}, std::chrono::minutes{10}};  ///< When asking fails.
};

class ResolutionWatch {
public:
    /// `random` draws the waits after failures and must outlive the watch.
    explicit ResolutionWatch(Random& random, ResolutionPace pace = {})
        : random_{random}, pace_{pace} {}

    /// Watches a market with the nominal end it is known to have; again with news of the end.
    void watch(const ConditionId& condition, std::optional<Timestamp> end, Timestamp now);
    /// Stops watching: sold, or resolved.
    void drop(const ConditionId& condition) { markets_.erase(condition); }

    /// The markets to ask about now, at most `most`, longest due first. Each is not due again
    /// until `still_open` or `failed` says how the question went.
    [[nodiscard]] std::vector<ConditionId> due(Timestamp now, std::size_t most);

    void still_open(const ConditionId& condition, Timestamp now);
    void failed(const ConditionId& condition, Timestamp now);

    /// When `due` will have something; nothing when nothing is watched or all is being asked.
    [[nodiscard]] std::optional<Timestamp> next_due() const;

    /// Markets whose result is overdue: worth an alert.
    [[nodiscard]] std::vector<ConditionId> overdue(Timestamp now) const;

    [[nodiscard]] std::size_t size() const { return markets_.size(); }

private:
    struct Watched {
        std::optional<Timestamp> end;
        std::optional<Timestamp> next;  ///< Nothing while it is being asked.
        int answers_after_end = 0;
        int failures = 0;
    };
    [[nodiscard]] Timestamp next_look(const Watched& market, Timestamp now) const;

    Random& random_;
    ResolutionPace pace_;
    std::map<ConditionId, Watched> markets_;
};

}  // namespace pm::monitor
