#pragma once

/// An account at the simulated venue: a key of its own, signed orders, signed requests.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "crypto/signing_key.hpp"
#include "fixture.hpp"
#include "polymarket/auth.hpp"
#include "polymarket/order.hpp"
#include "support/amounts.hpp"

namespace pm::test {

/// The key whose 32 bytes are the number `n`.
inline crypto::SigningKey throwaway_key(unsigned n) {
    std::string bytes(32, '\0');
    bytes[31] = static_cast<char>(n);
    auto secret = SecretBytes::copy_of(bytes);
    REQUIRE(secret.has_value());
    auto key = crypto::SigningKey::from(std::move(*secret));
    REQUIRE(key.has_value());
    return std::move(*key);
}

inline net::Headers on_wire(const polymarket::Headers& headers) {
    net::Headers out;
    for (const auto& [name, value] : headers) out.emplace_back(lower_case(name), value);
    return out;
}

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
    explicit Trader(SimVenue& venue, unsigned key = 7) : venue_{venue}, key_{throwaway_key(key)} {
        const auto made = l1(net::Method::post, "/auth/api-key", 0);
        REQUIRE(made.status == 200);
        const auto json = Json::parse(made.body);
        REQUIRE(json.has_value());
        id = json->string("apiKey").value_or("");
        secret = json->string("secret").value_or("");
        passphrase = json->string("passphrase").value_or("");
    }

    net::HttpReply l1(net::Method method, std::string target, std::uint64_t nonce) {
        sim::Router::Request request;
        request.method = method;
        request.target = std::move(target);
        request.headers = on_wire(polymarket::l1_headers(key_, 137, seconds(), nonce));
        return venue_.router.answer(request).reply;
    }

    /// A request as this account would send it.
    sim::Router::Request signed_request(net::Method method, std::string target,
                                        std::string body = {}) {
        sim::Router::Request request;
        request.method = method;
        request.target = std::move(target);
        request.body = std::move(body);
        polymarket::ApiKey api;
        api.key = id;
        api.secret = std::move(*SecretBytes::copy_of(secret));
        api.passphrase = std::move(*SecretBytes::copy_of(passphrase));
        const std::string_view whole = request.target;
        const std::string_view verb = method == net::Method::get    ? "GET"
                                      : method == net::Method::post ? "POST"
                                      : method == net::Method::put  ? "PUT"
                                                                    : "DELETE";
        request.headers = on_wire(polymarket::l2_headers(
            api, key_.address(), seconds(), verb, whole.substr(0, whole.find('?')), request.body));
        return request;
    }
    net::HttpReply send(net::Method method, std::string target, std::string body = {}) {
        return venue_.router.answer(signed_request(method, std::move(target), std::move(body)))
            .reply;
    }
    Json get(std::string target) { return parsed(send(net::Method::get, std::move(target))); }
    static Json parsed(const net::HttpReply& reply) {
        INFO(reply.status << " " << reply.body);
        auto json = Json::parse(reply.body);
        REQUIRE(json.has_value());
        return *std::move(json);
    }

    polymarket::WireOrder wire(const Draft& draft) {
        polymarket::WireOrder out;
        out.salt = ++salt_;
        out.maker = draft.wallet.empty() ? key_.address() : draft.wallet;
        const bool wallet = draft.type == polymarket::SignatureType::deposit_wallet;
        out.signer = wallet ? out.maker : key_.address();
        out.token = *TokenId::parse(draft.token);
        out.maker_amount = draft.maker;
        out.taker_amount = draft.taker;
        out.side = draft.side;
        out.type = draft.type;
        out.timestamp_ms = seconds() * 1'000;
        return out;
    }
    static polymarket::OrderDomain domain(const Draft& draft) {
        const auto usual = polymarket::order_domain(137, draft.neg_risk);
        return draft.version.empty() ? usual
                                     : polymarket::make_domain(137, usual.contract, draft.version);
    }
    std::string body(const Draft& draft) {
        const auto order = wire(draft);
        last_id = polymarket::hash_text(polymarket::order_hash(order, domain(draft)));
        const polymarket::OrderTerms terms{draft.tif, draft.post_only, draft.expiration_s, id};
        return polymarket::order_body(order, polymarket::sign_order(order, domain(draft), key_),
                                      terms);
    }
    net::HttpReply post(const Draft& draft) {
        return send(net::Method::post, "/order", body(draft));
    }
    /// Posts an order that must be taken. @return the reply.
    Json placed(const Draft& draft) {
        const auto reply = post(draft);
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        return parsed(reply);
    }
    /// The error text a refused order gets.
    std::string refusal(const Draft& draft) {
        const auto reply = post(draft);
        CHECK(reply.status >= 400);
        return std::string{parsed(reply).string("error").value_or("")};
    }

    [[nodiscard]] const crypto::Address& address() const { return key_.address(); }
    [[nodiscard]] std::int64_t seconds() const {
        return std::chrono::floor<std::chrono::seconds>(venue_.clock.now())
            .time_since_epoch()
            .count();
    }
    const sim::Wallet& wallet() { return venue_.router.floor().wallets.of(key_.address()); }

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
inline Draft limit(const std::string& token, Side side, int price_cents, std::int64_t size) {
    Draft out;
    out.token = token;
    out.side = side;
    const auto money = notional_up(cents(price_cents), shares(size)).micros;
    out.maker = side == Side::buy ? money : shares(size).micros;
    out.taker = side == Side::buy ? shares(size).micros : money;
    return out;
}

/// An open market on a tick of one cent with both sides far enough apart to rest between them.
inline const sim::MarketState& quiet_market(SimVenue& venue) {
    for (const auto& market : venue.world.markets()) {
        if (market.phase != sim::MarketPhase::open || market.tick.micros() != 10'000) continue;
        const auto bid = market.book.best(Side::buy);
        const auto ask = market.book.best(Side::sell);
        if (!bid || !ask || bid->price < cents(20) || ask->price > cents(80)) continue;
        return market;
    }
    FAIL("no market in the middle of its ladder");
    return venue.world.markets().front();
}

}  // namespace pm::test
