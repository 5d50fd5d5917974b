#pragma once

/// Orders: what a strategy wants, and what became of it.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/tick.hpp"

namespace pm {

enum class Side : std::uint8_t { buy, sell };

/// How long an order may rest. The venue calls this "order type".
enum class TimeInForce : std::uint8_t { gtc, gtd, fok, fak };

/// Who rested and who crossed.
enum class Liquidity : std::uint8_t { maker, taker };

enum class TradingMode : std::uint8_t { paper, live };

/// What an order needs of its market for as long as it lives, also after a restart.
struct MarketTerms {
    TickSize tick = TickSize::from_micros(10'000);
    bool neg_risk = false;       ///< Says which exchange contract the order is signed for.
    FeeSchedule fee{70'000, 1};  ///< The highest known until the market is known.
};

/// What a strategy wants; not yet checked, not yet signed.
struct OrderIntent {
    std::string client_id;  ///< Ours, unique for ever: journal key before the venue's hash exists.
    std::string event;      ///< Slugs, for limits and people.
    std::string market;
    ConditionId condition;
    TokenId token;
    Outcome outcome = Outcome::yes;
    Side side = Side::buy;
    Price limit = Price::from_micros(0);
    Size size;  ///< With `spend` the least that it gets at its limit, otherwise all it wants.
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    std::string reason;  ///< Code of the decision that wants it: "edge", "take_profit".
    /// GTD only: when it leaves the book.
    std::optional<Timestamp> expires{};
    /// A market buy by dollars (FOK and FAK buys): it spends at most this, fees apart, and gets as
    /// many shares as that buys. Zero: it is by shares.
    Money spend{};
    MarketTerms terms{};  ///< Filled in by trading::Executor, from the market.

    [[nodiscard]] bool by_dollars() const { return spend.micros > 0; }
};

/// A life in order; the last four are final.
enum class OrderStatus : std::uint8_t {
    intent,
    sent,
    unknown,
    live,
    delayed,
    partly_filled,
    filled,
    cancelled,
    expired,
    rejected,
};

[[nodiscard]] constexpr bool is_final(OrderStatus status) {
    return status >= OrderStatus::filled;
}

/// What a piece of knowledge about an order or a trade rests on.
enum class Proof : std::uint8_t {
    own,           ///< Our own doing: decided, sent, timed out.
    reply,         ///< The venue's answer to our request.
    order_lookup,  ///< Found by its hash.
    open_orders,   ///< Listed among the open orders.
    trade,         ///< A trade of ours names it.
    stream,        ///< An event of the user channel.
    duplicated,    ///< The venue refused a second copy: it has the first.
    negative,      ///< Nothing knows of it, in every way there is to ask; see Reconciler.
};

/// An order with what is known of it.
struct Order {
    std::string order_id;  ///< The venue's hash, or "paper-N".
    OrderIntent intent;
    Size filled;
    OrderStatus status = OrderStatus::intent;
    std::string reason;  ///< Why it was rejected or ended; may be empty.
    TradingMode mode = TradingMode::paper;
    Timestamp created{};
    Timestamp updated{};
    Money paid{};                   ///< Notional of what is filled, fees apart.
    Proof proof = Proof::own;       ///< Of `status`.
    std::int64_t timestamp_ms = 0;  ///< As signed; every order of an account has another.

    /// What may still be filled; of a buy by dollars the least.
    [[nodiscard]] Size open_size() const {
        if (is_final(status)) return Size{};
        return std::max(Size{}, intent.size - filled);
    }
    /// Dollars that a buy by dollars may still spend, fees apart.
    [[nodiscard]] Money open_spend() const {
        if (is_final(status)) return Money{};
        return std::max(Money{}, intent.spend - paid);
    }
};

}  // namespace pm
