#pragma once

/// An account at the simulated venue: a key of its own, signed orders, signed requests.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/signing_key.hpp"
#include "fixture.hpp"
#include "polymarket/auth.hpp"
#include "polymarket/order.hpp"
#include "support/amounts.hpp"

namespace pm::test {

/// The key whose 32 bytes are the number `n`.
crypto::SigningKey throwaway_key(unsigned n);

/// `headers` as a server reads them.
net::Headers on_wire(const polymarket::Headers& headers);

/// What an order is to be; everything else is put in by the trader.
struct Draft {
    std::string token;
    bool neg_risk = true;
    Side side = Side::buy;
    std::int64_t maker = 0;
    std::int64_t taker = 0;
    TimeInForce tif = TimeInForce::gtc;
    bool post_only = false;
    std::int64_t expiration_s = 0;
    polymarket::SignatureType type = polymarket::SignatureType::eoa;
    crypto::Address wallet{};    ///< Empty: the key's own address.
    std::string_view version{};  ///< Empty: the venue's.
};

class Trader {
public:
    explicit Trader(SimVenue& venue, unsigned key = 7);

    net::HttpReply l1(net::Method method, std::string target, std::uint64_t nonce);

    /// A request as this account would send it.
    sim::Router::Request signed_request(net::Method method, std::string target,
                                        std::string body = {});
    net::HttpReply send(net::Method method, std::string target, std::string body = {});
    Json get(std::string target);
    static Json parsed(const net::HttpReply& reply);

    polymarket::WireOrder wire(const Draft& draft);
    static polymarket::OrderDomain domain(const Draft& draft);
    std::string body(const Draft& draft);
    net::HttpReply post(const Draft& draft);
    /// Posts an order that must be taken. @return the reply.
    Json placed(const Draft& draft);
    /// The error text a refused order gets.
    std::string refusal(const Draft& draft);

    [[nodiscard]] const crypto::Address& address() const { return key_.address(); }
    [[nodiscard]] std::int64_t seconds() const;
    const sim::Wallet& wallet();

    std::string id;
    std::string secret;
    std::string passphrase;
    std::string last_id;  ///< Hash of the last order made.

private:
    SimVenue& venue_;
    crypto::SigningKey key_;
    std::uint64_t salt_ = 1'000;
};

/// A limit order for whole shares at whole cents.
Draft limit(const std::string& token, Side side, int price_cents, std::int64_t size);

/// An open market on a tick of one cent with both sides far enough apart to rest between them.
const sim::MarketState& quiet_market(SimVenue& venue);

}  // namespace pm::test
