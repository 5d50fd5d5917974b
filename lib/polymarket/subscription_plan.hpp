#pragma once

/// Which connection carries which token. Pure: what changes comes back as a list.
///
/// A token stays where it is for as long as it is wanted, unless `even_out` is asked to move it.
/// The number of connections is the least that has room; a connection without tokens is gone, and
/// its number is the next to be given again.
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

/// How tokens are spread.
enum class Spread : std::uint8_t {
    event,  ///< What belongs together stays together: a ladder lives and dies with one connection.
    load,   ///< The busiest are apart: each goes where the fewest messages are.
    count,  ///< As few as possible on each connection.
};

struct PlanRules {
    Spread spread = Spread::event;
    std::size_t per_connection = tokens_per_connection_default;
};

/// What becomes different on one connection.
struct ShareChange {
    int connection = 0;
    std::vector<TokenId> add;
    std::vector<TokenId> drop;
    friend bool operator==(const ShareChange&, const ShareChange&) = default;
};
using ShareChanges = std::vector<ShareChange>;

class SubscriptionPlan {
public:
    /// @pre 0 < per_connection <= tokens_per_connection_max.
    explicit SubscriptionPlan(PlanRules rules);

    /// Tokens of one event (`group`). Those that are known are left where they are.
    [[nodiscard]] ShareChanges add(std::string_view group, std::span<const TokenId> tokens);
    [[nodiscard]] ShareChanges remove(std::span<const TokenId> tokens);

    /// How many messages a second a token brings; zero until somebody has counted.
    void weigh(const TokenId& token, double messages_a_second);

    /// Moves what is worth moving: empties a connection whose tokens fit on the others, and with
    /// Spread::load brings the busiest token from the busiest connection to the least busy one for
    /// as long as that halves their difference or better. An added token of one change is a dropped
    /// one of another: subscribe first.
    [[nodiscard]] ShareChanges even_out();

    [[nodiscard]] std::optional<int> connection_of(const TokenId& token) const;
    [[nodiscard]] std::vector<TokenId> tokens(int connection) const;
    [[nodiscard]] std::vector<int> connections() const;
    [[nodiscard]] std::size_t size() const { return places_.size(); }

private:
    struct Place {
        int connection = 0;
        std::string group;
        double weight = 0;
    };
    struct Share {
        std::size_t count = 0;
        double weight = 0;
        std::map<std::string, std::size_t, std::less<>> groups;  ///< How many tokens of each.
    };
    [[nodiscard]] std::size_t room(const Share& share) const;
    [[nodiscard]] int open_share();
    [[nodiscard]] int choose(std::string_view group, std::size_t wanted);
    void put(const TokenId& token, Place place);
    Place take(const TokenId& token);
    void move(const TokenId& token, int to, std::map<int, ShareChange>& changes);
    void empty_one(std::map<int, ShareChange>& changes);
    void level_loads(std::map<int, ShareChange>& changes);

    PlanRules rules_;
    std::map<TokenId, Place> places_;
    std::map<int, Share> shares_;
};

}  // namespace pm::polymarket
