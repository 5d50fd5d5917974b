#pragma once

/// Which connection carries which market. Pure: what changes comes back as a list.
///
/// A market's tokens stay together: the venue tells of both in one message. A market stays where it
/// is for as long as it is wanted, unless `even_out` moves it. There are no more connections than
/// needed; one without markets is gone, and its number is the next to be given again.
///
/// Source of the limits: docs/venue.md, market channel.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

/// How markets are spread.
enum class Spread : std::uint8_t {
    event,  ///< What belongs together stays together: a ladder lives and dies with one connection.
    load,   ///< The busiest are apart: each goes where the fewest messages are.
    count,  ///< As few tokens as possible on each connection.
};

struct PlanRules {
    Spread spread = Spread::event;
    std::size_t per_connection = tokens_per_connection_default;  ///< Tokens.
};

/// A market to be carried.
struct Wanted {
    ConditionId market;
    std::string event;
    std::size_t tokens = 2;  ///< One when only one outcome is asked for.
};

/// What becomes different on one connection.
struct ShareChange {
    int connection = 0;
    std::vector<ConditionId> add;
    std::vector<ConditionId> drop;
    friend bool operator==(const ShareChange&, const ShareChange&) = default;
};
using ShareChanges = std::vector<ShareChange>;

class SubscriptionPlan {
public:
    /// @pre 2 <= per_connection <= tokens_per_connection_max.
    explicit SubscriptionPlan(PlanRules rules);

    /// Markets that are known are left where they are.
    [[nodiscard]] ShareChanges add(std::span<const Wanted> markets);
    [[nodiscard]] ShareChanges remove(std::span<const ConditionId> markets);

    /// How many messages a second a market brings; zero until somebody has counted.
    void weigh(const ConditionId& market, double messages_a_second);

    /// Moves what is worth moving: empties a connection whose markets fit on the others, or with
    /// Spread::load brings busy markets from the busiest connection to the least busy one for as
    /// long as that halves their difference or better. What one change adds another drops:
    /// subscribe first.
    [[nodiscard]] ShareChanges even_out();

    [[nodiscard]] std::optional<int> connection_of(const ConditionId& market) const;
    [[nodiscard]] std::vector<ConditionId> markets(int connection) const;
    [[nodiscard]] std::vector<int> connections() const;

private:
    struct Place {
        int connection = 0;
        std::string event;
        std::size_t tokens = 0;
        double weight = 0;
    };
    struct Share {
        std::size_t tokens = 0;
        std::size_t markets = 0;
        double weight = 0;
        std::map<std::string, std::size_t, std::less<>> events;  ///< Tokens of each.
    };
    using Changes = std::map<int, ShareChange>;

    [[nodiscard]] std::size_t room(const Share& share) const;
    [[nodiscard]] int open_share();
    [[nodiscard]] int choose(std::string_view event, std::size_t tokens);
    void add_event(std::string_view event, std::span<const Wanted* const> markets,
                   Changes& changes);
    void put(const ConditionId& market, Place place);
    Place take(const ConditionId& market);
    void move(const ConditionId& market, int to, Changes& changes);
    void empty_one(Changes& changes);
    void level_loads(Changes& changes);

    PlanRules rules_;
    std::map<ConditionId, Place> places_;
    std::map<int, Share> shares_;
};

}  // namespace pm::polymarket
