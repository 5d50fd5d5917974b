#pragma once

/// When what is held should be sold, and how much of it: trading's exit rules, each decision
/// handed out once and again only after a while, as long as shares are left.

#include <map>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "domain/position.hpp"
#include "domain/quote.hpp"
#include "trading/exits.hpp"

namespace pm::monitor {

/// The wish to sell what can be sold of a position now.
struct ExitWish {
    trading::ExitCause cause = trading::ExitCause::take_profit;
    TokenId token;
    Price bid = Price::from_micros(0);
    Size size;      ///< Settled and not promised to another order. Positive.
    Money average;  ///< Paid for a share, fees included.
    Money trigger;  ///< The bid that is enough.
};

/// "take_profit", "stop_loss": codes of alerts and of the orders' reasons.
[[nodiscard]] std::string_view name_of(trading::ExitCause cause);

/// The bid at which a rule sells; nothing without that rule or without shares. It may lie outside
/// (0, 1), and is then never reached.
[[nodiscard]] std::optional<Money> trigger_of(const trading::ExitRules& rules,
                                              trading::ExitCause cause, const Position& position);

class ExitPlan {
public:
    ExitPlan(trading::ExitRules rules, Duration retry)
        : rules_{rules}, watch_{rules}, retry_{retry} {}

    /// The wish to act on now, if any, after one observation of the market. No share that is
    /// provisional or promised is asked for, and nothing while nobody bids.
    [[nodiscard]] std::optional<ExitWish> look(const Position& position, const Quote& quote,
                                               Timestamp now);

private:
    trading::ExitRules rules_;
    trading::ExitWatch watch_;
    Duration retry_;
    std::map<TokenId, Timestamp> asked_;
};

}  // namespace pm::monitor
