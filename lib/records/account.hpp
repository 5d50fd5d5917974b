#pragma once

/// Records about an account and its health, written for people and scripts. No tool of ours reads
/// them back; readers let them pass like any type they do not know.

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"

namespace pm::records {

/// Whose account it is. Nothing here is secret.
struct WalletRow {
    std::string address;         ///< Of the key that signs.
    std::string wallet;          ///< Holds the money; the same as `address` for a plain account.
    std::string signature_type;  ///< "eoa", "proxy", "safe", "deposit_wallet".
    std::string source;          ///< Where the key came from: "keystore FILE".
};

/// One of the account's API keys, without its secret.
struct ApiKeyRow {
    std::string key;
    bool readonly = false;
    bool in_use = false;  ///< The one this machine trades with.
};

struct BalanceRow {
    TokenId token;  ///< Empty: the collateral.
    std::int64_t micros = 0;
};

/// What a contract may take from the wallet.
struct AllowanceRow {
    std::string spender;  ///< Its address.
    std::string name;     ///< "exchange", "neg-risk exchange"; empty: not one we know.
    TokenId token;        ///< Empty: the collateral.
    std::string amount;   ///< Millionths, or "unlimited".
    bool enough = false;  ///< For any order that could be paid.
};

enum class CheckResult : std::uint8_t { pass, warn, fail };

/// One thing that was looked at, and what to do when it is not well.
struct CheckRow {
    std::string check;
    CheckResult result = CheckResult::pass;
    std::string detail;
    std::string fix;  ///< Empty when there is nothing to do.
};

/// A step in an order's life.
struct LifeRow {
    std::string order_id;
    std::string step;   ///< "intent", "live", "fill", "settled", "failed".
    std::string proof;  ///< What the step rests on: "reply", "stream", "order_lookup".
    std::string detail;
};

/// What an order would be, from --dry-run.
struct PreviewRow {
    OrderIntent intent;
    Money cost;           ///< At most, fee included; of a sale what it gets at least.
    Money fee;            ///< At most.
    Money worst_case;     ///< What is lost if it goes wrong: negative.
    std::string refusal;  ///< The gate's code, with its numbers; empty: it would pass.
    std::string payload;  ///< What would be sent, signature masked; empty on paper.
};

void append(std::string& out, Timestamp ts, const PreviewRow& row);
void append(std::string& out, Timestamp ts, const WalletRow& row);
void append(std::string& out, Timestamp ts, const ApiKeyRow& row);
void append(std::string& out, Timestamp ts, const BalanceRow& row);
void append(std::string& out, Timestamp ts, const AllowanceRow& row);
void append(std::string& out, Timestamp ts, const CheckRow& row);
void append(std::string& out, Timestamp ts, const LifeRow& row);

}  // namespace pm::records
