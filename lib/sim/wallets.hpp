#pragma once

/// What every wallet holds: collateral and outcome shares, in three shades.
///
/// balance   on the chain; moves when a trade is confirmed.
/// locked    in trades that matched and are not settled yet.
/// reserved  by what is left of open orders.
/// Free to trade is balance − locked − reserved. Unit: micro-dollars and micro-shares.
/// Source: docs/venue.md, account reads (available = balance − sum of open orders).

#include <cstdint>
#include <map>
#include <string>

#include "crypto/address.hpp"

namespace pm::sim {

struct Holding {
    std::int64_t balance = 0;
    std::int64_t locked = 0;
    std::int64_t reserved = 0;

    [[nodiscard]] std::int64_t free() const { return balance - locked - reserved; }
    friend bool operator==(const Holding&, const Holding&) = default;
};

/// One outcome's purse, with what it cost, for the Data API.
struct ShareHolding : Holding {
    std::int64_t bought = 0;    ///< Shares ever bought and settled.
    std::int64_t cost = 0;      ///< Of what is held, fees included.
    std::int64_t realized = 0;  ///< Profit of what was sold or redeemed.
};

struct Wallet {
    Holding cash;
    std::map<std::string, ShareHolding, std::less<>> shares;  ///< By token id.
    bool allowed = true;                                      ///< Approvals are in place.
    std::int64_t phantom_lock = 0;  ///< Collateral the venue believes to be in matched orders.
};

class Wallets {
public:
    /// A wallet that nobody named holds `default_balance` micro-dollars and all approvals.
    explicit Wallets(std::int64_t default_balance) : default_balance_{default_balance} {}

    /// The wallet, made on first use. The reference holds for ever.
    Wallet& of(const crypto::Address& owner);
    /// The wallet if somebody used it, else null.
    [[nodiscard]] const Wallet* find(const crypto::Address& owner) const;
    [[nodiscard]] std::int64_t default_balance() const { return default_balance_; }
    [[nodiscard]] const std::map<crypto::Address, Wallet>& all() const { return wallets_; }

private:
    std::int64_t default_balance_;
    std::map<crypto::Address, Wallet> wallets_;
};

}  // namespace pm::sim
