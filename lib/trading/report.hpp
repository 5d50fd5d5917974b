#pragma once

/// What a venue says about our account, in words of no venue: in any order, more than once, from
/// the stream, from replies and from lists alike.
///
/// Source: docs/venue.md, account reads, settlement; reliability catalogue F-36 to F-38.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fill.hpp"
#include "domain/order.hpp"

namespace pm::trading {

using pm::Proof;

/// Something about one order. What a message does not say stays absent.
struct OrderReport {
    std::string order_id;
    /// Absent: it exists, and that is all that is known ("Duplicated").
    /// `filled`: it is over, with `matched` shares matched (all of them when absent).
    std::optional<OrderStatus> status;
    std::optional<Size> matched;   ///< In all, failed trades included or not.
    std::optional<Size> original;  ///< What was ordered, for orders that are not ours.
    std::string reason;            ///< Why it ended; may be empty.
    Timestamp at{};                ///< The venue's time of the change, or ours of the reply.
    Proof proof = Proof::stream;
};

/// From the match to the chain. The last two are final; `retrying` is not.
enum class TradeStage : std::uint8_t { matched, mined, retrying, confirmed, failed };

[[nodiscard]] constexpr Settlement settlement_of(TradeStage stage) {
    if (stage == TradeStage::confirmed) return Settlement::settled;
    return stage == TradeStage::failed ? Settlement::failed : Settlement::provisional;
}

/// "matched".
[[nodiscard]] std::string_view name_of(TradeStage stage);

/// One order's part in a trade. Its price is in terms of its own token, which may be the other
/// outcome of the market than the taker's (complementary match).
struct TradeLeg {
    std::string order_id;
    TokenId token;
    Price price = Price::from_micros(0);
    Size size;
    std::optional<Side> side;  ///< As told; our own order knows better.
    Liquidity liquidity = Liquidity::maker;
};

struct TradeReport {
    std::string trade_id;
    ConditionId condition;
    TradeStage stage = TradeStage::matched;
    std::vector<TradeLeg> legs;  ///< All of them, ours or not.
    Timestamp at{};              ///< The venue's time of the match.
    Proof proof = Proof::stream;
};

/// Receives reports. `Executor` is one.
class ReportSink {
public:
    virtual ~ReportSink() = default;
    virtual void on_report(const OrderReport& report) = 0;
    virtual void on_report(const TradeReport& report) = 0;
};

}  // namespace pm::trading
