#pragma once

/// Takes positions where our probability and the market's price disagree by more than the fee
/// and the edge asked for; leaves them when the market pays more than we think they are worth.
///
/// A pure function of a view of one token: same view, same answer, byte for byte. The NO token of
/// a market is a token like any other, with one minus the probability.

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "domain/market.hpp"
#include "domain/quote.hpp"
#include "domain/signal.hpp"
#include "strategy/edge.hpp"
#include "strategy/reason.hpp"

namespace pm::strategy {

/// The venue takes no marketable buy below one dollar. Source: docs/venue.md, minimums.
inline constexpr Money marketable_minimum{1'000'000};

/// What the user chooses.
struct TakerParams {
    double edge = 0.05;        ///< Least edge of every share bought, in dollars.
    double exit_edge = 0;      ///< Sell when the bid after fees is more than this above p.
    double kelly = 0.2;        ///< Part of the Kelly fraction.
    double market_weight = 0;  ///< 0 trusts our probability, 1 the market's middle.
    Duration cooldown = std::chrono::seconds{60};   ///< Per market, after a trade, for entries.
    Duration quote_age = std::chrono::seconds{5};   ///< Older quotes are not decided on.
    Duration forecast_age = std::chrono::hours{3};  ///< Older forecasts neither.
    Size size_step{10'000};                         ///< Grid of sizes.
    TimeInForce tif = TimeInForce::fak;             ///< Of entries; exits are FAK.
};

/// All that one decision may look at. Refers to what must outlive the call.
struct View {
    Timestamp now{};
    const Market& market;
    Outcome outcome = Outcome::yes;
    TickSize tick = TickSize::from_micros(10'000);
    bool book_ready = false;
    std::span<const Level> bids;  ///< Best at the back, both.
    std::span<const Level> asks;
    std::optional<Timestamp> quote_at;  ///< When the book was last known to be right.
    std::optional<double> p_yes;        ///< Forecast for the market's YES.
    std::optional<Timestamp> forecast_at;
    Size held;                            ///< Of this token.
    Size sellable;                        ///< Of it, settled and promised to no order.
    Size other_held;                      ///< Of the market's other token.
    bool order_open = false;              ///< Any order of ours in this market.
    std::optional<Timestamp> last_trade;  ///< Of ours in this market.
    Money bankroll;                       ///< Cash and the cost of what is held.
    Money room;                           ///< Most that a buy in this market may cost.
};

struct Proposal {
    Signal signal;
    Reason reason = Reason::no_edge;    ///< The same as `signal.reason`.
    std::optional<OrderIntent> intent;  ///< Without a client id. Only with enter and exit.
};

class PositionTaker {
public:
    explicit PositionTaker(TakerParams params);

    [[nodiscard]] Proposal decide(const View& view) const;

    [[nodiscard]] const TakerParams& params() const { return params_; }

private:
    [[nodiscard]] std::optional<Reason> obstacle(const View& view) const;
    [[nodiscard]] Proposal about_selling(const View& view, double q) const;
    [[nodiscard]] Proposal about_buying(const View& view, double q) const;

    TakerParams params_;
    std::int32_t edge_micros_;
    std::int32_t exit_edge_micros_;
};

}  // namespace pm::strategy
