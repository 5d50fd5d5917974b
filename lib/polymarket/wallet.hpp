#pragma once

/// The wallets that can hold a signer's money, and which of them an order names.
/// Source: docs/venue.md, wallets.

#include <optional>

#include "base/result.hpp"
#include "crypto/address.hpp"
#include "polymarket/order.hpp"

namespace pm::polymarket {

/// Deposit wallets are of two generations, so a signer has two possible addresses: one made since
/// 2026-06-29 (beacon) and one made before (UUPS). Mainnet factories.
[[nodiscard]] crypto::Address beacon_deposit_wallet(const crypto::Address& signer);
[[nodiscard]] crypto::Address uups_deposit_wallet(const crypto::Address& signer);
[[nodiscard]] crypto::Address proxy_wallet(const crypto::Address& signer);
[[nodiscard]] crypto::Address safe_wallet(const crypto::Address& signer);

/// Which account trades: who holds the money, and who stands in an order.
struct TradingAccount {
    SignatureType type = SignatureType::eoa;
    crypto::Address key;     ///< The signing key's address: in headers, always.
    crypto::Address funder;  ///< Holds the money: an order's `maker`.

    /// An order's `signer`: the wallet itself for a deposit wallet, else the key.
    [[nodiscard]] const crypto::Address& order_signer() const {
        return type == SignatureType::deposit_wallet ? funder : key;
    }
};

/// The account of `key` with wallet type `type`. Without `funder` the wallet is derived, but a
/// deposit wallet must be named: it has two possible addresses.
/// @return Errc::bad_config for an EOA with another funder, for a wallet type whose funder is the
///         key itself, and for a deposit wallet without funder (the hint names both candidates).
Result<TradingAccount> account_of(SignatureType type, const crypto::Address& key,
                                  std::optional<crypto::Address> funder);

}  // namespace pm::polymarket
