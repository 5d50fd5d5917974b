#pragma once

/// Keeps a set of markets up to date: new ones appear, resolved ones leave.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "domain/market.hpp"
#include "live/catalogue.hpp"
#include "live/selection.hpp"

namespace pm::live {

/// What to follow. Names are whatever `Catalogue::find` takes.
struct Wish {
    Wish() = default;

    std::vector<std::string> names;
    std::optional<Selection> selection;
    std::size_t markets_max = 0;  ///< 0: no limit. The first ones win.
};

/// A market that left the set, and how it ended.
struct Gone {
    Market market;
    Winner winner = Winner::split;
};

/// What changed. Both lists in the order of the venue's listing.
struct SetChange {
    SetChange() = default;

    std::vector<Market> added;
    std::vector<Gone> gone;
    std::vector<Event> events;  ///< Whole events that `added` belongs to.
    std::string note;           ///< Why the listing may be incomplete; empty: it is whole.
};

class Discovery {
public:
    /// `catalogue` and `clock` outlive the discovery; the clock's wall time is the venue's.
    Discovery(Catalogue& catalogue, const Clock& clock, Wish wish, Log log);

    /// Looks again. The first call fails when the venue cannot be read or a name means nothing;
    /// later ones leave the set as it was, with the reason in the error, and may be repeated.
    /// A market leaves when the venue's evidence for its end is strict; one that is merely missing
    /// from a listing, or closed without a winner yet, stays.
    /// @return as Catalogue; Errc::not_found when a name means nothing.
    net::Task<SetChange> refresh();

    /// Markets given whole (records on stdin): part of the set, and checked like the others.
    void adopt(Market market);

    [[nodiscard]] const std::map<ConditionId, Market>& markets() const { return markets_; }

private:
    net::Task<std::vector<Event>> listed(std::string* note);
    net::Task<void> settle_missing(std::vector<ConditionId> missing, SetChange* change);
    void admit(Event event, SetChange& change);
    void leave(const Market& now, SetChange& change);

    Catalogue& catalogue_;
    const Clock& clock_;
    Wish wish_;
    Log log_;
    std::map<ConditionId, Market> markets_;
    std::map<std::string, std::string> event_of_name_;  ///< Resolved once.
    std::map<std::string, ConditionId> market_of_name_;
};

}  // namespace pm::live
