#pragma once

/// Accounts' orders and trades as the venue keeps them, and who hears of their changes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "crypto/address.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"
#include "sim/order_book.hpp"

namespace pm::sim {

/// Participants from here on are accounts; below are the simulated crowd.
inline constexpr Participant first_account = 1'000;

/// A life: placed, perhaps held back for a while, resting, ended in one of three ways.
enum class AccountOrderState : std::uint8_t { delayed, live, matched, cancelled };

struct AccountOrder {
    std::string id;           ///< The order's hash.
    std::string owner;        ///< API key.
    crypto::Address address;  ///< Of the API key.
    crypto::Address maker;    ///< The wallet.
    std::size_t market = 0;   ///< Index into the world's markets.
    Outcome outcome = Outcome::yes;
    Side side = Side::buy;
    Price limit = Price::from_micros(0);  ///< On its own token.
    Size original;
    Size matched;
    Money spend;   ///< Market buys: what may be spent. Else zero.
    Money traded;  ///< Dollars of what matched, without fees.
    std::int64_t maker_amount = 0;
    std::int64_t taker_amount = 0;
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    bool foreign = false;  ///< Made by a fault: nobody sent it.
    std::int64_t expiration_s = 0;
    std::int32_t fee_rate_micros = 0;  ///< Of its market.
    AccountOrderState state = AccountOrderState::live;
    std::string end;            ///< The venue's word for how it ended: "CANCELED", "CANCELED_…".
    OrderNumber number = 0;     ///< In the book; 0: not there.
    std::int64_t reserved = 0;  ///< Micro-dollars (buy) or micro-shares (sale) held for the rest.
    std::vector<std::string> trades;
    Timestamp created;

    [[nodiscard]] bool open() const { return state <= AccountOrderState::live; }
    [[nodiscard]] Size left() const { return matched < original ? original - matched : Size{}; }
};

/// The venue's word for an order's state: "LIVE", "MATCHED", "CANCELED".
[[nodiscard]] std::string_view status_text(const AccountOrder& order);

enum class TradeStage : std::uint8_t { matched, mined, confirmed, retrying, failed };
[[nodiscard]] std::string_view name_of(TradeStage stage);  ///< "MATCHED"

/// One party's part of a trade, in terms of its own token.
struct TradePart {
    std::string order_id;
    std::string owner;
    crypto::Address address;  ///< The wallet.
    bool account = false;     ///< Not one of the crowd.
    Outcome outcome = Outcome::yes;
    Side side = Side::buy;
    Price price = Price::from_micros(0);
    Size size;
    Money money;  ///< Paid or got, without the fee.
    Money fee;    ///< Only takers pay.
};

/// The next stage, and how long after the one before.
struct TradeStep {
    TradeStage stage = TradeStage::confirmed;
    Duration after{0};
};

struct AccountTrade {
    std::string id;
    std::size_t market = 0;
    TradePart taker;
    std::vector<TradePart> makers;
    TradeStage stage = TradeStage::matched;
    std::vector<TradeStep> script;  ///< What will happen to it. May end without an end.
    std::size_t step = 0;           ///< Steps done.
    std::string transaction;        ///< Hash; empty until mined.
    std::string error;
    std::int64_t bucket = 0;
    Timestamp matched_at;
    Timestamp updated_at;
};

enum class OrderChange : std::uint8_t { placement, update, cancellation };

/// Hears of everything that concerns accounts, in order, after it has happened.
class FloorObserver {
public:
    virtual ~FloorObserver() = default;
    virtual void on_order(const AccountOrder& order, OrderChange change) = 0;
    /// A new trade, or an old one in a new stage.
    virtual void on_trade(const AccountTrade& trade) = 0;
};

}  // namespace pm::sim
