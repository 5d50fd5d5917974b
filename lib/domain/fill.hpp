#pragma once

/// Our part of a trade.

#include <string>

#include "domain/order.hpp"

namespace pm {

/// Matched and confirmed on chain are two things: a provisional fill can still fail.
enum class Settlement : std::uint8_t { provisional, settled, failed };

struct Fill {
    std::string order_id;
    std::string trade_id;  ///< Unique together with `order_id`.
    ConditionId condition;
    TokenId token;
    Side side = Side::buy;
    Price price = Price::from_micros(0);
    Size size;
    Money fee;
    Liquidity liquidity = Liquidity::taker;
    Settlement settlement = Settlement::provisional;
    Timestamp at{};
    Money cost{};      ///< Moved into the position's cost (buy) or out of it (sale).
    Money realized{};  ///< By a sale. Both are what is undone when the trade fails.
};

}  // namespace pm
