#pragma once

/// Orders: what a strategy wants, and what became of it.

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"

namespace pm {

enum class Side : std::uint8_t { buy, sell };

/// How long an order may rest. The venue calls this "order type".
enum class TimeInForce : std::uint8_t { gtc, gtd, fok, fak };

/// Who rested and who crossed.
enum class Liquidity : std::uint8_t { maker, taker };

enum class TradingMode : std::uint8_t { paper, live };

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
    Size size;
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    std::string reason;  ///< Code of the decision that wants it: "edge", "take_profit".
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

    [[nodiscard]] Size open_size() const {
        return is_final(status) ? Size{} : intent.size - filled;
    }
};

}  // namespace pm
