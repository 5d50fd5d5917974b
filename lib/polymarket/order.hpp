#pragma once

/// An order as the venue's exchange contract knows it: hashed, signed, and written for the wire.
///
/// The order's hash is its id at the venue: known before anything is sent, the same for the same
/// values. Time in force, post-only and expiration are not part of it.
/// Source: docs/venue.md, signing.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/address.hpp"
#include "crypto/hash.hpp"
#include "crypto/signing_key.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"

namespace pm::polymarket {

/// Whose money an order moves, and who vouches for it; the numbers are the venue's.
enum class SignatureType : std::uint8_t {
    eoa,             ///< 0: the key's own account.
    proxy,           ///< 1: a proxy wallet; the key signs.
    safe,            ///< 2: a Safe; the key signs.
    deposit_wallet,  ///< 3: a deposit wallet, which is named as signer; the key signs inside.
};

/// What is signed.
struct WireOrder {
    std::uint64_t salt = 0;  ///< Fresh for each order, at most `salt_max`.
    crypto::Address maker;   ///< The wallet that holds the money.
    crypto::Address signer;  ///< The key's address; for a deposit wallet the wallet itself.
    TokenId token;
    std::int64_t maker_amount = 0;  ///< What is given, micro-units.
    std::int64_t taker_amount = 0;  ///< What is wanted, micro-units.
    Side side = Side::buy;
    SignatureType type = SignatureType::eoa;
    std::int64_t timestamp_ms = 0;  ///< When it was made.
    crypto::Hash metadata{};
    crypto::Hash builder{};
};

/// Which contract the signature is for.
struct OrderDomain {
    int chain_id = 0;
    crypto::Address contract;
    std::string_view version;
    crypto::Hash separator{};  ///< The domain's hash, computed once.
};

/// Any domain of the exchange: for the ones in use see below.
[[nodiscard]] OrderDomain make_domain(int chain_id, const crypto::Address& contract,
                                      std::string_view version);

/// The domain of a market's exchange. `neg_risk` is the market's own word, never a default.
[[nodiscard]] OrderDomain order_domain(int chain_id, bool neg_risk);

/// The domain for position ids (protocol version 2). @return nothing for a chain without one.
[[nodiscard]] std::optional<OrderDomain> position_domain(int chain_id);

[[nodiscard]] crypto::Hash order_struct_hash(const WireOrder& order);
/// What is signed for types 0 to 2, and the order's id at the venue for all.
[[nodiscard]] crypto::Hash order_hash(const WireOrder& order, const OrderDomain& domain);
using crypto::hash_text;

/// The signature as it goes on the wire: "0x" and 65 bytes, or for a deposit wallet 317.
[[nodiscard]] std::string sign_order(const WireOrder& order, const OrderDomain& domain,
                                     const crypto::SigningKey& key);

/// The account whose key signed. For a deposit wallet the wrapper must name this domain, this
/// order and this wallet. @return nothing when the signature is none, or one of something else.
/// Whether that account may sign for `order.maker` is for the caller to judge.
[[nodiscard]] std::optional<crypto::Address> order_signer(const WireOrder& order,
                                                          const OrderDomain& domain,
                                                          std::string_view signature_text);

/// What travels with an order unsigned.
struct OrderTerms {
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    std::int64_t expiration_s = 0;  ///< Unix seconds; 0: none. Must be 0 for FOK and FAK.
    std::string owner;              ///< The API key's UUID.
};

/// The bytes to POST, keys in the order of the official client. `signature` as by `sign_order`.
[[nodiscard]] std::string order_body(const WireOrder& order, std::string_view signature,
                                     const OrderTerms& terms);
/// Appends the same. For the hot path see OrderSigner.
void append_order_body(std::string& out, const WireOrder& order, std::string_view signature,
                       const OrderTerms& terms);

/// Signs one account's orders on the hot path: what stays the same is worked out once, and every
/// hash of an order is taken once.
class OrderSigner {
public:
    /// `maker` and `signer` as in `TradingAccount`. The key must outlive this.
    OrderSigner(const crypto::SigningKey& key, SignatureType type, const crypto::Address& maker,
                const crypto::Address& signer);

    /// Puts the account into `order`, signs it and appends the bytes to POST; no allocation when
    /// `out` has room for 2 KiB. @return the order's id.
    crypto::Hash append(std::string& out, WireOrder& order, const OrderDomain& domain,
                        const OrderTerms& terms) const;

private:
    const crypto::SigningKey& key_;
    SignatureType type_;
    crypto::Address maker_;
    crypto::Address signer_;
    std::string maker_text_;
    std::string signer_text_;
};

/// The same for one order of any account.
crypto::Hash append_signed_order(std::string& out, const WireOrder& order,
                                 const OrderDomain& domain, const crypto::SigningKey& key,
                                 const OrderTerms& terms);

}  // namespace pm::polymarket
