#pragma once

/// Events and their markets as the catalogue knows them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/temperature.hpp"
#include "domain/tick.hpp"

namespace pm {

/// How a market ended. `split`: both outcomes pay one half.
enum class Winner : std::uint8_t { yes, no, split };

/// One yes/no question with two tokens.
struct Market {
    std::string event;  ///< Slug of its event.
    std::string slug;
    ConditionId condition;
    std::string question;
    std::string label;  ///< The bucket as the venue shows it: "94-95°F". May be empty.
    TokenId yes;
    TokenId no;
    TickSize tick = TickSize::from_micros(10'000);
    Size min_size;
    bool neg_risk = false;
    FeeSchedule fee;
    bool accepting_orders = false;
    bool closed = false;
    std::optional<Winner> winner;  ///< Only when the venue's evidence is strict.
    std::optional<Timestamp> end;  ///< Nominal; trading may go on after it.
    Money volume;                  ///< Statistics: never trade on them.
    Money liquidity;
    std::optional<TemperatureMarket> temperature;
    std::string refusal;  ///< Why this market may not be traded by a model; empty: it may.

    [[nodiscard]] bool trade_ready() const { return refusal.empty(); }
    [[nodiscard]] const TokenId& token(Outcome o) const { return o == Outcome::yes ? yes : no; }
};

/// Markets shown together: "Highest temperature in London on June 16?".
struct Event {
    std::string id;
    std::string slug;
    std::string title;
    std::string description;        ///< The rule text.
    std::string resolution_source;  ///< Usually a URL; may be empty.
    std::string series;
    std::optional<CivilDate> date;  ///< The venue's `eventDate`.
    bool closed = false;
    bool neg_risk = false;
    std::vector<std::string> tags;  ///< Tag slugs.
    std::vector<Market> markets;
};

/// How a market resolved.
struct Resolution {
    ConditionId condition;
    Winner winner = Winner::split;

    /// What one share of `outcome` is worth: 1, 0 or one half.
    [[nodiscard]] Price payout(Outcome outcome) const;
};

}  // namespace pm
